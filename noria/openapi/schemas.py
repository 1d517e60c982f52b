"""Copies schemas out of an OpenAPI document, with what they refer to, as JSON Schema 2020-12.

OpenAPI 3.0 has words of its own (`nullable`, an `exclusiveMinimum` that is true or false); forms and
checks know one dialect. What neither a form nor a check reads is left out.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, cast

from noria.openapi.document import Object, Place, follow, list_at, lookup, object_at, wrong
from noria.pointers import from_pointer

MAX_WORDS_CHARS = 300
_AS_IT_IS = (
    "type", "format", "enum", "const", "default", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems",
    "uniqueItems", "minProperties", "maxProperties", "title", "deprecated",
)  # fmt: skip
_LISTS = ("oneOf", "anyOf", "allOf")
_MAX_MERGED = 8
"""Levels of `allOf` in `allOf`."""
_NULL = {"type": "null"}

Side = Literal["request", "answer"]
_NOT_OF: dict[Side, str] = {"request": "readOnly", "answer": "writeOnly"}


class Schemas:
    """What one operation needs; `components` are what its schemas refer to."""

    def __init__(self, document: Object, side: Side, max_steps: int | None = None) -> None:
        """`max_steps`: from reference to reference; what is farther away may be anything."""
        self._document = document
        self._side: Side = side
        self._max_steps = max_steps
        self._names: dict[str, str] = {}
        self._pending: list[tuple[str, int]] = []
        self._step = 0
        self.components: dict[str, Any] = {}

    def copy(self, schema: Any, at: Place) -> dict[str, Any]:
        """
        Raises:
            Invalid: It is no schema, or refers to what is not there.
        """
        copied = self._copied(schema, at)
        while self._pending:
            reference, self._step = self._pending.pop(0)
            value = lookup(self._document, reference, at)
            self.components[self._names[reference]] = self._copied(
                value, from_pointer(reference[1:])
            )
        self._step = 0
        return copied

    def _copied(self, schema: Any, at: Place, merged: int = 0) -> dict[str, Any]:
        if isinstance(schema, bool):
            return {} if schema else {"not": {}}
        if not isinstance(schema, Mapping):
            raise wrong(at, "has to be a schema")
        given = cast("Object", schema)
        reference = given.get("$ref")
        if isinstance(reference, str):
            return {**self._referred(reference, at), **self._words(given)}
        copied = {key: given[key] for key in _AS_IT_IS if key in given} | self._words(given)
        copied |= dict(self._parts(given, at, merged))
        if "allOf" in copied and merged < _MAX_MERGED:
            copied = _as_one(copied)
        _as_2020(given, copied)
        return _with_null(given, copied)

    def _referred(self, reference: str, at: Place) -> dict[str, Any]:
        if reference not in self._names:
            value = lookup(self._document, reference, at)
            if self._max_steps is not None and self._step >= self._max_steps:
                return {}
            follow(self._document, value, from_pointer(reference[1:]))
            self._names[reference] = self._new_name(reference)
            self.components[self._names[reference]] = {}
            self._pending.append((reference, self._step + 1))
        return {"$ref": f"#/components/schemas/{self._names[reference]}"}

    def _new_name(self, reference: str) -> str:
        last = from_pointer(reference[1:])[-1]
        plain = "".join(each if each.isalnum() or each in "._-" else "_" for each in last)
        # Without what only answers have, a schema is another one than with it.
        name = plain.removesuffix(".answer") + (".answer" if self._side == "answer" else "")
        taken = set(self._names.values())
        return name if name not in taken else f"{len(taken)}_{name}"

    def _words(self, given: Object) -> dict[str, str]:
        words = given.get("description")
        if self._side == "answer" or not isinstance(words, str) or not words.strip():
            return {}
        text = " ".join(words.split())
        return {
            "description": text
            if len(text) <= MAX_WORDS_CHARS
            else text[: MAX_WORDS_CHARS - 1] + "…"
        }

    def _parts(self, given: Object, at: Place, merged: int) -> Iterator[tuple[str, Any]]:
        if "properties" in given:
            yield from self._properties(given, (*at, "properties"))
        elif "required" in given:
            yield "required", list_at(given["required"], (*at, "required"))
        for key in ("items", "additionalProperties", "not"):
            value = given.get(key)
            if isinstance(value, bool) and key == "additionalProperties":
                yield key, value
            elif value is not None:
                yield key, self._copied(value, (*at, key))
        for key in _LISTS:
            options = list_at(given.get(key), (*at, key))
            if not options:
                continue
            is_all = key == "allOf" and merged < _MAX_MERGED
            yield (
                key,
                [
                    self._inlined(each, (*at, key, n), merged + 1)
                    if is_all
                    else self._copied(each, (*at, key, n))
                    for n, each in enumerate(options)
                ],
            )

    def _properties(self, given: Object, at: Place) -> Iterator[tuple[str, Any]]:
        properties = object_at(given["properties"], at)
        left_out = {
            name
            for name, each in properties.items()
            if isinstance(each, Mapping) and each.get(_NOT_OF[self._side]) is True  # pyright: ignore[reportUnknownMemberType]
        }
        yield (
            "properties",
            {
                name: self._copied(each, (*at, name))
                for name, each in properties.items()
                if name not in left_out
            },
        )
        required = list_at(given.get("required"), (*at[:-1], "required"))
        if wanted := [name for name in required if name not in left_out]:
            yield "required", wanted

    def _inlined(self, schema: Any, at: Place, merged: int) -> dict[str, Any]:
        """One that is to be merged, so that what it refers to is written out."""
        found, place = follow(self._document, schema, at) if isinstance(schema, Mapping) else (schema, at)  # fmt: skip
        return self._copied(found, place, merged)


def _as_one(schema: dict[str, Any]) -> dict[str, Any]:
    """Objects that have to fit all at once, as one; others stay as they are."""
    rest = {key: value for key, value in schema.items() if key != "allOf"}
    parts = [*cast("list[dict[str, Any]]", schema["allOf"]), rest]
    if any(key in part for part in parts for key in ("$ref", *_LISTS, "not", "enum", "const")):
        return schema if rest or len(parts) > 2 else parts[0]
    if any(part.get("type", "object") != "object" for part in parts):
        return parts[0] | rest if len(parts) == 2 else schema
    whole: dict[str, Any] = {"type": "object"}
    for part in parts:
        whole |= {
            key: value for key, value in part.items() if key not in ("properties", "required")
        }
    properties: dict[str, Any] = {}
    for part in parts:
        properties |= part.get("properties", {})
    required = dict.fromkeys(name for part in parts for name in part.get("required", []))
    whole |= {"properties": properties} if properties else {}
    return whole | ({"required": list(required)} if required else {})


def _as_2020(given: Object, copied: dict[str, Any]) -> None:
    for limit, other in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(given.get(limit), bool):
            del copied[limit]
            if given[limit] and other in copied:
                copied[limit] = copied.pop(other)
    if "type" not in copied and "properties" in copied:
        copied["type"] = "object"
    enum = copied.get("enum")
    if isinstance(enum, list) and len(cast("list[Any]", enum)) == 1:
        copied["const"] = copied.pop("enum")[0]


def _with_null(given: Object, copied: dict[str, Any]) -> dict[str, Any]:
    """Null as a choice of its own, which is how forms know it."""
    kinds = copied.get("type")
    if isinstance(kinds, list):
        others = [kind for kind in cast("list[Any]", kinds) if kind != "null"]
        if len(others) != 1:
            return copied
        has_null = len(others) < len(cast("list[Any]", kinds))
        copied = {**copied, "type": others[0]}
    else:
        has_null = given.get("nullable") is True
    if not has_null or None in copied.get("enum", []):
        return copied
    beside = {key: copied.pop(key) for key in ("title", "description", "default") if key in copied}
    return {"anyOf": [copied, _NULL], **beside}
