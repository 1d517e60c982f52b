"""What some steps of a run have spent, with the runs that they started."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel import and_, col, func, or_, select

from noria.sub_runs import SUB_RUNS
from store.database import Session
from store.model_budgets import is_unpriced
from store.model_tables import ModelCall
from store.tables import Run


async def spent_below(
    session: Session, *, workspace_id: UUID, run_id: UUID, node_ids: Collection[str], iteration: str
) -> float | None:
    """US dollars of calls of these nodes and of the runs that they called, however deep.

    Args:
        session: A transaction.
        workspace_id: Whose run it is.
        run_id: The run whose steps they are.
        node_ids: Those nodes.
        iteration: Only steps in loops within this one count, as `3/0`; empty: all.

    Returns:
        None where a call was answered by a model whose price is not known.
    """
    called: Any = (
        select(Run.id)
        .where(
            Run.workspace_id == workspace_id,
            Run.parent_run_id == run_id,
            col(Run.relation).in_(SUB_RUNS),
            col(Run.parent_node_id).in_(node_ids),
            _within(col(Run.parent_iteration), iteration),
        )
        .cte("called", recursive=True)
    )
    below = select(Run.id).where(
        Run.workspace_id == workspace_id,
        Run.parent_run_id == called.c.id,
        col(Run.relation).in_(SUB_RUNS),
    )
    own = and_(
        ModelCall.run_id == run_id,
        col(ModelCall.node_id).in_(node_ids),
        _within(col(ModelCall.iteration), iteration),
    )
    query = select(
        func.coalesce(func.sum(ModelCall.cost_usd), 0.0),
        func.coalesce(func.bool_or(is_unpriced()), False),
    ).where(
        ModelCall.workspace_id == workspace_id,
        or_(own, col(ModelCall.run_id).in_(select(called.union(below).c.id))),
    )
    cost_usd, is_unknown = (await session.exec(query)).one()
    return None if is_unknown else cost_usd or 0.0


def _within(column: Any, iteration: str) -> Any:
    return column.startswith(f"{iteration}/", autoescape=True) if iteration else True
