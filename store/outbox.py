"""Domain events on their way: into the outbox with a change, and out of it for the relay.

Events of runs are written by `store.projection_sql`, in the statement that moves the run.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import func, select

from noria.domain_events import EventData, EventType
from store.database import Session
from store.notice_tables import DomainEvent

LOCK = 0x6E6F726964
"""As `store.sweep.LOCK`, of this work alone."""

_TAKE = text("""
    DELETE FROM domain_event WHERE id IN (
        SELECT id FROM domain_event ORDER BY id LIMIT :limit
    ) RETURNING id, event_id, workspace_id, type, data, at
""")


# Kept from being deleted until the transaction ends.
_THERE = text("SELECT id FROM workspace WHERE id = ANY(:ids) ORDER BY id FOR KEY SHARE")


class Taken(NamedTuple):
    """An event that was taken out."""

    id: int
    event_id: UUID
    workspace_id: UUID
    type: EventType
    data: dict[str, object]
    at: datetime


async def add_event(
    session: Session, *, workspace_id: UUID, type: EventType, data: EventData
) -> None:
    """In the caller's transaction: what is undone with it has never happened."""
    values = {
        "workspace_id": workspace_id,
        "type": type,
        "data": data.model_dump(mode="json", exclude_none=True),
    }
    await session.exec(insert(DomainEvent).values(values))


async def try_lock(session: Session) -> bool:
    """False when another worker is at it; held to the end of the transaction, also by a crash."""
    return (await session.exec(select(func.pg_try_advisory_xact_lock(LOCK)))).one()


async def take_events(session: Session, *, limit: int) -> Sequence[Taken]:
    """The oldest ones, which are gone with the transaction: do with them in it what is to be done.

    What is left of a workspace that was deleted for good is taken out, too; see `of_workspaces`.
    """
    rows = await (await session.connection()).execute(_TAKE, {"limit": limit})
    return sorted((Taken(*row) for row in rows), key=lambda event: event.id)


async def of_workspaces(session: Session, events: Sequence[Taken]) -> Sequence[Taken]:
    """Those of workspaces that are still there, and stay until the transaction ends."""
    ids = sorted({event.workspace_id for event in events})
    there = set((await (await session.connection()).execute(_THERE, {"ids": ids})).scalars())
    return [event for event in events if event.workspace_id in there]
