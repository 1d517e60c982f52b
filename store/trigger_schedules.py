"""Which schedules Temporal has heard of as their rows are now."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import Integer, col, or_, select

from noria.triggers.fire_call import ScheduleOrder
from noria.triggers.timing import make_order, timed_types
from store.database import Session
from store.trigger_tables import Trigger

TYPE = "schedule"

# What else is in the cursor, as how far a poll has come, stays. Through jsonb, which PostgreSQL can merge.
_NOTE = text("""
    UPDATE trigger SET cursor = CAST(
        coalesce(CAST(cursor AS jsonb), '{}') || jsonb_build_object('edition', CAST(:edition AS int))
        AS json)
    WHERE id = :id
""")


async def list_unsynced(session: Session, *, limit: int = 500) -> Sequence[Trigger]:
    """Of every workspace: for the sweep."""
    known = col(Trigger.cursor)["edition"].as_string().cast(Integer)
    query = select(Trigger).where(
        col(Trigger.type).in_(timed_types()),
        # One without an edition is null, too.
        or_(col(Trigger.cursor).is_(None), known.is_(None), known != col(Trigger.edition)),
    )
    return (await session.exec(query.limit(limit))).all()


async def note_synced(session: Session, *, trigger: Trigger) -> None:
    """Temporal knows this edition; a newer one is still to be told."""
    connection = await session.connection()
    await connection.execute(_NOTE, {"id": trigger.id, "edition": trigger.edition})


def order_of(trigger: Trigger) -> ScheduleOrder:
    """What Temporal is told of a trigger."""
    return make_order(
        trigger_id=str(trigger.id),
        workspace_id=str(trigger.workspace_id),
        type_name=trigger.type,
        name=trigger.name,
        config=trigger.config,
        paused=trigger.paused_at is not None,
    )
