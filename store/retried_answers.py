"""What a retry need not pay for again: answers that the runs before it were given to the same request."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy
from pydantic import JsonValue
from sqlalchemy import DateTime, case, cast, literal, null, nulls_last, or_, true
from sqlmodel import col, select

from noria.ai.ledger import CallOrder
from noria.run import StepStatus
from noria.sub_runs import ITEM
from store.database import Session
from store.model_tables import ModelAnswer, ModelCall
from store.past_items import paths_around
from store.tables import Run, Step

_select: Any = sqlalchemy.select
RETRY = "retry"
MAY_GO_ON = (RETRY, ITEM)
"""What runs are to their parents of which an earlier one may have paid; a fork asks for all anew."""
MAX_BACK = 100
"""Runs: who retries more often pays again for what only older ones knew."""
_ANSWERS_STAND = ("budget_spent",)
"""Of failures for good, those that no answer is to blame for."""


async def answer_of_retried(
    session: Session, *, workspace_id: UUID, run_id: UUID, order: CallOrder
) -> tuple[ModelCall, JsonValue] | None:
    """The same call of the same step, in the run that this one retries or in those before that.

    For the run of an item, what the run retries that its loop belongs to, and the runs of that item in it.
    What a step was answered and then failed with for good is left out: it would only fail again.
    """
    run_ids = await _back(session, workspace_id, run_id, order.iteration)
    if not run_ids:
        return None
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


async def _back(
    session: Session, workspace_id: UUID, run_id: UUID, iteration: str
) -> Sequence[UUID]:
    """The runs that were retried one after the other and their items in this iteration, the newest first.

    An item has several runs where a person had its loop tried again. Other items are not looked at: there
    may be a hundred thousand of them.
    """
    retried = _retried(workspace_id, run_id)
    before_items = cast(null(), DateTime(timezone=True))
    below: Any = (
        select(retried.c.id, retried.c.back, before_items.label("created_at"))
        .where(retried.c.back > 0)
        .cte("with_items", recursive=True)
    )
    items: Any = (
        select(Run.id, Run.created_at)
        .where(
            Run.workspace_id == workspace_id,
            Run.parent_run_id == below.c.id,
            Run.relation == ITEM,
            col(Run.parent_iteration).in_(tuple(paths_around(iteration))),
        )
        # Holds PostgreSQL to the index of parents: by the statistics of a table that has just grown,
        # it would read all runs of the workspace.
        .offset(0)
        .lateral("items")
    )
    step = select(items.c.id, below.c.back, items.c.created_at).join(items, true())
    known: Any = below.union_all(step).c
    query = select(known.id).order_by(known.back, nulls_last(known.created_at.desc()), known.id)
    return (await session.exec(query)).all()


def _retried(workspace_id: UUID, run_id: UUID) -> Any:
    """`id`, and how many retries it is `back`: none of the run itself and of those that it is an item of."""
    own: Any = select(literal(run_id).label("id"), literal(0).label("back")).cte(
        "retried", recursive=True
    )
    is_retry = col(Run.relation) == RETRY
    before = select(col(Run.parent_run_id), own.c.back + case((is_retry, 1), else_=0)).where(
        Run.workspace_id == workspace_id,
        Run.id == own.c.id,
        or_(is_retry, (col(Run.relation) == ITEM) & (own.c.back == 0)),
        col(Run.parent_run_id).is_not(None),
        own.c.back < MAX_BACK,
    )
    return own.union_all(before)


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
