"""Reads an OpenAPI document, and walks its references. Errors say where in the document they are.

References lead within the document only: one to a file or another server would reach into networks.
"""

from collections.abc import Mapping
from typing import Any, cast

import orjson

from noria.depth import MAX_DEPTH, is_deeper_than
from noria.errors import Invalid, Problem
from noria.pointers import from_pointer, to_pointer
from noria.yaml_json import read_yaml

MAX_CHARS = 16 * 1024 * 1024
MAX_YAML_CHARS = 4 * 1024 * 1024
"""Reading YAML takes a hundred times as long as reading JSON."""
MAX_STEPS = 20
"""From reference to reference."""

Object = Mapping[str, Any]
Place = tuple[str | int, ...]


def read_document(text: str) -> dict[str, Any]:
    """An OpenAPI document, version 3, written as JSON or YAML.

    Raises:
        Invalid: It is none, or too large.
    """
    if len(text) > MAX_CHARS:
        raise Invalid(f"The specification may have {MAX_CHARS:,} characters at most.")
    document = _parsed(text)
    if not isinstance(document, dict):
        raise Invalid("The specification is no object: paste an OpenAPI document, all of it.")
    if is_deeper_than(document, MAX_DEPTH):  # pyright: ignore[reportUnknownArgumentType]
        raise Invalid(f"The specification is nested more than {MAX_DEPTH} levels deep.")
    found = cast("dict[str, Any]", document)
    if "swagger" in found:
        raise wrong(("swagger",), "is Swagger 2: convert the document to OpenAPI 3 first")
    version = found.get("openapi")
    if not isinstance(version, str) or not version.startswith("3."):
        raise wrong(("openapi",), "has to say the version, as '3.1.0'")
    return found


def wrong(at: Place, what: str) -> Invalid:
    """The error about a place of the document."""
    pointer = to_pointer(at) or "/"
    message = f"In the specification, {pointer!r} {what}."
    return Invalid(message, [Problem(code="specification", message=message, field=pointer)])


def follow(document: Object, value: Any, at: Place) -> tuple[Object, Place]:
    """What an object or a reference to one is, and where that is.

    Raises:
        Invalid: It is no object, or the reference leads nowhere, out of the document or in a circle.
    """
    for _ in range(MAX_STEPS):
        if not isinstance(value, Mapping):
            raise wrong(at, "has to be an object")
        found = cast("Object", value)
        reference = found.get("$ref")
        if not isinstance(reference, str):
            return found, at
        value, at = lookup(document, reference, at), from_pointer(reference[1:])
    raise wrong(at, "refers to itself")


def lookup(document: Object, reference: str, at: Place) -> Any:
    """What `#/…` names.

    Raises:
        Invalid: There is nothing, or it is another document.
    """
    if not reference.startswith("#/"):
        raise wrong(at, f"refers to {reference!r}, which is another document: bundle them into one")
    value: Any = document
    for token in from_pointer(reference[1:]):
        if isinstance(value, Mapping):
            value = cast("Object", value).get(token)
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):  # pyright: ignore[reportUnknownArgumentType]
            value = cast("list[Any]", value)[int(token)]
        else:
            value = None
    if value is None:
        raise wrong(at, f"refers to {reference!r}, which there is not")
    return value


def object_at(value: Any, at: Place) -> Object:
    """An object; of nothing, an empty one.

    Raises:
        Invalid: It is something else.
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise wrong(at, "has to be an object")
    return cast("Object", value)


def list_at(value: Any, at: Place) -> list[Any]:
    """As `object_at`, of a list."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise wrong(at, "has to be a list")
    return cast("list[Any]", value)


def _parsed(text: str) -> object:
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        try:
            return orjson.loads(text.lstrip("\ufeff"))
        except orjson.JSONDecodeError as error:
            # YAML may begin with a brace too; where it is meant as JSON, that error says more.
            line = f" in line {error.lineno}"
            raise Invalid(f"The specification can't be read{line}: {error.msg}.") from error
    if len(text) > MAX_YAML_CHARS:
        raise Invalid(
            f"A specification in YAML may have {MAX_YAML_CHARS:,} characters at most: give it as JSON."
        )
    return read_yaml(text)
