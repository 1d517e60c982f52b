"""What judges an answer, and those judges that need no model."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from noria.ai.model_fields import MaybeCredential
from noria.ai.names import DEMO_MODEL, LOCAL_EMBEDDING
from noria.errors import ExpressionError
from noria.expressions import Budget, ExpressionItem, check, evaluate
from noria.input_schema import SchemaField, check_input
from noria.model import Model
from noria.run import Record

MAX_EVALUATORS = 10
MAX_REASON = 1_000
Short = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]


class _Evaluator(Model):
    name: Short
    """What it looks at, as people call it; unlike that of the others."""


class Exact(_Evaluator):
    """The answer is what was expected, to the letter."""

    kind: Literal["exact"] = "exact"


class FitsSchema(_Evaluator):
    """The answer fits a JSON Schema."""

    kind: Literal["schema"] = "schema"
    fits: SchemaField


class Similarity(_Evaluator):
    """The answer means much the same as what was expected, by the nearness of their vectors."""

    kind: Literal["similarity"] = "similarity"
    threshold: float = Field(default=0.8, ge=0, le=1)
    model: str = Field(default=LOCAL_EMBEDDING, min_length=1, max_length=200)
    credential: MaybeCredential = None


class Rule(_Evaluator):
    """An expression is true: `trigger` is the case's input, `item` has `output` and `expected`."""

    kind: Literal["rule"] = "rule"
    expression: str = Field(min_length=1, max_length=4_000, pattern=r"^[^\x00]*$")


class Judge(_Evaluator):
    """A model gives marks from 0 to 1."""

    kind: Literal["judge"] = "judge"
    instructions: str = Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")
    """What makes an answer a good one."""
    threshold: float = Field(default=0.7, ge=0, le=1)
    model: str = Field(default=DEMO_MODEL, min_length=1, max_length=200)
    credential: MaybeCredential = None


Evaluator = Annotated[Exact | FitsSchema | Similarity | Rule | Judge, Field(discriminator="kind")]
NEED_MODELS = ("similarity", "judge")


class Score(Record):
    """What one evaluator says of one answer."""

    evaluator: str
    passed: bool
    score: float
    """From 0 to 1."""
    reason: str = ""


class Answered(Record):
    """A case, and what the workflow answered."""

    input: JsonValue = None
    expected: JsonValue = None
    output: JsonValue = None


def needs_models(evaluators: Sequence[Evaluator]) -> bool:
    """Whether workers of the queue `ai` have to judge."""
    return any(each.kind in NEED_MODELS for each in evaluators)


def problems_of(evaluator: Evaluator) -> str | None:
    """What is wrong with its expression, before any case is run."""
    if not isinstance(evaluator, Rule):
        return None
    found = check([ExpressionItem("/expression", evaluator.expression, bare=True)])
    return str(found[0][1]) if found else None


def judge_plainly(evaluator: Evaluator, case: Answered) -> Score:
    """By what needs no model. It computes for a while: not on an event loop."""
    if isinstance(evaluator, Exact):
        return _score(evaluator, case.output == case.expected, "It differs from what was expected.")
    if isinstance(evaluator, FitsSchema):
        problems = check_input(evaluator.fits, case.output)
        told = "; ".join(f"{each.field or '/'}: {each.message}" for each in problems[:5])
        return _score(evaluator, not problems, told)
    assert isinstance(evaluator, Rule)
    return _by_rule(evaluator, case)


def _by_rule(rule: Rule, case: Answered) -> Score:
    scope: dict[str, JsonValue] = {
        "trigger": case.input,
        "item": {"output": case.output, "expected": case.expected},
    }
    item = ExpressionItem("/expression", rule.expression, bare=True)
    try:
        found = evaluate(
            [item], scope, budget=Budget.ACTIVITY, now=datetime.now(UTC), seed=rule.name
        )
    except ExpressionError as error:
        return _score(rule, passed=False, reason=str(error))
    value = found.values["/expression"]
    return _score(rule, bool(value), f"It came out as {value!r}.")


def _score(evaluator: Evaluator, passed: bool, reason: str) -> Score:
    return Score(
        evaluator=evaluator.name,
        passed=passed,
        score=float(passed),
        reason="" if passed else reason[:MAX_REASON],
    )
