"""Configs of node types in a few words, as a model reads them: `{url*: text, method: "GET" | "POST"}`."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import orjson

Schema = Mapping[str, Any]

MAX_DEPTH = 3
MAX_CHOICES = 12
_NAMES = {"string": "text", "integer": "whole number", "boolean": "true | false"}
_ANY = "any"


def shape_of(schema: Schema) -> str:
    """A star marks what may not be missing, `js` an expression without braces."""
    return _shape(schema, schema.get("$defs", {}), 0)


def _shape(schema: Schema, definitions: Mapping[str, Schema], depth: int) -> str:
    while "$ref" in schema:
        name = cast("str", schema["$ref"]).rpartition("/")[2]
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**definitions.get(name, {}), **beside}
    if schema.get("x-ui", {}).get("expression") == "only":
        return "js"
    options: Sequence[Schema] = schema.get("oneOf") or schema.get("anyOf") or ()
    if options:
        found = [_shape(each, definitions, depth) for each in options]
        return " | ".join(dict.fromkeys(each for each in found if each != "null")) or _ANY
    choices = [schema["const"]] if "const" in schema else schema.get("enum")
    if choices:
        written = [orjson.dumps(each).decode() for each in choices[:MAX_CHOICES]]
        return " | ".join(written)
    return _of_type(schema, definitions, depth)


def _of_type(schema: Schema, definitions: Mapping[str, Schema], depth: int) -> str:
    kind: str = schema.get("type", "")
    if kind == "array":
        return f"[{_shape(schema.get('items', {}), definitions, depth + 1)}]"
    if kind == "object" or "properties" in schema:
        properties: Mapping[str, Schema] = schema.get("properties", {})
        if "$blob" in properties:
            return "file"
        if not properties or depth >= MAX_DEPTH:
            return "object"
        needed = schema.get("required", ())
        fields = [
            f"{name}{'*' if name in needed else ''}: {_shape(each, definitions, depth + 1)}"
            for name, each in properties.items()
        ]
        return "{" + ", ".join(fields) + "}"
    return _NAMES.get(kind, kind or _ANY)
