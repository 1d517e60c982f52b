"""Which schedules Temporal has heard of as their rows are now."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import Integer, col, func, or_, select

from noria.triggers.fire_call import ScheduleOrder
from noria.triggers.timing import make_order, timed_types
from store.database import Session
from store.trigger_tables import Trigger

TYPE = "schedule"
FORM = 2
"""Of what Temporal is told of any trigger: one more where that changes, and workers tell it of all anew.

2: whose turn it is among workspaces.
"""

# What else is in the cursor, as how far a poll has come, stays. Through jsonb, which PostgreSQL can merge.
_NOTE = text("""
    UPDATE trigger SET cursor = CAST(
        coalesce(CAST(cursor AS jsonb), '{}')
        || jsonb_build_object('edition', CAST(:edition AS int), 'form', CAST(:form AS int))
        AS json)
    WHERE id = :id
""")


async def list_unsynced(session: Session, *, limit: int = 500) -> Sequence[Trigger]:
    """Of every workspace: for the sweep."""
    known, form = (
        func.coalesce(col(Trigger.cursor)[name].as_string().cast(Integer), 0)
        for name in ("edition", "form")
    )
    query = select(Trigger).where(
        col(Trigger.type).in_(timed_types()),
        or_(known != col(Trigger.edition), form != FORM),
    )
    return (await session.exec(query.limit(limit))).all()


async def note_synced(session: Session, *, trigger: Trigger) -> None:
    """Temporal knows this edition in today's form; a newer one is still to be told."""
    connection = await session.connection()
    known = {"id": trigger.id, "edition": trigger.edition, "form": FORM}
    await connection.execute(_NOTE, known)


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
