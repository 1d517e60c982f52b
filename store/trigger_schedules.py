"""Which schedules Temporal has heard of as their rows are now."""

from collections.abc import Sequence

from sqlmodel import Integer, col, or_, select, update

from store.database import Session
from store.trigger_tables import Trigger

TYPE = "schedule"


async def list_unsynced(session: Session, *, limit: int = 500) -> Sequence[Trigger]:
    """Of every workspace: for the sweep."""
    known = col(Trigger.cursor)["edition"].as_string().cast(Integer)
    query = select(Trigger).where(
        Trigger.type == TYPE, or_(col(Trigger.cursor).is_(None), known != col(Trigger.edition))
    )
    return (await session.exec(query.limit(limit))).all()


async def note_synced(session: Session, *, trigger: Trigger) -> None:
    """Temporal knows this edition; a newer one is still to be told."""
    statement = update(Trigger).where(col(Trigger.id) == trigger.id)
    await session.exec(statement.values(cursor={"edition": trigger.edition}))
