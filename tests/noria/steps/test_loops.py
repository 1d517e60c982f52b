"""What an iteration sees, and what becomes of its end."""

import pytest
from pydantic import JsonValue

from noria.node_type import Each
from noria.run import ErrorInfo, IterationEnd
from noria.steps.loops import each_loop, gather, loop_names, repeat_loop

ERROR = ErrorInfo(type="node_failed", message="no")
ENDS = [
    IterationEnd("result", 1),
    IterationEnd("failed", error=ERROR),
    IterationEnd("left_out"),
    None,
    IterationEnd("result", None),
]


def test_the_item_is_that_of_the_nearest_loop_over_items() -> None:
    outer = each_loop("row", 4, "k", None)
    inner = repeat_loop({"n": 1}, 2, outer)

    names = loop_names(inner)

    assert names == {"item": "row", "key": "k", "index": 2, "loop": {**inner, "outer": outer}}


def test_a_loop_without_items_has_none() -> None:
    assert loop_names(repeat_loop(None, 0, None)) == {
        "index": 0,
        "loop": {"prev": None, "index": 0},
    }


@pytest.mark.parametrize(
    ("each", "gathered"),
    [
        (Each(()), [1, None]),
        (Each((), on_item_error="skip"), [1, None]),
        (
            Each((), on_item_error="collect"),
            [1, {"error": {"type": "node_failed", "message": "no", "retryable": False}}, None],
        ),
        (Each((), tuple("abcde")), {"a": 1, "e": None}),
    ],
)
def test_results_are_in_the_order_of_the_items(each: Each, gathered: JsonValue) -> None:
    assert gather(each, ENDS) == gathered
