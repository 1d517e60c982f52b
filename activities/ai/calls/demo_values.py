"""Values that the demo model makes up for a JSON Schema, from what it finds in a text."""

import re
from collections.abc import Mapping
from typing import Any, cast

from pydantic import JsonValue

MAX_DEPTH = 8
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.\w+")
_CODE = re.compile(r"\b(?=\w*\d)[A-Za-z][\w-]*\b|\b\d[\w-]*\b")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")

Schema = Mapping[str, Any]


def fill(schema: Schema, text: str, name: str = "", depth: int = 0) -> JsonValue:
    """A value that fits the schema, as far as its types and enums go."""
    if "const" in schema:
        return cast("JsonValue", schema["const"])
    if schema.get("enum"):
        return _choose(schema["enum"], text)
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key) and depth < MAX_DEPTH:
            return fill(schema[key][0], text, name, depth + 1)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = cast("list[str]", kind)[0]
    return _of_type(kind, schema, text, name, depth)


def _of_type(kind: str, schema: Schema, text: str, name: str, depth: int) -> JsonValue:
    if kind == "object":
        properties: dict[str, Schema] = schema.get("properties") or {}
        if depth >= MAX_DEPTH:
            return {}
        return {key: fill(inner, text, key, depth + 1) for key, inner in properties.items()}
    if kind == "array":
        return [fill(schema.get("items") or {}, text, name, depth + 1)] if text else []
    if kind in {"number", "integer"}:
        return _number(schema, text, name, whole=kind == "integer")
    if kind == "boolean":
        return _mentions(name.removeprefix("is_").removeprefix("has_"), text)
    return None if kind == "null" else _string(schema, text, name)


def _choose(values: list[Any], text: str) -> JsonValue:
    """The one that is said first, or the first one."""
    low = text.lower()
    places = {at: value for value in values if (at := low.find(str(value).lower())) >= 0}
    return places[min(places)] if places else values[0]


def _mentions(words: str, text: str) -> bool:
    low = text.lower()
    return any(word in low for word in words.lower().split("_") if word)


def _number(schema: Schema, text: str, name: str, *, whole: bool) -> JsonValue:
    said = _after(name, text)
    found = _NUMBER.search(said or "") or _NUMBER.search(text)
    value = float(found[0]) if found else 0.0
    value = max(value, float(schema.get("minimum", value)))
    value = min(value, float(schema.get("maximum", value)))
    return round(value) if whole or value.is_integer() else value


def _string(schema: Schema, text: str, name: str) -> str:
    value = _after(name, text) or _by_name(schema, text, name)
    limit: int = schema.get("maxLength") or 200
    return value.strip()[:limit]


def _by_name(schema: Schema, text: str, name: str) -> str:
    if "email" in name or schema.get("format") == "email":
        found = _EMAIL.search(text)
        return found[0] if found else "someone@example.com"
    if name == "id" or name.endswith(("_id", "_number", "_code")):
        code = _CODE.search(text)
        return code[0] if code else "1"
    sentence = _SENTENCE.search(text.strip())
    return sentence[0] if sentence else name


def _after(name: str, text: str) -> str | None:
    """What stands behind `name:` or `name =` on one line."""
    if not name:
        return None
    words = re.escape(name).replace("_", "[_ ]")
    found = re.search(rf"\b{words}\"?\s*[:=]\s*\"?([^\n\",;}}]+)", text, re.IGNORECASE)
    return found[1] if found else None
