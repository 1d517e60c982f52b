"""Expressions: a preview on the server, and the engine for the preview in the browser."""

import asyncio
from datetime import UTC, datetime

from fastapi import APIRouter
from noria.expressions.engine import Budget, ExpressionItem, evaluate

from api.access import Reader
from api.rate_limits import PREVIEWS_PER_ACCOUNT
from api.schemas.language import (
    EvaluateRead,
    EvaluateRequest,
    ExpressionAnswer,
    ExpressionErrorRead,
)
from api.services import Parts
from noria.errors import ExpressionError, ExpressionLimitError

SEED = "preview"

router = APIRouter(prefix="/expressions", tags=["expressions"])


@router.post("/evaluate")
async def evaluate_expressions(body: EvaluateRequest, caller: Reader, parts: Parts) -> EvaluateRead:
    """What expressions give with a scope: rate-limited, and with a run's budgets.

    An expression that fails says so in its answer; the others are not affected.
    """
    await parts.limits.hit(PREVIEWS_PER_ACCOUNT, "preview", str(caller.account_id))
    return await asyncio.to_thread(_evaluate, body)


def _evaluate(body: EvaluateRequest) -> EvaluateRead:
    items = [ExpressionItem(item.key, item.source, item.bare) for item in body.expressions]
    scope = body.scope.model_dump()
    now = datetime.now(UTC)
    answers: list[ExpressionAnswer] = []
    fuel = 0
    # One by one, where a run has one instance for all: an error must not hide the other answers.
    for item in items:
        try:
            done = evaluate([item], scope, budget=Budget.WORKFLOW, now=now, seed=SEED)
        except ExpressionError as error:
            answers.append(ExpressionAnswer(key=item.key, value=None, error=_error(error)))
        else:
            fuel += done.fuel
            value = done.values[item.key]
            answers.append(ExpressionAnswer(key=item.key, value=value, error=None))
    return EvaluateRead(answers=answers, fuel=fuel)


def _error(error: ExpressionError) -> ExpressionErrorRead:
    spent = isinstance(error, ExpressionLimitError)
    return ExpressionErrorRead(
        code="expression_limit_error" if spent else "expression_error",
        name=error.name,
        message=str(error),
        line=error.line,
        column=error.column,
    )
