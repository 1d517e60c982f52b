"""What a retry need not pay for again: answers that the runs before it were given to the same request."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy
from pydantic import JsonValue
from sqlalchemy import literal
from sqlmodel import col, select

from noria.ai.ledger import CallOrder
from noria.run import StepStatus
from store.database import Session
from store.model_tables import ModelAnswer, ModelCall
from store.tables import Run, Step

_select: Any = sqlalchemy.select
RETRY = "retry"
MAX_BACK = 100
"""Runs: who retries more often pays again for what only older ones knew."""
_ANSWERS_STAND = ("budget_spent",)
"""Of failures for good, those that no answer is to blame for."""


async def answer_of_retried(
    session: Session, *, workspace_id: UUID, parent_run_id: UUID, order: CallOrder
) -> tuple[ModelCall, JsonValue] | None:
    """The same call of the same step, in the run that is retried or in those before that.

    What a step was answered and then failed with for good is left out: it would only fail again.
    """
    run_ids = await _back(session, workspace_id, parent_run_id)
    stand = run_ids[: await _spoilt(session, workspace_id, run_ids, order)]
    query = (
        select(ModelCall, ModelAnswer.answer)
        .join(ModelAnswer, col(ModelAnswer.call_id) == ModelCall.id)
        .where(
            ModelAnswer.workspace_id == workspace_id,
            ModelAnswer.request_hash == order.request_hash,
            col(ModelCall.run_id).in_(stand),
            ModelCall.node_id == order.node_id,
            ModelCall.iteration == order.iteration,
            ModelCall.model == order.model,
            ModelCall.credential == order.credential,
        )
        .order_by(col(ModelAnswer.created_at).desc())
    )
    part = _part_of(order.key)
    found = (await session.exec(query)).all() if stand else ()
    return next(((call, answer) for call, answer in found if _part_of(call.key) == part), None)


async def _back(session: Session, workspace_id: UUID, parent_run_id: UUID) -> list[UUID]:
    """The runs that were retried one after the other, the newest first."""
    own: Any = select(literal(parent_run_id).label("id"), literal(1).label("back")).cte(
        "retried", recursive=True
    )
    before = select(col(Run.parent_run_id), own.c.back + 1).where(
        Run.workspace_id == workspace_id,
        Run.id == own.c.id,
        Run.relation == RETRY,
        col(Run.parent_run_id).is_not(None),
        own.c.back < MAX_BACK,
    )
    chain: Any = own.union_all(before)
    return list((await session.exec(select(chain.c.id).order_by(chain.c.back))).all())


async def _spoilt(
    session: Session, workspace_id: UUID, run_ids: Sequence[UUID], order: CallOrder
) -> int:
    """How many of the runs went on since the step failed for good."""
    query: Any = _select(col(Step.run_id), col(Step.error)).where(
        Step.workspace_id == workspace_id,
        col(Step.run_id).in_(run_ids),
        Step.node_id == order.node_id,
        Step.iteration == order.iteration,
        Step.status == StepStatus.FAILED,
    )
    untyped: Any = session
    rows: Sequence[tuple[UUID, dict[str, Any] | None]] = (await untyped.exec(query)).all()
    failed = {
        run_id
        for run_id, error in rows
        if error and not error.get("retryable") and error.get("type") not in _ANSWERS_STAND
    }
    return next((at for at, run_id in enumerate(run_ids) if run_id in failed), len(run_ids))


def _part_of(key: str) -> str:
    """Which of a step's calls it is."""
    return key.rpartition("#")[2]
