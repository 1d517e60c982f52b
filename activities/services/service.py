"""What nodes for one service share: an operation is a form and the request that it makes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

import httpx2
from pydantic import BaseModel, ConfigDict, JsonValue

from activities.calls import Call, send
from noria.context import NodeContext
from noria.credentials import Credential
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import ui

_PART = re.compile(r"\{(\w+)\}")
KIND = ui(expression="never")
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", dict: "object"}

Shape = type | list["Shape"] | dict[str, "Shape"]
"""What a service answers, as far as later steps read it: `{"id": str, "items": [{"name": str}]}`.
`dict` is an object of any fields, `object` any value."""


def schema_of_shape(shape: Shape) -> dict[str, Any]:
    """As JSON Schema; more fields than it names may come."""
    if isinstance(shape, dict):
        fields = {name: schema_of_shape(each) for name, each in shape.items()}
        return {"type": "object", "properties": fields}
    if isinstance(shape, list):
        return {"type": "array", "items": schema_of_shape(shape[0])}
    return {"type": _TYPES[shape]} if shape in _TYPES else {}


def _with_answer(schema: dict[str, Any], operation: "type[Operation]") -> None:
    """`x-output` is what the builder offers to later steps when this one is chosen."""
    if operation.ANSWER is not None:
        schema["x-output"] = {"data": schema_of_shape(operation.ANSWER)}


class Operation(Model):
    """One thing that a service does. Its fields are parts of the path, of the query, or of the body."""

    model_config = ConfigDict(json_schema_extra=_with_answer)

    METHOD: ClassVar[str] = "GET"
    PATH: ClassVar[str]
    """Below the service's address, with `{field}` for parts."""
    QUERY: ClassVar[tuple[str, ...]] = ()
    """What goes into the query of a request that has a body, by the service's names."""
    ANSWER: ClassVar[Shape | None]
    """Its main fields; None where the service answers without a body."""

    def inputs(self) -> dict[str, Any]:
        """What is sent, by the service's own names; a field that was left empty is not sent."""
        return self.model_dump(mode="json", by_alias=True, exclude={"operation"}, exclude_none=True)

    def body(self, values: dict[str, Any]) -> JsonValue:
        """The fields that are no parts of the path, as the service takes them."""
        return values


class ServiceOutput(BaseModel):
    """How the service answered."""

    data: JsonValue
    status: int


@dataclass(frozen=True)
class Service:
    """Where a service is, and what all its requests have in common."""

    title: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    form: bool = False
    """Bodies are forms, not JSON."""


async def ask(
    service: Service, operation: Operation, credential: Credential, context: NodeContext
) -> ServiceOutput:
    """
    Raises:
        NodeFailed: The service refused it; the details have its answer.
        NodeUnavailable: It did not answer, or asks to wait.
    """
    values = operation.inputs()
    path = _PART.sub(lambda part: _escaped(part[1], values), operation.PATH)
    is_read = operation.METHOD in ("GET", "DELETE")
    query = {name: values.pop(name) for name in operation.QUERY if name in values}
    body = None if is_read else operation.body(values)
    headers = dict(service.headers)
    content = None
    if service.form and isinstance(body, dict):
        content = urlencode(pairs(body)).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    answer = await send(
        Call(
            method=operation.METHOD,
            url=str(httpx2.URL(f"{service.url}{path}")),
            query={name: _text(value) for name, value in (values if is_read else query).items()},
            headers=headers,
            json=None if content else body,
            content=content,
            credential=credential,
        ),
        context,
    )
    return ServiceOutput(data=answer.body, status=answer.status)


def _escaped(name: str, values: dict[str, Any]) -> str:
    text = str(values.pop(name))
    if text in ("", ".", ".."):
        raise NodeFailed(f"The field {name!r} can't be {text!r}.")
    return quote(text, safe="")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownArgumentType]


def pairs(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested values as `a[b]`, which is how forms of services spell them; null is left out."""
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        key = f"{prefix}[{name}]" if prefix else name
        if isinstance(value, dict):
            found += pairs(value, key)  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(value, list):
            found += pairs({str(at): each for at, each in enumerate(value)}, key)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        elif value is not None:
            found.append((key, _text(value)))
    return found
