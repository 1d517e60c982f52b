"""A form of plain HTML from a JSON Schema, and the answer from what a browser sends of it. Pure.

Flat objects become fields. Any other schema becomes one field for JSON: such answers come from
programs, or from people who know what they do.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import cast

import orjson
from pydantic import JsonValue

from api.page_texts import ENGLISH, PageTexts
from noria.errors import Invalid, Problem

Schema = Mapping[str, JsonValue]
PREFIX = "data."
WHOLE = "data"
_PLAIN = {"string", "integer", "number", "boolean"}
_WIDGETS = {"integer": 'type="number" step="1"', "number": 'type="number" step="any"'}
_LONG_TEXT = 200
_HALVES = {"email": "email", "date": "date", "date-time": "text", "uri": "url"}


def form_html(schema: Schema | None, texts: PageTexts = ENGLISH) -> str:
    """Labelled fields; nothing where there is nothing to ask."""
    if not schema:
        return ""
    properties = _flat(schema)
    if properties is None:
        return (
            f'<label for="{WHOLE}">{texts.data_as_json}</label>'
            f'<textarea id="{WHOLE}" name="{WHOLE}" rows="6" spellcheck="false"></textarea>'
        )
    required = cast("list[str]", schema.get("required") or [])
    return "".join(
        _field(name, field, is_required=name in required) for name, field in properties.items()
    )


def read_form(schema: Schema | None, sent: Mapping[str, str]) -> JsonValue:
    """What was answered; the schema itself checks it later.

    Raises:
        Invalid: The field for JSON holds none.
    """
    if not schema:
        return None
    properties = _flat(schema)
    if properties is None:
        return _json(sent.get(WHOLE, ""))
    return dict(_values(properties, sent))


def _values(
    properties: Mapping[str, Schema], sent: Mapping[str, str]
) -> Iterator[tuple[str, JsonValue]]:
    for name, field in properties.items():
        text = sent.get(PREFIX + name, "")
        if field.get("type") == "boolean":
            yield name, bool(text)
        elif text:
            yield name, _value(field, text)


def _value(field: Schema, text: str) -> JsonValue:
    """Text that is no number stays text, which the schema then refuses by name."""
    try:
        if field.get("type") == "integer":
            return int(text)
        if field.get("type") == "number":
            return float(text)
    except ValueError:
        return text
    return text


def _json(text: str) -> JsonValue:
    if not text.strip():
        return None
    try:
        return cast("JsonValue", orjson.loads(text))
    except orjson.JSONDecodeError as error:
        problem = Problem(code="bad_json", message=f"The data is not JSON: {error}.", field="/data")
        raise Invalid(problem.message, [problem]) from error


def _flat(schema: Schema) -> Mapping[str, Schema] | None:
    properties = schema.get("properties")
    if not isinstance(properties, dict) or not properties:
        return None
    fields = {name: field for name, field in properties.items() if isinstance(field, dict)}
    is_flat = all(field.get("type") in _PLAIN for field in fields.values())
    return fields if is_flat and len(fields) == len(properties) else None


def _field(name: str, field: Schema, *, is_required: bool) -> str:
    key = escape(PREFIX + name)
    title = escape(str(field.get("title") or name))
    hint = escape(str(field.get("description") or ""))
    told = f'<small id="{key}-hint">{hint}</small>' if hint else ""
    facts = f'id="{key}" name="{key}"' + (f' aria-describedby="{key}-hint"' if hint else "")
    if field.get("type") == "boolean":
        checked = " checked" if field.get("default") is True else ""
        return (
            f'<label class="check"><input type="checkbox" value="1" {facts}{checked}> {title}</label>'
            f"{told}"
        )
    mark = ' <span aria-hidden="true">*</span>' if is_required else ""
    facts += " required" if is_required else ""
    return f'<label for="{key}">{title}{mark}</label>{told}{_widget(field, facts)}'


def _widget(field: Schema, facts: str) -> str:
    default = field.get("default")
    value = "" if default is None else escape(str(default))
    choices = field.get("enum")
    if isinstance(choices, list):
        options = "".join(
            f"<option{' selected' if choice == default else ''}>{escape(str(choice))}</option>"
            for choice in choices
        )
        return f'<select {facts}><option value=""></option>{options}</select>'
    limit = field.get("maxLength")
    if field.get("type") == "string" and isinstance(limit, int) and limit > _LONG_TEXT:
        return f'<textarea rows="4" {facts}>{value}</textarea>'
    kind = _WIDGETS.get(str(field.get("type")))
    kind = kind or f'type="{_HALVES.get(str(field.get("format")), "text")}"'
    return f'<input {kind} value="{value}" {facts}>'
