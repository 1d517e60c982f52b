"""What a crash may leave behind. The sweep looks at all workspaces: it belongs to the machinery."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, func, select, update

from noria.run import FINAL_RUN, ErrorInfo, RunStatus
from noria.sub_runs import SUB_RUNS
from store.database import Session
from store.projection import CHANNEL
from store.tables import Run

_IS_PARKED = col(Run.error).is_not(None)

LOCK = 0x6E6F726962
"""Any number that is ours alone."""


@dataclass(frozen=True)
class RunRef:
    """A run and whose it is."""

    run_id: UUID
    workspace_id: UUID
    status: RunStatus
    is_parked: bool = False
    """Whether its row says that it can't go on."""


async def try_lock(session: Session) -> bool:
    """False when another worker sweeps; held to the end of the transaction, also by a crash."""
    return (await session.exec(select(func.pg_try_advisory_xact_lock(LOCK)))).one()


async def list_unstarted(
    session: Session, *, older_than: timedelta, after: UUID | None = None, limit: int = 100
) -> Sequence[RunRef]:
    """Queued runs of that age, by id: Temporal waits with them, or who recorded them did not start them.

    One that is put off by a rate ages from its time on. Start those that Temporal does not know with
    `run_start.run_request`; starting twice is starting once.

    Args:
        session: In a transaction.
        older_than: How long they are queued.
        after: Id of the last run of the page before.
        limit: At most this many.
    """
    query = (
        select(Run.id, Run.workspace_id, Run.status, _IS_PARKED)
        .where(
            Run.status == RunStatus.QUEUED.value,
            ~col(Run.in_line),
            # Its parent starts a sub-run, or nobody does.
            func.coalesce(col(Run.relation), "").not_in(SUB_RUNS),
            func.greatest(col(Run.created_at), col(Run.start_at)) < func.now() - older_than,
        )
        .order_by(col(Run.id))
        .limit(limit)
    )
    if after is not None:
        query = query.where(Run.id > after)
    return _refs((await session.exec(query)).all())


async def list_open(
    session: Session, *, after: UUID | None = None, limit: int = 500
) -> Sequence[RunRef]:
    """Runs that have begun and not ended, by id: ask Temporal whether they still go on.

    Args:
        session: In a transaction.
        after: Id of the last run of the page before.
        limit: At most this many.
    """
    closed = [status.value for status in (*FINAL_RUN, RunStatus.QUEUED)]
    query = (
        select(Run.id, Run.workspace_id, Run.status, _IS_PARKED)
        .where(col(Run.status).not_in(closed))
        .order_by(col(Run.id))
        .limit(limit)
    )
    if after is not None:
        query = query.where(Run.id > after)
    return _refs((await session.exec(query)).all())


async def park(
    session: Session, *, workspace_id: UUID, run_id: UUID, error: ErrorInfo | None
) -> None:
    """Show why a run can't go on, or with None that it can again; its status stays what it is.

    One that has ended keeps its own error.
    """
    final = [status.value for status in FINAL_RUN]
    change = (
        update(Run)
        .where(col(Run.workspace_id) == workspace_id, col(Run.id) == run_id)
        .where(col(Run.status).not_in(final))
        .values(
            error=error and error.model_dump(mode="json"),
            event_seq=Run.event_seq + 1,
            # So that who watches is told.
            status_seq=Run.event_seq + 1,
        )
    )
    await session.exec(change)
    await session.exec(select(func.pg_notify(CHANNEL, str(run_id))))


def _refs(rows: Sequence[tuple[UUID, UUID, str, bool]]) -> list[RunRef]:
    return [
        RunRef(run_id, workspace_id, RunStatus(status), is_parked)
        for run_id, workspace_id, status, is_parked in rows
    ]
