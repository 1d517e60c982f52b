"""`http.openapi`: an operation of an API that describes itself with OpenAPI."""

import re
from collections.abc import Mapping
from typing import Any, Literal, cast
from urllib.parse import quote, urlencode

import httpx2
from pydantic import ConfigDict, Field, JsonValue, model_validator

from activities.calls import Call, send
from activities.services.service import ServiceOutput, pairs
from activities.signing import TYPES
from noria.context import NodeContext
from noria.credentials import CredentialName
from noria.errors import Invalid, NodeFailed
from noria.input_schema import check_input, check_schema
from noria.model import Model
from noria.node_type import node, ui
from noria.openapi.cutting import cut
from noria.openapi.document import Object, object_at
from noria.openapi.operations import FORM, find_operation, parameters_of, request_of

_PART = re.compile(r"\{([^{}]+)\}")
Sent = Literal["path", "query", "header"]


class OpenapiConfig(Model):
    """The description, which of its operations, and what that gets."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "specification": {
                        "openapi": "3.1.0",
                        "servers": [{"url": "https://shop.example/api"}],
                        "paths": {
                            "/orders/{id}": {
                                "get": {
                                    "operationId": "getOrder",
                                    "parameters": [
                                        {
                                            "name": "id",
                                            "in": "path",
                                            "required": True,
                                            "schema": {"type": "string"},
                                        }
                                    ],
                                }
                            }
                        },
                    },
                    "operation": "getOrder",
                    "parameters": {"id": "{{ trigger.id }}"},
                }
            ]
        }
    )

    specification: dict[str, Any] = Field(
        title="Specification",
        description="The OpenAPI document, version 3; what is imported holds the chosen operation alone. "
        "References to other documents are not followed.",
        json_schema_extra=ui(widget="openapi", expression="never"),
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
        json_schema_extra=ui(widget="openapi_parameters"),
    )
    body: JsonValue = Field(
        default=None,
        title="Body",
        description="Sent as JSON, or as a form where the operation takes nothing else.",
        json_schema_extra=ui(widget="openapi_body"),
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
        try:
            operation = find_operation(self.specification, self.operation)
            known = parameters_of(self.specification, operation)
            body = request_of(self.specification, operation)
        except Invalid as error:
            raise ValueError(str(error).rstrip(".")) from error
        named = f"{operation.method.upper()} {operation.path}"
        if unknown := sorted(set(self.parameters) - known.keys()):
            names = ", ".join(map(repr, sorted(known))) or "none"
            raise ValueError(f"{named} has no parameter {unknown[0]!r}; it has {names}")
        for name, (parameter, _) in known.items():
            if parameter.get("required") and name not in self.parameters:
                raise ValueError(f"{named} needs the parameter {name!r}")
        if body and body.required and self.body is None:
            raise ValueError(f"{named} needs a body")
        return self


def _may_change(config: Mapping[str, JsonValue]) -> bool:
    try:
        document = object_at(config.get("specification"), ())
        return find_operation(document, str(config.get("operation"))).method not in ("get", "head")
    except Invalid:
        return True


@node(
    "http.openapi",
    title="OpenAPI operation",
    category="Network",
    icon="plug",
    key_field="operation",
    changes=_may_change,
    output_from={"data": "/specification/paths/*/*/responses/*/content/*/schema"},
)
async def openapi(config: OpenapiConfig, context: NodeContext) -> ServiceOutput:
    """Call an operation of an API by its OpenAPI description.

    Import the description from a URL, a file or as text (JSON or YAML), and choose the operation: its
    parameters and its body become the fields of the form, and what it answers is offered to later steps.
    Parameters and body are checked against the description before anything is sent; publishing already
    says which parameter is missing or unknown.

    A repeat sends the same `Idempotency-Key`; something is done twice where the API does not know the header.
    """
    try:
        document: Object = cut(config.specification, config.operation).specification
        operation = find_operation(document, config.operation)
        known = {name: each for name, (each, _) in parameters_of(document, operation).items()}
        takes = request_of(document, operation)
    except Invalid as error:
        raise NodeFailed(str(error)) from error
    for name, value in config.parameters.items():
        _check(document, known[name].get("schema"), value, f"parameter {name!r}")
    if takes and config.body is not None:
        _check(document, takes.schema, config.body, "body")
    credential = None
    if config.credential:
        credential = await context.credential(config.credential, *TYPES)
    sent: dict[Sent, dict[str, str | list[str]]] = {"path": {}, "query": {}, "header": {}}
    for name, value in config.parameters.items():
        place = known[name].get("in")
        if place in sent and value is not None:
            sent[place] |= _written(known[name], value)
    headers = cast("dict[str, str]", sent["header"])
    content = None
    if takes and takes.media_type == FORM and isinstance(config.body, dict):
        content = urlencode(pairs(config.body)).encode()
        headers["Content-Type"] = FORM
    call = Call(
        method=operation.method.upper(),
        url=str(httpx2.URL(_server(config) + _filled(operation.path, sent["path"]))),
        query=sent["query"],
        headers=headers,
        json=None if content else config.body,
        content=content,
        credential=credential,
    )
    answer = await send(call, context)
    return ServiceOutput(data=answer.body, status=answer.status)


def _check(document: Object, schema: Any, value: JsonValue, what: str) -> None:
    if not isinstance(schema, dict):
        return
    whole: dict[str, JsonValue] = {
        **cast("dict[str, Any]", schema),
        "components": document.get("components", {}),
    }
    if check_schema(whole):
        return  # of a dialect or a size that is not judged here: the API does it
    if wrong := check_input(whole, value):
        reason = wrong[0].message.replace("The input", "it")
        raise NodeFailed(f"The {what} does not fit the specification: {reason}")


def _server(config: OpenapiConfig) -> str:
    listed = cast("list[Any]", config.specification.get("servers") or [{}])
    url = config.server or cast("Object", listed[0]).get("url")
    if not isinstance(url, str) or not re.match(r"https?://[^/?#]", url):
        raise NodeFailed(
            "The specification names no server with 'https://': fill in the field 'server'."
        )
    return url.rstrip("/")


def _filled(path: str, values: Mapping[str, str | list[str]]) -> str:
    def part(found: re.Match[str]) -> str:
        text = str(values.get(found[1], ""))
        if text in ("", ".", ".."):
            raise NodeFailed(f"The parameter {found[1]!r} can't be {text!r}.")
        return quote(text, safe="")

    return _PART.sub(part, path)


def _written(parameter: Object, value: JsonValue) -> dict[str, str | list[str]]:
    """As the description's `style` says; lists in a query are repeated where it says nothing."""
    name = str(parameter["name"])
    in_query = parameter.get("in") == "query"
    if in_query and isinstance(value, dict):
        deep = parameter.get("style") == "deepObject"
        return dict(pairs({name: value} if deep else value))
    explode = parameter.get("explode", parameter.get("style", "form") == "form")
    if in_query and isinstance(value, list) and explode:
        return {name: [_text(each) for each in value]}
    separator = {"spaceDelimited": " ", "pipeDelimited": "|"}.get(str(parameter.get("style")), ",")
    if isinstance(value, list):
        return {name: separator.join(_text(each) for each in value)}
    return {name: _text(value)}


def _text(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
