"""Cuts one operation out of an OpenAPI document: a small document that says all that a step needs.

A graph keeps this one and not the whole: that of a large service has some ten megabytes, and a version of a
workflow must not change when a service changes its description.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from pydantic import BaseModel, JsonValue

from noria.blobs import size_of
from noria.errors import TooLarge
from noria.openapi.document import Object, list_at, object_at
from noria.openapi.operations import (
    Content,
    Operation,
    answer_of,
    find_operation,
    parameters_of,
    request_of,
)
from noria.openapi.schemas import Schemas

MAX_BYTES = 256 * 1024
MAX_ANSWER_BYTES = 32 * 1024
ANSWER_STEPS = 3
"""References away from an answer: farther than completion is asked for."""
_KEPT = ("name", "in", "required", "style", "explode", "deprecated")


class ChosenOperation(BaseModel):
    """Config of a step `http.openapi`."""

    operation: str
    specification: dict[str, JsonValue]


def cut(document: Object, wanted: str, url: str | None = None) -> ChosenOperation:
    """With references resolved as far as they go; `url` is where the document came from.

    Raises:
        Invalid: There is no such operation, or something about it is not right.
        TooLarge: What it takes is described at too great a length.
    """
    operation = find_operation(document, wanted)
    schemas = Schemas(document, "request")
    described: dict[str, Any] = {
        key: operation.described[key] for key in ("operationId", "summary") if key in operation.described
    }  # fmt: skip
    if parameters := _parameters(document, operation, schemas):
        described["parameters"] = parameters
    if content := request_of(document, operation):
        described["requestBody"] = {"required": content.required, **_content(content, schemas)}
    components = schemas.components
    if size_of([described, components]) > MAX_BYTES:
        raise TooLarge(f"What {operation.name!r} takes is described with more than {MAX_BYTES:,} bytes.")  # fmt: skip
    if content := answer_of(document, operation):
        answers = Schemas(document, "answer", ANSWER_STEPS)
        answer = _content(content, answers)
        if size_of([answer, answers.components]) <= MAX_ANSWER_BYTES:
            described["responses"] = {content.status: {"description": "", **answer}}
            components |= answers.components
    info = object_at(document.get("info"), ("info",))
    return ChosenOperation(
        operation=operation.name,
        specification={
            "openapi": "3.1.0",
            "info": {key: str(info.get(key) or "") for key in ("title", "version")},
            "servers": _servers(document, operation, url),
            "paths": {operation.path: {operation.method: described}},
            **({"components": {"schemas": components}} if components else {}),
        },
    )


def _parameters(document: Object, operation: Operation, schemas: Schemas) -> list[JsonValue]:
    copied: list[JsonValue] = []
    for parameter, at in parameters_of(document, operation).values():
        schema = _schema_of(parameter)
        words = schemas.copy({"description": parameter.get("description")}, at)
        copied.append(
            {key: parameter[key] for key in _KEPT if key in parameter}
            | words
            | {"schema": schemas.copy(schema, (*at, "schema"))}
        )
    return copied


def _schema_of(parameter: Object) -> Any:
    """A few describe a value by a media type instead."""
    if "schema" in parameter:
        return parameter["schema"]
    content = parameter.get("content")
    if isinstance(content, Mapping) and content:
        media: Any = next(iter(content.values()))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return media.get("schema", {}) if isinstance(media, Mapping) else {}  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return {}


def _content(content: Content, schemas: Schemas) -> dict[str, Any]:
    schema = {} if content.schema is None else schemas.copy(content.schema, content.at)
    return {"content": {content.media_type: {"schema": schema}}}


def _servers(document: Object, operation: Operation, url: str | None) -> list[JsonValue]:
    """The first, with its variables filled in: the operation's own, that of its path, or all's."""
    for holder, at in (
        (operation.described, operation.at),
        (operation.item, operation.at[:-1]),
        (document, ()),
    ):
        for n, value in enumerate(list_at(holder.get("servers"), (*at, "servers"))):
            server = object_at(value, (*at, "servers", n))
            text = str(server.get("url") or "")
            for name, variable in object_at(server.get("variables"), (*at, "servers", n)).items():
                default = object_at(variable, (*at, "servers", n)).get("default", "")
                text = text.replace("{" + name + "}", str(default))
            return [{"url": urljoin(url, text) if url else text}]
    return [{"url": urljoin(url, "/")}] if url else []
