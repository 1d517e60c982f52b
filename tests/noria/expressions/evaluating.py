"""One expression, evaluated as a step would."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from pydantic import JsonValue

from noria.errors import ExpressionError, ExpressionLimitError
from noria.expressions import Budget, Evaluation, ExpressionItem, evaluate

NOW = datetime(2026, 3, 4, 5, 6, 7, 891_000, tzinfo=UTC)
SCOPE: dict[str, JsonValue] = {
    "steps": {
        "fetch": {
            "status": "succeeded",
            "output": {"id": 7, "name": "Ann", "lines": [1, 2, 3], "note": None},
        },
        "skipped": {"status": "skipped"},
    },
    "trigger": {"total": 5, "customer": {"name": "Ann"}},
    "vars": {},
    "env": {"region": "eu"},
    "run": {"id": "run-1"},
}


def evaluation(
    *sources: str,
    scope: Mapping[str, JsonValue] = SCOPE,
    bare: bool = False,
    budget: Budget = Budget.WORKFLOW,
    seed: str = "seed",
) -> Evaluation:
    """Keys are "0", "1", ..."""
    items = [ExpressionItem(str(number), source, bare) for number, source in enumerate(sources)]
    return evaluate(items, scope, budget=budget, now=NOW, seed=seed)


def value_of(
    source: str,
    scope: Mapping[str, JsonValue] = SCOPE,
    *,
    bare: bool = False,
    budget: Budget = Budget.WORKFLOW,
) -> JsonValue:
    return evaluation(source, scope=scope, bare=bare, budget=budget).values["0"]


def error_of(
    source: str, scope: Mapping[str, JsonValue] = SCOPE, *, bare: bool = False
) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        value_of(source, scope, bare=bare)
    return caught.value


def limit_of(source: str, *, budget: Budget = Budget.WORKFLOW) -> ExpressionLimitError:
    with pytest.raises(ExpressionLimitError) as caught:
        value_of(source, budget=budget)
    return caught.value
