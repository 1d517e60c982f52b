"""The JSON Schema of a node type's config, walked along with a value. Not its validation."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from pydantic import BaseModel, JsonValue

Schema = Mapping[str, Any]
_ANYTHING: Schema = {}
_JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": (int, float),
    "number": (int, float),
    "null": type(None),
}


@cache
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Made once for each model: Pydantic takes milliseconds for it. Never changed by anybody."""
    return model.model_json_schema(by_alias=True)


def walk(
    model: type[BaseModel], config: JsonValue
) -> Iterator[tuple[tuple[str | int, ...], str, str, Schema]]:
    """Every string of a config: where it is, the text, the `x-ui.expression` in force there, and
    the schema of its field.

    A field without the hint takes that of the field around it; the outermost is `allow`. With `each`
    comes the name of the field that holds the list, as `each items`.
    """
    root = schema_of(model)
    definitions: Mapping[str, Schema] = root.get("$defs", {})
    pending: list[tuple[tuple[str | int, ...], Schema, JsonValue, str]] = [
        ((), root, config, "allow")
    ]
    while pending:
        where, unresolved, value, outer = pending.pop()
        schema = _resolve(unresolved, definitions)
        mode = _mode(schema.get("x-ui", {}), outer)
        if isinstance(value, str):
            yield where, value, mode, schema
        elif isinstance(value, dict):
            shape = _choose(schema, value, definitions)
            # Backwards, as the last one in is the first one out.
            for key in reversed(value):
                pending.append(((*where, key), _property(shape, key), value[key], mode))
        elif isinstance(value, list):
            shape = _choose(schema, value, definitions)
            for place in reversed(range(len(value))):
                pending.append(((*where, place), _item(shape, place), value[place], mode))


def fields_at(
    model: type[BaseModel], config: JsonValue, where: Sequence[str | int]
) -> list[str] | None:
    """Names of the fields that the object at a place of a config may have, in order; None: any.

    Where it may be one of several models, those of all that it can be.
    """
    root = schema_of(model)
    definitions: Mapping[str, Schema] = root.get("$defs", {})
    shapes, value = _options(root, config, definitions), config
    for token in where:
        if isinstance(value, dict) and isinstance(token, str):
            inner, value = [_property(shape, token) for shape in shapes], value.get(token)
        elif isinstance(value, list) and isinstance(token, int) and token < len(value):
            inner, value = [_item(shape, token) for shape in shapes], value[token]
        else:
            return None
        shapes = [option for each in inner for option in _options(each, value, definitions)]
    if any(shape.get("additionalProperties", True) is not False for shape in shapes):
        return None
    return list(dict.fromkeys(name for shape in shapes for name in shape.get("properties", {})))


def _options(schema: Schema, value: JsonValue, definitions: Mapping[str, Schema]) -> list[Schema]:
    """All that a value may be meant as."""
    resolved = _resolve(schema, definitions)
    options: list[Schema] = resolved.get("oneOf") or resolved.get("anyOf") or []
    if not options:
        return [resolved]
    found = [leaf for option in options for leaf in _options(option, value, definitions)]
    alike = [leaf for leaf in found if _is_of_type(leaf, value)]
    return [leaf for leaf in alike if _has_constants(leaf, value)] or alike or [_ANYTHING]


def _mode(hints: Schema, outer: str) -> str:
    mode: str = hints.get("expression", outer)
    return f"each {hints.get('each', 'items')}" if mode == "each" else mode


def _resolve(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """Follow `$ref`; what stands beside it, as `x-ui`, wins over what it refers to."""
    while "$ref" in schema:
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        name = cast("str", schema["$ref"]).rpartition("/")[2]
        schema = {**definitions.get(name, _ANYTHING), **beside}
    return schema


def _choose(schema: Schema, value: JsonValue, definitions: Mapping[str, Schema]) -> Schema:
    """The option of a union that the value is meant to be."""
    options: list[Schema] = schema.get("oneOf") or schema.get("anyOf") or []
    if not options:
        return schema
    resolved = [_resolve(option, definitions) for option in options]
    alike = [option for option in resolved if _is_of_type(option, value)]
    if not alike:
        return _ANYTHING
    # Where none is meant, as by a wrong discriminator, any of them knows its fields better than none.
    meant = next((option for option in alike if _has_constants(option, value)), alike[0])
    return _choose(meant, value, definitions)


def _is_of_type(option: Schema, value: JsonValue) -> bool:
    expected = _JSON_TYPES.get(option.get("type", ""))
    return expected is None or isinstance(value, expected)


def _has_constants(option: Schema, value: JsonValue) -> bool:
    """Whether the fields that can have one value only, as a discriminator, have it."""
    if not isinstance(value, dict):
        return True
    fields: Mapping[str, Schema] = option.get("properties", {})
    return all(
        value.get(name, field.get("default")) == field["const"]
        for name, field in fields.items()
        if "const" in field
    )


def _property(schema: Schema, key: str) -> Schema:
    fields: Mapping[str, Schema] = schema.get("properties", {})
    other = schema.get("additionalProperties")
    return fields.get(key) or (cast("Schema", other) if isinstance(other, dict) else _ANYTHING)


def _item(schema: Schema, place: int) -> Schema:
    first: list[Schema] = schema.get("prefixItems", [])
    return first[place] if place < len(first) else cast("Schema", schema.get("items", _ANYTHING))
