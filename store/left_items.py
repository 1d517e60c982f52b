"""Runs of items whose loop's run has ended without stopping them: one that was terminated could not."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select

from noria.errors import Unavailable
from noria.sub_runs import ITEM
from store.database import Database, Session
from store.event_waits import ENDED
from store.tables import Run

Cancel = Callable[[str], Awaitable[bool]]
"""False: no such run is going on."""
AT_ONCE = 20
"""Calls of Temporal."""


async def cancel_items(
    database: Database, cancel: Cancel, *, workspace_id: UUID, run_id: UUID
) -> None:
    """Those of a run that has just been terminated; those whom Temporal does not hear of, the sweep cancels."""
    async with database.sessions.begin() as session:
        query = select(Run.id).where(
            Run.workspace_id == workspace_id,
            Run.parent_run_id == run_id,
            Run.relation == ITEM,
            col(Run.status).not_in(ENDED),
        )
        run_ids = (await session.exec(query)).all()
    with suppress(Unavailable):
        await _cancel_all(cancel, run_ids)


async def cancel_left(database: Database, cancel: Cancel) -> int:
    """For the sweep, in all workspaces; gives how many were told."""
    async with database.sessions.begin() as session:
        run_ids = await _list_left(session)
    return await _cancel_all(cancel, run_ids)


async def _cancel_all(cancel: Cancel, run_ids: Sequence[UUID]) -> int:
    """Some at a time; to cancel a run twice is to cancel it once.

    Raises:
        Unavailable: Temporal does not answer.
    """
    told = 0
    for at in range(0, len(run_ids), AT_ONCE):
        some = run_ids[at : at + AT_ONCE]
        told += sum(await asyncio.gather(*(cancel(str(run_id)) for run_id in some)))
    return told


async def _list_left(session: Session, limit: int = 1_000) -> Sequence[UUID]:
    parent = aliased(Run)
    query = (
        select(Run.id)
        .outerjoin(parent, col(parent.id) == Run.parent_run_id)
        .where(
            Run.relation == ITEM,
            col(Run.status).not_in(ENDED),
            or_(col(parent.id).is_(None), col(parent.status).in_(ENDED)),
        )
        .limit(limit)
    )
    return (await session.exec(query)).all()
