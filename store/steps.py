"""Steps of a run, one row per attempt."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, func, select, tuple_

from noria.model import NodeId
from noria.run import StepStatus
from store.database import Session
from store.tables import Step


async def list_steps(session: Session, *, workspace_id: UUID, run_id: UUID) -> Sequence[Step]:
    """All attempts of a run, in the order of their last change."""
    query = (
        select(Step)
        .where(Step.workspace_id == workspace_id, Step.run_id == run_id)
        .order_by(col(Step.seq))
    )
    return (await session.exec(query)).all()


async def list_attempts_of(
    session: Session, *, workspace_id: UUID, run_id: UUID, node_id: str
) -> Sequence[Step]:
    """Of one node, in all iterations."""
    query = select(Step).where(
        Step.workspace_id == workspace_id, Step.run_id == run_id, Step.node_id == node_id
    )
    return (await session.exec(query)).all()


async def last_begun(
    session: Session, *, workspace_id: UUID, run_id: UUID, node_id: str, iteration: str
) -> int | None:
    """The number of the step's newest attempt that is more than planned."""
    query = select(func.max(Step.attempt)).where(
        Step.workspace_id == workspace_id,
        Step.run_id == run_id,
        Step.node_id == node_id,
        Step.iteration == iteration,
        col(Step.attempt) > 0,
        col(Step.status).not_in([StepStatus.QUEUED, StepStatus.PAUSED]),
    )
    return (await session.exec(query)).one()


async def list_begun(
    session: Session, *, workspace_id: UUID, run_id: UUID, places: Collection[tuple[NodeId, str]]
) -> Sequence[Step]:
    """Attempts of these steps, each by node and iteration, that are more than planned."""
    query = select(Step).where(
        Step.workspace_id == workspace_id,
        Step.run_id == run_id,
        tuple_(Step.node_id, Step.iteration).in_(places),
        col(Step.attempt) > 0,
        col(Step.status).not_in([StepStatus.QUEUED, StepStatus.PAUSED]),
    )
    return (await session.exec(query)).all()


def group_attempts(rows: Sequence[Step]) -> list[list[Step]]:
    """Rows by step, attempts in their order; the step that began first comes first.

    Steps that never began come where they were decided on.
    """
    groups: dict[tuple[str, str], list[Step]] = {}
    for row in sorted(rows, key=lambda row: row.attempt):
        groups.setdefault((row.node_id, row.iteration), []).append(row)

    def began(attempts: list[Step]) -> tuple[float, int]:
        first = attempts[0]
        moment = first.started_at or first.finished_at
        return (moment.timestamp() if moment else float("inf"), first.seq)

    return sorted(groups.values(), key=began)
