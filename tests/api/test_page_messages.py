"""German for the errors that pages can show: complete, none that is said no more, and with their values."""

import ast
import re
from itertools import chain
from typing import Any

import pytest

from api.page_messages import MAX_CHARS, MESSAGES, PARTS, TITLES, say_error
from noria.input_schema import check_input
from tests.server_messages import ROOT, Messages, server_messages

PAGES = (
    "api/approval_form.py", "api/approval_links.py", "api/approval_page.py", "api/approving.py",
    "api/connecting.py", "api/oauth_states.py", "api/rate_limits.py", "api/triggers/form_tickets.py",
    "api/triggers/forms.py", "store/approvals.py",
)  # fmt: skip
# Of connecting: what it says in JSON, before the browser leaves.
IN_THE_APP = {
    "A credential of the type {1} needs nobody's consent.",
    "The credential {1} is private to somebody else.",
}
PLACE = re.compile(r"\{=?(\d)\}")


def raised_in(name: str) -> set[str]:
    messages = Messages(with_parts=False, with_titles=False)
    messages.visit(ast.parse((ROOT / name).read_text()))
    return messages.found


def test_every_message_that_a_page_can_show_is_german() -> None:
    said = set[str]().union(*map(raised_in, PAGES))

    assert len(said) > 15
    assert said - IN_THE_APP - MESSAGES.keys() == set()


def test_no_message_is_left_over() -> None:
    said = set(chain.from_iterable(server_messages().values()))

    assert {*TITLES, *MESSAGES} - said == set()


@pytest.mark.parametrize("text", [*TITLES, *MESSAGES, *PARTS])
def test_a_message_keeps_its_places(text: str) -> None:
    german = {**TITLES, **MESSAGES, **PARTS}[text]

    assert sorted(PLACE.findall(german)) == sorted(PLACE.findall(text))


@pytest.mark.parametrize(
    ("field", "value", "german"),
    [
        ({"type": "integer", "maximum": 9}, 12, "'/n' der Eingabe ist falsch: 12 ist mehr als 9."),
        ({"type": "integer", "minimum": 2}, 1, "'/n' der Eingabe ist falsch: 1 ist weniger als 2."),
        (
            {"type": "integer"},
            "x",
            "'/n' der Eingabe ist falsch: \"x\" ist nicht vom Typ \"integer\".",
        ),
        ({"enum": ["a", "b"]}, "c", "'/n' der Eingabe ist falsch: \"c\" ist keins von \"a\" oder \"b\"."),
        (
            {"type": "string", "format": "email"},
            "x",
            "'/n' der Eingabe ist falsch: \"x\" ist nicht vom Format \"email\".",
        ),
        (
            {"type": "string", "maxLength": 1},
            "abc",
            "'/n' der Eingabe ist falsch: \"abc\" ist länger als 1 Zeichen.",
        ),
        (
            {"type": "string", "pattern": "^a$"},
            "b",
            "'/n' der Eingabe ist falsch: \"b\" passt nicht zu \"^a$\".",
        ),
        ({"type": "number", "multipleOf": 5}, 3, "'/n' der Eingabe ist falsch: 3 ist kein Vielfaches von 5."),
        (None, None, "Die Eingabe ist falsch: \"n\" fehlt."),
    ],
)  # fmt: skip
def test_what_a_form_can_break_is_german(field: Any, value: Any, german: str) -> None:
    schema: dict[str, Any] = {"properties": {"n": field or {}}, "required": ["n"]}
    [problem] = check_input(schema, {"n": value} if field else {})

    assert say_error(problem.message, "de") == german
    assert say_error(problem.message, "en") == problem.message


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("It was rejected before, by a@b.example.", "Das wurde schon abgelehnt, von a@b.example."),
        ("There is no approval 'x' in this workspace.", "Freigabe 'x' gibt es in diesem Arbeitsbereich nicht."),
        ("Not found", "Nicht gefunden"),
        ("Nobody has heard of this.", "Nobody has heard of this."),
    ],
)  # fmt: skip
def test_values_stay_and_what_is_not_known_too(english: str, german: str) -> None:
    assert say_error(english, "de") == german


def test_a_long_text_stays_as_it_is() -> None:
    text = "is wrong: " * MAX_CHARS

    assert say_error(text, "de") == text
