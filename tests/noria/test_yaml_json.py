"""YAML is read as JSON, and nothing is guessed."""

import pytest
from pydantic import JsonValue

from noria.errors import Invalid
from noria.yaml_json import read_yaml, write_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("port: yes", {"port": "yes"}),
        ("on: off", {"on": "off"}),
        ("day: 2026-11-21", {"day": "2026-11-21"}),
        ("n: 012", {"n": "012"}),
        ("t: 12:30", {"t": "12:30"}),
        (
            "a: [1, -2.5, 1e3, true, null, ~, 'null']",
            {"a": [1, -2.5, 1000, True, None, None, "null"]},
        ),
        ('{"nodes": [], "x": "\\u00e4"}', {"nodes": [], "x": "ä"}),
        ("text: |\n  one\n  two\n", {"text": "one\ntwo\n"}),
        ("<<: 1", {"<<": 1}),
    ],
)
def test_words_are_text_unless_json_knows_them(text: str, value: JsonValue) -> None:
    assert read_yaml(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x",
        "a: [1",
        "1: one",
        "a: !!python/object/apply:os.system ['true']",
        "a: !!timestamp 2026-11-21",
        "a: !!set {b}",
        "[" * 1_000_000,
        "a: 1\n---\nb: 2",
        "a: \x00",
    ],
)
def test_what_json_can_not_say_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_yaml(text)


def test_what_is_written_is_read_the_same() -> None:
    value: JsonValue = {
        "yes": ["no", "1", "true", 1, 1.5, None, {"x": "a: b #c\n"}],
        "z": "",
        "a": "ä",
    }

    read = read_yaml(write_yaml(value))
    assert read == value
    assert isinstance(read, dict)
    assert list(read) == ["yes", "z", "a"]
