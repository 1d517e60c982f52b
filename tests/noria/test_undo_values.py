"""What a compensation reads, value by value."""

from noria.run import Scope
from noria.steps.undo_values import undo_values, with_undo_value

SCOPE = Scope(
    steps={"book": {"status": "succeeded", "output": "H1"}, "later": {"status": "queued"}},
    trigger={"id": 1},
    vars={"limit": 3},
    inside={"item": "a"},
)


def test_each_value_can_be_replaced_by_itself() -> None:
    values = undo_values(SCOPE)

    assert values == {
        ("trigger", ""): {"id": 1},
        ("steps", "book"): "H1",
        ("vars", "limit"): 3,
        ("inside", "item"): "a",
    }
    for name in values:
        changed = with_undo_value(SCOPE, name, "other")
        assert undo_values(changed) == {**values, name: "other"}
    kept = with_undo_value(SCOPE, ("steps", "book"), None).steps
    assert kept["book"] == {"status": "succeeded", "output": None}
