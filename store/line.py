"""The line of runs that may not start yet: too many of their workflow go on, or one with their key.

A run in line is a queued row and nothing more: nobody waits for it. Whoever ends a run, or changes a
limit, lets those go whose turn has come, and starts them: the end of a run is a local activity, which
Temporal repeats until it succeeds. The sweep does the same for what a crash in between left behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Text, literal_column
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, exists, func, or_, select, tuple_, update

from noria.run import FINAL_RUN, RunStatus
from noria.sub_runs import ITEM
from store import rate
from store.database import Session, time_of
from store.tables import Run, WorkflowSettings

MAX_AT_ONCE = 500
"""Runs let go in one transaction."""
# Written out: PostgreSQL uses an index on open runs only where it can read the condition.
_CLOSED: list[ColumnElement[str]] = [
    literal_column(f"'{status}'", Text) for status in sorted(FINAL_RUN)
]


@dataclass(frozen=True)
class Turn:
    """A run that may start now."""

    run_id: UUID
    workspace_id: UUID


@dataclass(frozen=True)
class Holder:
    """An open run with a business key."""

    run_id: UUID
    status: RunStatus
    in_line: bool


async def lock(session: Session, *, workflow_id: UUID) -> None:
    """Nobody else joins this workflow's line, or lets runs go, before the transaction ends."""
    key = func.hashtextextended(f"line {workflow_id}", 0, type_=BigInteger)
    await session.exec(select(func.pg_advisory_xact_lock(key)))


async def list_open(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, key: str
) -> Sequence[Holder]:
    """The runs of a business key that have not ended: the one that goes on, then those in line."""
    query = (
        select(Run.id, Run.status, Run.in_line)
        .where(
            Run.workspace_id == workspace_id,
            Run.workflow_id == workflow_id,
            Run.key == key,
            _is_open(Run),
        )
        .order_by(col(Run.in_line), col(Run.created_at), col(Run.id))
    )
    return [Holder(run_id, RunStatus(status), line) for run_id, status, line in
            await session.exec(query)]  # fmt: skip


async def let_go(session: Session, *, workflow_id: UUID) -> Sequence[Turn]:
    """Take out of the line the runs whose turn it is; start each after the commit.

    The most urgent first, then the oldest. A start that the workflow's rate puts off gets a time.
    """
    await lock(session, workflow_id=workflow_id)
    settings = await session.get(WorkflowSettings, workflow_id, with_for_update=True)
    free = await _free(session, workflow_id, settings.max_concurrent_runs if settings else None)
    if free == 0:
        return []
    ready = (
        select(Run.id)
        .where(Run.workflow_id == workflow_id, col(Run.in_line), _key_is_free())
        .order_by(col(Run.priority), col(Run.created_at), col(Run.id))
        .limit(free)
    )
    going = (
        update(Run)
        .where(col(Run.id).in_(ready.scalar_subquery()))
        .values(in_line=False)
        .returning(col(Run.id), col(Run.workspace_id), col(Run.priority), col(Run.created_at))
    )
    rows = sorted(await session.exec(going), key=lambda row: (row[2], row[3], row[0]))
    if settings and rows:
        await _put_off(session, settings, [row[0] for row in rows])
    return [Turn(run_id, workspace_id) for run_id, workspace_id, *_ in rows]


async def list_workflows_in_line(session: Session, *, limit: int = 1_000) -> Sequence[UUID]:
    """Workflows that have runs in line. For the sweep, which looks at all workspaces."""
    query = select(Run.workflow_id).where(col(Run.in_line)).distinct().limit(limit)
    return (await session.exec(query)).all()


async def count(session: Session, *, workflow_id: UUID, most: int = 10_000) -> int:
    """How many runs are in line, up to `most`."""
    some = select(Run.id).where(Run.workflow_id == workflow_id, col(Run.in_line)).limit(most)
    return (await session.exec(select(func.count()).select_from(some.subquery()))).one()


async def _free(session: Session, workflow_id: UUID, most: int | None) -> int:
    if most is None:
        return MAX_AT_ONCE
    going = (
        select(Run.id)
        .where(
            Run.workflow_id == workflow_id,
            ~col(Run.in_line),
            _is_open(Run),
            # The items of a loop go with the run that they belong to.
            col(Run.relation).is_distinct_from(ITEM),
        )
        .limit(most)
        .subquery()
    )
    count = (await session.exec(select(func.count()).select_from(going))).one()
    return min(max(most - count, 0), MAX_AT_ONCE)


def _key_is_free() -> ColumnElement[bool]:
    """No run with the same key goes on, or came earlier."""
    other = aliased(Run)
    earlier = tuple_(col(other.created_at), col(other.id)) < tuple_(
        col(Run.created_at), col(Run.id)
    )
    held = exists().where(
        and_(
            col(other.workflow_id) == Run.workflow_id,
            col(other.key) == Run.key,
            _is_open(other),
            or_(~col(other.in_line), earlier),
        )
    )
    return or_(col(Run.key).is_(None), ~held)


def _is_open(run: type[Run]) -> ColumnElement[bool]:
    return col(run.status).not_in(_CLOSED)


async def _put_off(session: Session, settings: WorkflowSettings, run_ids: Sequence[UUID]) -> None:
    limit = rate.of(settings)
    if limit is None:
        return
    now = await time_of(session)
    for run_id in run_ids:
        start_at, settings.rate_used_until = limit.take(settings.rate_used_until, now)
        if start_at > now:
            await session.exec(update(Run).where(col(Run.id) == run_id).values(start_at=start_at))
