from typing import Any

import pytest

from noria.input_schema import MAX_PROBLEMS, check_input, check_schema

ORDER: dict[str, Any] = {
    "type": "object",
    "required": ["order_id"],
    "additionalProperties": False,
    "properties": {"order_id": {"type": "integer", "minimum": 1}, "note": {"type": "string"}},
}


def test_a_right_schema_has_no_problems() -> None:
    assert check_schema(ORDER) == []
    assert check_schema({}) == []
    assert check_schema({"$defs": {"a": {"type": "null"}}, "$ref": "#/$defs/a"}) == []
    assert check_schema({"$schema": "https://json-schema.org/draft/2020-12/schema"}) == []


@pytest.mark.parametrize(
    ("schema", "field"),
    [
        ({"properties": {"a": {"type": "strin"}}}, "/properties/a/type"),
        ({"minimum": "x"}, "/minimum"),
        ({"pattern": "("}, "/pattern"),
        ({"$ref": "#/$defs/nope"}, ""),
        ({"$ref": "https://example.com/schema.json"}, "/$ref"),
        ({"allOf": [{"$ref": "file:///etc/passwd"}]}, "/allOf/0/$ref"),
        ({"$id": "https://example.com/", "items": {"$dynamicRef": "other"}}, "/items/$dynamicRef"),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, "/$schema"),
    ],
)
def test_a_wrong_schema_says_where(schema: dict[str, Any], field: str) -> None:
    [problem] = check_schema(schema)

    assert problem.code == "bad_input_schema"
    assert problem.field == field


def test_an_input_that_fits_has_no_problems() -> None:
    assert check_input(ORDER, {"order_id": 1}) == []
    assert check_input({}, "anything") == []
    assert check_input(None, None) == []


def test_everything_wrong_with_an_input_is_told_at_once() -> None:
    problems = check_input(ORDER, {"order_id": 0, "note": 1, "more": True})

    assert {problem.field for problem in problems} == {"/order_id", "/note", ""}
    assert "0" in next(p.message for p in problems if p.field == "/order_id")


def test_a_flood_of_problems_is_cut() -> None:
    assert len(check_input({"items": {"type": "null"}}, list(range(10_000)))) == MAX_PROBLEMS


def test_formats_are_checked() -> None:
    [problem] = check_input({"format": "email"}, "nobody")

    assert "email" in problem.message


@pytest.mark.timeout(60)
def test_a_pattern_takes_linear_time() -> None:
    [problem] = check_input({"pattern": "^(a+)+$"}, "a" * 50_000 + "b")

    assert len(problem.message) < 400


def test_a_pattern_that_could_take_longer_is_refused() -> None:
    [problem] = check_schema({"pattern": r"(a)\1"})

    assert problem.field == "/pattern"


def test_everything_wrong_with_a_schema_is_told_at_once() -> None:
    problems = check_schema({"type": "x", "properties": {"a": {"minimum": "y"}}})

    assert {problem.field for problem in problems} == {"/type", "/properties/a/minimum"}


@pytest.mark.timeout(60)
def test_a_schema_that_would_take_for_ever_is_refused() -> None:
    parts: dict[str, Any] = {
        f"d{k}": {"allOf": [{"$ref": f"#/$defs/d{k + 1}"}] * 2} for k in range(40)
    }

    [problem] = check_schema({"$defs": {**parts, "d40": {}}, "$ref": "#/$defs/d0"})

    assert "10,000 parts" in problem.message


def test_an_input_nested_too_deeply_is_refused() -> None:
    deep: Any = []
    for _ in range(50_000):
        deep = [deep]

    [problem] = check_input({"type": "array", "items": {"$ref": "#"}}, deep)

    assert "128 deep" in problem.message
