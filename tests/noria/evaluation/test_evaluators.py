"""Judges that need no model."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from noria.evaluation.evaluators import (
    Answered,
    Evaluator,
    judge_plainly,
    needs_models,
    problems_of,
)

READ: TypeAdapter[Evaluator] = TypeAdapter(Evaluator)
CASE = Answered(input={"n": 2}, expected={"total": 4}, output={"total": 4, "note": "x"})


@pytest.mark.parametrize(
    ("evaluator", "passed", "reason"),
    [
        ({"kind": "exact"}, False, "differs"),
        ({"kind": "schema", "fits": {"required": ["total"]}}, True, ""),
        ({"kind": "schema", "fits": {"required": ["sum"]}}, False, "sum"),
        ({"kind": "rule", "expression": "item.output.total === trigger.n ** 2"}, True, ""),
        ({"kind": "rule", "expression": "item.output.total > 4"}, False, "False"),
        ({"kind": "rule", "expression": "item.output.gone.total > 4"}, False, "gone"),
    ],
)
def test_an_answer_is_judged(evaluator: Any, passed: bool, reason: str) -> None:
    score = judge_plainly(READ.validate_python({"name": "It", **evaluator}), CASE)

    assert (score.passed, score.score) == (passed, float(passed))
    assert reason in score.reason


def test_what_was_expected_to_the_letter_passes() -> None:
    exact = READ.validate_python({"name": "It", "kind": "exact"})

    assert judge_plainly(exact, Answered(expected=[1], output=[1])).passed


def test_a_wrong_expression_is_told_before_any_case_runs() -> None:
    wrong = READ.validate_python({"name": "It", "kind": "rule", "expression": "item.output >"})

    assert problems_of(wrong)
    assert not needs_models([wrong])
