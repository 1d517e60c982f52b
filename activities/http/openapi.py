"""`http.openapi`: an operation of an API that describes itself with OpenAPI."""

import re
from collections.abc import Mapping
from typing import Any, Literal, cast
from urllib.parse import quote

import httpx2
from pydantic import ConfigDict, Field, JsonValue, model_validator

from activities.calls import Call, send
from activities.services.service import ServiceOutput
from activities.signing import TYPES
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.errors import NodeFailed
from noria.input_schema import check_input, check_schema
from noria.model import Model
from noria.node_type import node, ui
from noria.pointers import from_pointer

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
MAX_NAMED = 20
_PART = re.compile(r"\{([^{}]+)\}")
_Object = Mapping[str, Any]


class OpenapiConfig(Model):
    """The description, which of its operations, and what that gets."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "specification": {
                        "openapi": "3.1.0",
                        "servers": [{"url": "https://shop.example/api"}],
                        "paths": {"/orders/{id}": {"get": {"operationId": "getOrder"}}},
                    },
                    "operation": "getOrder",
                    "parameters": {"id": "{{ trigger.id }}"},
                }
            ]
        }
    )

    specification: dict[str, Any] = Field(
        title="Specification",
        description="The OpenAPI document, version 3, as JSON. References to other documents are not followed.",
        json_schema_extra=ui(widget="json", expression="never"),
    )
    operation: str = Field(
        title="Operation",
        description="Its `operationId`, or method and path as `GET /orders/{id}`.",
        min_length=1,
        json_schema_extra=ui(expression="never"),
    )
    parameters: dict[str, JsonValue] = Field(
        default_factory=dict,
        title="Parameters",
        description="Of path, query and header, by name.",
        json_schema_extra=ui(widget="key_value"),
    )
    body: JsonValue = Field(
        default=None, title="Body", description="As JSON.", json_schema_extra=ui(widget="json")
    )
    server: str | None = Field(
        default=None,
        title="Server",
        description="Instead of the first one of the specification.",
        json_schema_extra=ui(expression="never"),
    )
    credential: CredentialName | None = Field(
        default=None,
        title="Credential",
        description="Sent to the hosts that it allows only.",
        json_schema_extra=ui(widget="credential", credential_type="|".join(TYPES)),
    )

    @model_validator(mode="after")
    def _is_there(self) -> "OpenapiConfig":
        """So that publishing says which operation or parameter there is not."""
        method, path, operation = _find(self.specification, self.operation)
        known = _parameters(self.specification, path, operation)
        if unknown := sorted(set(self.parameters) - known.keys()):
            names = ", ".join(map(repr, sorted(known))) or "none"
            raise ValueError(
                f"{method.upper()} {path} has no parameter {unknown[0]!r}; it has {names}"
            )
        missing = [
            n for n, each in known.items() if each.get("required") and n not in self.parameters
        ]
        if missing:
            raise ValueError(f"{method.upper()} {path} needs the parameter {missing[0]!r}")
        return self


def _may_change(config: Mapping[str, JsonValue]) -> bool:
    try:
        method, _, _ = _find(_object(config.get("specification")), str(config.get("operation")))
    except ValueError:
        return True
    return method not in ("get", "head")


@node(
    "http.openapi",
    title="OpenAPI operation",
    category="Network",
    icon="plug",
    key_field="operation",
    changes=_may_change,
)
async def openapi(config: OpenapiConfig, context: NodeContext) -> ServiceOutput:
    """Call an operation of an API by its OpenAPI description.

    Parameters and body are checked against the description's schemas before anything is sent; publishing
    already says which parameter is missing or unknown.

    A repeat sends the same `Idempotency-Key`; something is done twice where the API does not know the header.
    """
    method, path, operation = _find(config.specification, config.operation)
    known = _parameters(config.specification, path, operation)
    for name, value in config.parameters.items():
        _check(config.specification, known[name].get("schema"), value, f"parameter {name!r}")
    _check(config.specification, _body_schema(config.specification, operation), config.body, "body")
    credential = None
    if config.credential:
        credential = await context.credential(config.credential, *TYPES)
    sent: dict[Literal["path", "query", "header"], dict[str, str]] = {
        "path": {},
        "query": {},
        "header": {},
    }
    for name, value in config.parameters.items():
        place = known[name].get("in")
        if place in sent and value is not None:
            sent[place][name] = _text(value)
    call = Call(
        method=method.upper(),
        url=str(httpx2.URL(_server(config) + _filled(path, sent["path"]))),
        query=sent["query"],
        headers=sent["header"],
        json=config.body,
        credential=credential,
    )
    answer = await send(call, context)
    return ServiceOutput(data=answer.body, status=answer.status)


def _find(document: _Object, wanted: str) -> tuple[str, str, _Object]:
    """Method, path and operation."""
    found: dict[str, tuple[str, str, _Object]] = {}
    for path, item in _object(document.get("paths")).items():
        for method in METHODS:
            operation = _object(item).get(method)
            if isinstance(operation, dict):
                entry = (method, path, cast("_Object", operation))
                found[f"{method.upper()} {path}"] = entry
                found[str(operation.get("operationId") or f"{method.upper()} {path}")] = entry  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    if wanted not in found:
        names = ", ".join(repr(name) for name in list(found)[:MAX_NAMED]) or "none"
        raise ValueError(f"the specification has no operation {wanted!r}; it has {names}")
    return found[wanted]


def _parameters(document: _Object, path: str, operation: _Object) -> dict[str, _Object]:
    """By name; the operation's own go before those of its path."""
    shared = _object(_object(document.get("paths")).get(path)).get("parameters")
    listed = [
        *cast("list[Any]", shared or []),
        *cast("list[Any]", operation.get("parameters") or []),
    ]
    resolved = [_resolved(document, each) for each in listed]
    return {str(each["name"]): each for each in resolved if "name" in each}


def _body_schema(document: _Object, operation: _Object) -> Any:
    body = _resolved(document, operation.get("requestBody"))
    return _object(_object(body.get("content")).get("application/json")).get("schema")


def _resolved(document: _Object, value: Any) -> _Object:
    """What a reference into the same document leads to, one step far."""
    found = _object(value)
    reference = found.get("$ref")
    if not isinstance(reference, str):
        return found
    if not reference.startswith("#/"):
        raise ValueError(f"the specification refers to {reference!r}, which is another document")
    at = document
    for token in from_pointer(reference[1:]):
        at = _object(at.get(token))
    if not at:
        raise ValueError(f"the specification refers to {reference!r}, which it does not have")
    return at


def _check(document: _Object, schema: Any, value: JsonValue, what: str) -> None:
    if not isinstance(schema, dict) or (value is None and what == "body"):
        return
    whole: dict[str, JsonValue] = {
        **cast("dict[str, Any]", schema),
        "components": dict(_object(document.get("components"))),
    }
    if check_schema(whole):
        return  # of a dialect or a size that is not judged here: the API does it
    if wrong := check_input(whole, value):
        reason = wrong[0].message.replace("The input", "it")
        raise NodeFailed(f"The {what} does not fit the specification: {reason}")


def _server(config: OpenapiConfig) -> str:
    listed = cast("list[Any]", config.specification.get("servers") or [{}])
    url = config.server or _object(listed[0]).get("url")
    if not isinstance(url, str) or not re.match(r"https?://[^/?#]", url):
        raise NodeFailed(
            "The specification names no server with 'https://': fill in the field 'server'."
        )
    return url.rstrip("/")


def _filled(path: str, values: Mapping[str, str]) -> str:
    def part(found: re.Match[str]) -> str:
        text = values.get(found[1], "")
        if text in ("", ".", ".."):
            raise NodeFailed(f"The parameter {found[1]!r} can't be {text!r}.")
        return quote(text, safe="")

    return _PART.sub(part, path)


def _text(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _object(value: Any) -> _Object:
    return cast("_Object", value) if isinstance(value, dict) else {}
