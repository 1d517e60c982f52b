"""Many scopes at once give what each gives alone."""

from datetime import UTC, datetime

import pytest
from pydantic import JsonValue

from noria.errors import ExpressionError
from noria.expressions import Budget, ExpressionItem, evaluate, evaluate_each

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ITEMS = [
    ExpressionItem("/a", "{{ item.x * 2 }}"),
    ExpressionItem("/b", "{{ (item.x += 1, item) }}"),
    ExpressionItem("/c", "{{ [Math.random(), Date.now(), item.x] }}"),
]
SCOPES: list[dict[str, JsonValue]] = [
    {"item": {"x": 1}},
    {"item": {}},
    {"item": {"x": None}, "index": 4},
    {"item": {"x": 1}},
    {"item": {"x": 2**60}},
    {"item": {"x": 2**70}},
]
SEEDS = ["r:a:0", "r:a:1", "r:a:2", "r:a:3", "r:a:4", "r:a:5"]


def alone(items: list[ExpressionItem], scope: dict[str, JsonValue], seed: str) -> object:
    try:
        return evaluate(items, scope, budget=Budget.ACTIVITY, now=NOW, seed=seed).values
    except ExpressionError as error:
        return str(error), error.key


@pytest.mark.parametrize("count", [3, 6], ids=["small integers", "large ones too"])
def test_each_scope_has_its_own_answer(count: int) -> None:
    scopes, seeds = SCOPES[:count], SEEDS[:count]

    answers = evaluate_each(ITEMS, scopes, now=NOW, seeds=seeds)

    told = [(str(a), a.key) if isinstance(a, ExpressionError) else a.values for a in answers]
    assert told == [alone(ITEMS, scope, seed) for scope, seed in zip(scopes, seeds, strict=True)]


def test_one_that_never_ends_does_not_take_the_others_along() -> None:
    items = [ExpressionItem("/a", "{{ (() => { while (item) {} return 1 })() }}")]

    answers = evaluate_each(items, [{"item": False}, {"item": True}], now=NOW, seeds=["a", "b"])

    assert [isinstance(answer, ExpressionError) for answer in answers] == [False, True]


def test_nothing_to_evaluate_gives_nothing() -> None:
    assert evaluate_each([], [{}], now=NOW, seeds=[""])[0] == evaluate(
        [], {}, budget=Budget.ACTIVITY, now=NOW, seed=""
    )
    assert evaluate_each(ITEMS, [], now=NOW, seeds=[]) == []
