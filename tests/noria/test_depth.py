"""Depth: what is counted, and that the limit lies below what can be read back."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from pydantic import JsonValue

from noria.depth import MAX_DEPTH, is_deeper_than, is_too_deep
from noria.errors import ExpressionLimitError
from noria.expressions import Budget, ExpressionItem, evaluate
from noria.run import Snapshot, StepKey, StepState, StepStatus
from noria.step_calls import StepResult

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def nested(depth: int) -> JsonValue:
    value: JsonValue = 1
    for _ in range(depth):
        value = {"a": value}
    return value


def test_depth_is_that_of_the_deepest_place() -> None:
    value: Any = [1, {"a": [2]}]

    assert is_deeper_than(value, 2)
    assert not is_deeper_than(value, 3)
    assert not is_deeper_than(7, 0)


@pytest.mark.parametrize(
    ("value", "too_deep"),
    [
        (nested(MAX_DEPTH), False),
        (nested(MAX_DEPTH + 1), True),
        ([[number] for number in range(1_000)], False),
        ("[" * 1_000, False),
    ],
)
def test_brackets_alone_do_not_make_a_value_deep(value: JsonValue, too_deep: bool) -> None:
    assert is_too_deep(value, orjson.dumps(value)) is too_deep


def test_the_deepest_value_is_read_back_from_wherever_it_travels() -> None:
    result = StepResult(output=nested(MAX_DEPTH), started_at=NOON, finished_at=NOON)
    state = StepState(status=StepStatus.SUCCEEDED, output=[[nested(MAX_DEPTH)]])
    snapshot = Snapshot(states={StepKey("a"): state})

    assert StepResult.model_validate_json(result.model_dump_json()) == result
    assert Snapshot.model_validate_json(snapshot.model_dump_json()) == snapshot


@pytest.mark.parametrize("depth", [200, 400, 1_000])
def test_an_expression_can_not_give_what_is_deeper(depth: int) -> None:
    source = f"{{{{ (() => {{ let v = 1; for (let i = 0; i < {depth}; i++) v = {{a: v}}; return v }})() }}}}"

    with pytest.raises(ExpressionLimitError, match="nested more than 128 levels deep") as caught:
        evaluate(
            [ExpressionItem("/a", "{{ 1 }}"), ExpressionItem("/b", source)],
            {},
            budget=Budget.WORKFLOW,
            now=NOON,
            seed="r1:a:",
        )

    assert caught.value.key == "/b"
