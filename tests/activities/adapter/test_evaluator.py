import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from pydantic import JsonValue

from activities.adapter.evaluator import Evaluator
from noria.errors import ExpressionLimitError
from noria.expressions import Budget, Evaluation, ExpressionItem
from tests.activities.calls import call

STEP = call("test.node", {"value": "{{ 1 }}"}, expressions={"/value": "{{ 1 }}"})
LARGE: dict[str, JsonValue] = {"vars": {"text": "x" * 10_000}}


class Watched:
    """Remembers which budget was asked for, and on which thread; some are spent."""

    def __init__(self, *, spent: Sequence[Budget] = ()) -> None:
        self.asked: list[tuple[Budget, bool]] = []
        self._spent = spent

    def __call__(
        self,
        items: Sequence[ExpressionItem],
        scope: Mapping[str, JsonValue],
        *,
        budget: Budget,
        now: datetime,
        seed: str,
    ) -> Evaluation:
        on_loop = threading.current_thread() is threading.main_thread()
        self.asked.append((budget, on_loop))
        if budget in self._spent:
            raise ExpressionLimitError("Too much.", expression="1")
        return Evaluation(values={"/value": 1}, fuel=7)


async def evaluate(watched: Watched, scope: dict[str, JsonValue]) -> dict[str, JsonValue]:
    evaluator = Evaluator(watched)
    try:
        return await evaluator.values(STEP, scope)
    finally:
        evaluator.close()


async def test_a_small_scope_is_evaluated_at_once() -> None:
    watched = Watched()

    assert await evaluate(watched, {}) == {"/value": 1}
    assert watched.asked == [(Budget.WORKFLOW, True)]


async def test_what_turns_out_costly_goes_on_beside_the_loop() -> None:
    watched = Watched(spent=[Budget.WORKFLOW])

    assert await evaluate(watched, {}) == {"/value": 1}
    assert watched.asked == [(Budget.WORKFLOW, True), (Budget.ACTIVITY, False)]


async def test_a_large_scope_never_holds_the_loop() -> None:
    watched = Watched()

    assert await evaluate(watched, LARGE) == {"/value": 1}
    assert watched.asked == [(Budget.ACTIVITY, False)]


async def test_a_spent_activity_budget_is_the_steps_error() -> None:
    watched = Watched(spent=[Budget.WORKFLOW, Budget.ACTIVITY])

    with pytest.raises(ExpressionLimitError):
        await evaluate(watched, {})


async def test_a_number_beyond_64_bits_counts_as_large() -> None:
    watched = Watched()

    await evaluate(watched, {"vars": {"n": 2**70}})

    assert watched.asked == [(Budget.ACTIVITY, False)]


ROWS: Any = ["x" * 1000] * 1_100


@pytest.mark.parametrize(
    ("source", "value", "is_passed_on"),
    [
        ("{{ trigger.rows }}", ROWS, True),
        ("{{trigger.rows}}", ROWS, True),
        ("{{ trigger.rows.length }}", ROWS, False),
        ("{{ trigger.rows?.length }}", ROWS, False),
        ("{{ trigger.rows }} ", ROWS, False),
        ("{{ trigger.rows }}", [*ROWS, 2**60], False),
        ("{{ trigger.rows }}", ["x" * 5_000], False),
    ],
)
async def test_large_values_are_passed_on_and_not_copied(
    source: str, value: JsonValue, is_passed_on: bool
) -> None:
    asked: list[str] = []

    def spy(items: Sequence[ExpressionItem], *_: Any, **__: Any) -> Evaluation:
        asked.extend(item.source for item in items)
        return Evaluation(dict.fromkeys([item.key for item in items]), 0)

    evaluator = Evaluator(spy)
    made = call("test.node", expressions={"/value": source})
    values = await evaluator.values(made, {"trigger": {"rows": value}})

    assert (values["/value"] is value) is is_passed_on
    assert asked == ([] if is_passed_on else [source])
