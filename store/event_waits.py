"""Events and the steps that wait for them. Each event goes to one wait, the oldest for its key.

Whoever adds an event or a wait holds the lock of the key: neither misses the other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, select, tuple_
from sqlmodel.sql.expression import Select

from noria.errors import Invalid, NotFound
from noria.run import FINAL_RUN
from store.database import Session, time_of
from store.dead_letter_tables import DeadLetter
from store.ids import new_id
from store.paging import Page, page_of, read_cursor
from store.tables import Run, left_out
from store.waiting_tables import Event, EventWait

UNCLAIMED = "event_unclaimed"
"""Error type of the dead letter of an event that no run took."""
ENDED = tuple(status.value for status in FINAL_RUN)


@dataclass(frozen=True)
class Wake:
    """Who has something to take."""

    wait_id: UUID
    run_id: UUID


@dataclass(frozen=True)
class EventRow:
    """An event, and the step that it is for."""

    event: Event
    run_id: UUID | None = None
    node_id: str | None = None
    iteration: str | None = None


@dataclass(frozen=True)
class EventFilter:
    """Which events of a workspace to list; None leaves a condition out."""

    key: str | None = None
    delivered: bool | None = None
    """Whether a run took it."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """To be met all."""
        found: list[ColumnElement[bool]] = []
        if self.key is not None:
            found.append(col(Event.key) == self.key)
        if self.delivered is not None:
            taken = col(Event.delivered_at)
            found.append(taken.is_not(None) if self.delivered else taken.is_(None))
        return found


async def add_event(session: Session, *, event: Event) -> tuple[Event, Wake | None]:
    """Keep an event and give it to the oldest wait for its key, if there is one.

    With an idempotency key that is known, the event of then.

    Raises:
        Invalid: The idempotency key came with another event.
    """
    await _lock(session, event.workspace_id, event.key)
    known = await _known(session, event)
    if known is not None:
        return known, await _wake_of(session, known.wait_id)
    session.add(event)
    await session.flush()
    wake = await _give(session, event)
    # A refresh would throw away what is not written yet.
    await session.flush()
    await session.refresh(event)
    return event, wake


async def open_wait(session: Session, *, wait: EventWait) -> bool:
    """Whether an event is there already, as one that came before the wait began."""
    await _lock(session, wait.workspace_id, wait.key)
    values = wait.model_dump(exclude={"created_at"})
    await session.exec(insert(EventWait).values(values).on_conflict_do_nothing())
    row = await _lock_wait(session, wait.workspace_id, wait.id)
    if row is None or row.event_id is not None or row.closed_at is not None:
        return row is not None and row.event_id is not None
    event = await _oldest_unclaimed(session, row)
    if event is None:
        return False
    _bind(event, row)
    return True


async def take_event(
    session: Session, *, workspace_id: UUID, wait_id: UUID, gives_up: bool
) -> Event | None:
    """The event that came, which ends the wait; to ask again gives it again.

    Args:
        session: In a transaction.
        workspace_id: Whose wait.
        wait_id: Which wait.
        gives_up: End the wait also when nothing came.
    """
    row = await _locked_by_key(session, workspace_id, wait_id)
    if row is None:
        return None
    if row.event_id is None:
        if gives_up and row.closed_at is None:
            row.closed_at = await time_of(session)
        return None
    event = (await session.exec(select(Event).where(Event.id == row.event_id))).one()
    if row.closed_at is None:
        row.closed_at = event.delivered_at = await time_of(session)
    return event


async def cancel_wait(session: Session, *, workspace_id: UUID, wait_id: UUID) -> Wake | None:
    """End a wait whose run goes on without it; its event, if it has one, goes to the next."""
    row = await _locked_by_key(session, workspace_id, wait_id)
    if row is None or row.closed_at is not None:
        return None
    row.closed_at = await time_of(session)
    if row.event_id is None:
        return None
    event = (await session.exec(select(Event).where(Event.id == row.event_id))).one()
    row.event_id = event.wait_id = None
    await session.flush()
    return await _give(session, event)


async def workspace_of(session: Session, *, wait_id: UUID) -> UUID | None:
    """Whose wait it is, for the sweep, which looks at all workspaces."""
    return (
        await session.exec(select(EventWait.workspace_id).where(EventWait.id == wait_id))
    ).first()


async def list_undelivered(
    session: Session, *, older_than: timedelta, limit: int = 100
) -> list[Wake]:
    """Waits that have an event which their run did not take: it was not woken, or has ended."""
    query = (
        select(EventWait.id, EventWait.run_id)
        .join(Event, col(Event.wait_id) == EventWait.id)
        .where(
            col(EventWait.closed_at).is_(None),
            col(EventWait.created_at) < func.now() - older_than,
            col(Event.created_at) < func.now() - older_than,
        )
        .order_by(col(EventWait.created_at))
        .limit(limit)
    )
    return [Wake(*row) for row in await session.exec(query)]


async def expire_events(session: Session, *, limit: int = 500) -> int:
    """Make dead letters of events that nobody waited for in time; how many."""
    query = (
        select(Event)
        .where(col(Event.wait_id).is_(None), col(Event.expires_at) < func.now())
        .order_by(col(Event.expires_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    events = (await session.exec(query)).all()
    for event in events:
        session.add(_letter(event))
        await session.delete(event)
    return len(events)


def _letter(event: Event) -> DeadLetter:
    message = (
        f"No run waited for the event {event.key!r} from {event.created_at:%Y-%m-%d %H:%M} "
        f"to {event.expires_at:%Y-%m-%d %H:%M} UTC."
    )
    return DeadLetter(
        id=new_id(),
        workspace_id=event.workspace_id,
        kind="event",
        status="open",
        error_type=UNCLAIMED,
        error={"type": UNCLAIMED, "message": message},
        payload={"key": event.key, "payload": event.payload},
    )


async def get_event(session: Session, *, workspace_id: UUID, event_id: UUID) -> EventRow:
    """Without its payload.

    Raises:
        NotFound: No such event, or it belongs to another workspace.
    """
    row = (await session.exec(_select(workspace_id).where(Event.id == event_id))).first()
    if row is None:
        raise NotFound("event", event_id)
    return EventRow(*row)


async def list_events(
    session: Session, *, workspace_id: UUID, filters: EventFilter, cursor: str | None, limit: int
) -> Page[EventRow]:
    """The newest first, without their payloads."""
    query = (
        _select(workspace_id)
        .where(*filters.conditions())
        .order_by(col(Event.created_at).desc(), col(Event.id).desc())
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(tuple_(col(Event.created_at), col(Event.id)) < read_cursor(cursor))
    rows = [EventRow(*row) for row in await session.exec(query)]
    return page_of(rows, limit, lambda row: (row.event.created_at, row.event.id))


def new_event(
    *, workspace_id: UUID, key: str, payload: Any, expires_at: datetime, **more: Any
) -> Event:
    """An event that is still to be added."""
    return Event(
        id=new_id(),
        workspace_id=workspace_id,
        key=key,
        payload=payload,
        expires_at=expires_at,
        **more,
    )


async def _lock(session: Session, workspace_id: UUID, key: str) -> None:
    """To the end of the transaction."""
    number = func.hashtextextended(f"{workspace_id} {key}", 0)
    await session.exec(select(func.pg_advisory_xact_lock(number)))


async def _known(session: Session, event: Event) -> Event | None:
    if event.idempotency_key is None:
        return None
    query = select(Event).where(
        Event.workspace_id == event.workspace_id, Event.idempotency_key == event.idempotency_key
    )
    known = (await session.exec(query)).first()
    if known is not None and known.request_hash != event.request_hash:
        raise Invalid(
            f"The key {event.idempotency_key!r} came with another event before; choose a new one."
        )
    return known


async def _give(session: Session, event: Event) -> Wake | None:
    """A run that has ended gets nothing, even if it never closed its wait."""
    query = (
        select(EventWait)
        .join(Run, col(Run.id) == EventWait.run_id)
        .where(
            EventWait.workspace_id == event.workspace_id,
            EventWait.key == event.key,
            col(EventWait.closed_at).is_(None),
            col(EventWait.event_id).is_(None),
            col(Run.status).not_in(ENDED),
        )
        .order_by(col(EventWait.created_at), col(EventWait.id))
        .limit(1)
        .with_for_update(of=EventWait)
    )
    wait = (await session.exec(query)).first()
    if wait is None:
        return None
    _bind(event, wait)
    return Wake(wait.id, wait.run_id)


def _bind(event: Event, wait: EventWait) -> None:
    event.wait_id, wait.event_id = wait.id, event.id


async def _oldest_unclaimed(session: Session, wait: EventWait) -> Event | None:
    query = (
        select(Event)
        .where(
            Event.workspace_id == wait.workspace_id,
            Event.key == wait.key,
            col(Event.wait_id).is_(None),
            col(Event.expires_at) > func.now(),
        )
        .order_by(col(Event.created_at), col(Event.id))
        .limit(1)
        .with_for_update()
    )
    return (await session.exec(query)).first()


async def _locked_by_key(session: Session, workspace_id: UUID, wait_id: UUID) -> EventWait | None:
    key = (
        await session.exec(
            select(EventWait.key).where(
                EventWait.workspace_id == workspace_id, EventWait.id == wait_id
            )
        )
    ).first()
    if key is None:
        return None
    await _lock(session, workspace_id, key)
    return await _lock_wait(session, workspace_id, wait_id)


async def _lock_wait(session: Session, workspace_id: UUID, wait_id: UUID) -> EventWait | None:
    query = (
        select(EventWait)
        .where(EventWait.workspace_id == workspace_id, EventWait.id == wait_id)
        .with_for_update()
    )
    return (await session.exec(query)).first()


async def _wake_of(session: Session, wait_id: UUID | None) -> Wake | None:
    if wait_id is None:
        return None
    query = select(EventWait.id, EventWait.run_id).where(
        EventWait.id == wait_id, col(EventWait.closed_at).is_(None)
    )
    row = (await session.exec(query)).first()
    return Wake(*row) if row else None


def _select(workspace_id: UUID) -> Select[Event, UUID, str, str]:
    """The last three are null where no wait has the event."""
    return (
        select(Event, EventWait.run_id, EventWait.node_id, EventWait.iteration)
        .outerjoin(EventWait, col(EventWait.id) == Event.wait_id)
        .where(Event.workspace_id == workspace_id)
        .options(*left_out(Event.payload))
    )
