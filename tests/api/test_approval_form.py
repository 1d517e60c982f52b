from typing import Any

import pytest

from api.approval_form import form_html, read_form
from noria.errors import Invalid

FLAT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "amount": {"type": "number", "title": "Amount <EUR>", "default": 5},
        "count": {"type": "integer"},
        "reason": {"type": "string", "enum": ["broken", "late"], "description": "Why?"},
        "note": {"type": "string", "maxLength": 1_000},
        "urgent": {"type": "boolean"},
    },
    "required": ["reason"],
}
DEEP: dict[str, Any] = {"type": "object", "properties": {"lines": {"type": "array"}}}


def test_each_property_is_a_field() -> None:
    html = form_html(FLAT)

    assert 'type="number" step="any" value="5"' in html
    assert "Amount &lt;EUR&gt;" in html
    assert "<option>broken</option>" in html
    assert '<select id="data.reason" name="data.reason" aria-describedby' in html
    assert html.count(" required") == 1
    assert '<textarea rows="4" id="data.note"' in html
    assert 'type="checkbox"' in html


def test_what_a_browser_sends_becomes_data() -> None:
    sent = {
        "data.amount": "7.5",
        "data.count": "3",
        "data.reason": "late",
        "data.note": "",
        "data.urgent": "1",
        "data.other": "x",
    }

    assert read_form(FLAT, sent) == {"amount": 7.5, "count": 3, "reason": "late", "urgent": True}
    assert read_form(FLAT, {"data.count": "three"}) == {"count": "three", "urgent": False}


def test_a_deep_schema_is_asked_for_as_json() -> None:
    assert 'name="data"' in form_html(DEEP)
    assert read_form(DEEP, {"data": '{"lines": [1]}'}) == {"lines": [1]}
    assert read_form(DEEP, {"data": " "}) is None
    with pytest.raises(Invalid, match="not JSON"):
        read_form(DEEP, {"data": "{"})


def test_without_a_form_nothing_is_asked() -> None:
    assert form_html({}) == ""
    assert form_html(None) == ""
    assert read_form(None, {"data": "1"}) is None
