from typing import Any

from noria.schema_size import TOO_MANY, count_parts


def doubling(times: int) -> dict[str, Any]:
    """Each definition names the next one twice."""
    parts: dict[str, Any] = {
        f"d{k}": {"allOf": [{"$ref": f"#/$defs/d{k + 1}"}] * 2} for k in range(times)
    }
    return {"$defs": parts | {f"d{times}": {"type": "object"}}, "$ref": "#/$defs/d0"}


def test_a_reference_counts_as_what_it_names() -> None:
    named: dict[str, Any] = {"properties": {"a": {"type": "null"}}}

    assert count_parts(named) == 3
    assert count_parts({"$defs": {"x": named}, "$ref": "#/$defs/x"}) == 2 + 3 + 3


def test_references_that_double_each_time_grow_without_bound() -> None:
    assert count_parts(doubling(3)) < 200
    assert count_parts(doubling(60)) == TOO_MANY


def test_a_schema_may_name_itself() -> None:
    tree: dict[str, Any] = {"properties": {"left": {"$ref": "#"}, "right": {"$ref": "#"}}}

    assert count_parts(tree) < 20


def test_anchors_are_followed() -> None:
    schema: dict[str, Any] = {
        "$defs": {"x": {"$anchor": "a", "items": {"type": "null"}}},
        "$ref": "#a",
    }

    assert count_parts(schema) == 2 + 2 + 2


def test_a_reference_to_nothing_counts_as_nothing() -> None:
    assert count_parts({"$ref": "#/nope/1"}) == 1
    assert count_parts({"$ref": "#nope"}) == 1


def test_a_chain_too_long_to_follow_counts_as_too_many() -> None:
    parts = {f"d{k}": {"$ref": f"#/$defs/d{k + 1}"} for k in range(5_000)}

    assert count_parts({"$defs": dict[str, Any](parts), "$ref": "#/$defs/d0"}) == TOO_MANY
