"""Triggers and their firings: making, finding, changing them, and noting what became of a message."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, func, select, tuple_

from noria.errors import Conflict, NotFound
from noria.triggers.foreign import clean
from store.database import Session, time_of
from store.ids import new_id
from store.paging import Page, page_of, read_cursor
from store.projection import CHANNEL
from store.tables import Workflow
from store.trigger_tables import Trigger, TriggerFiring

Outcome = Literal["started", "duplicate", "skipped", "refused", "failed", "sample"]
MAX_DETAIL_CHARS = 1_000
MAX_SAMPLES = 20
KEEP_FIRINGS = timedelta(days=30)


@dataclass(frozen=True)
class NamedTrigger:
    """A trigger with its workflow's name."""

    trigger: Trigger
    workflow_name: str


@dataclass(frozen=True)
class TriggerFilter:
    """None: any."""

    workflow_id: UUID | None = None
    type: str | None = None
    path: str | None = None


async def add_trigger(session: Session, *, trigger: Trigger) -> Trigger:
    """
    Raises:
        Conflict: Another trigger has its path.
    """
    try:
        async with session.begin_nested():
            session.add(trigger)
            await session.flush()
    except IntegrityError as error:
        raise _taken(trigger.path, error) from error
    await session.refresh(trigger)
    return trigger


async def list_triggers(
    session: Session,
    *,
    workspace_id: UUID,
    filters: TriggerFilter,
    cursor: str | None,
    limit: int,
) -> Page[NamedTrigger]:
    """The newest first."""
    query = (
        select(Trigger, Workflow.name)
        .join(Workflow, col(Workflow.id) == Trigger.workflow_id)
        .where(Trigger.workspace_id == workspace_id)
    )
    if filters.workflow_id is not None:
        query = query.where(Trigger.workflow_id == filters.workflow_id)
    if filters.type is not None:
        query = query.where(Trigger.type == filters.type)
    if cursor:
        place = tuple_(col(Trigger.created_at), col(Trigger.id))
        query = query.where(place < read_cursor(cursor))
    query = query.order_by(col(Trigger.created_at).desc(), col(Trigger.id).desc())
    rows = [NamedTrigger(*row) for row in await session.exec(query.limit(limit + 1))]
    return page_of(rows, limit, lambda row: (row.trigger.created_at, row.trigger.id))


async def get_trigger(
    session: Session, *, workspace_id: UUID, trigger_id: UUID, lock: bool = False
) -> NamedTrigger:
    """
    Raises:
        NotFound: No such trigger, or it belongs to another workspace.
    """
    query = (
        select(Trigger, Workflow.name)
        .join(Workflow, col(Workflow.id) == Trigger.workflow_id)
        .where(Trigger.workspace_id == workspace_id, Trigger.id == trigger_id)
    )
    if lock:
        query = query.with_for_update(of=Trigger)
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("trigger", trigger_id)
    return NamedTrigger(*row)


async def find_by_path(session: Session, *, path: str, types: Collection[str]) -> Trigger | None:
    """Whoever's it is: the address itself says whose. A paused one is found, too."""
    query = select(Trigger).where(Trigger.path == path, col(Trigger.type).in_(types))
    return (await session.exec(query)).first()


async def list_of_types(session: Session, *, types: Collection[str]) -> Sequence[Trigger]:
    """All that are not paused, of every workspace: for the processes that make them fire."""
    query = select(Trigger).where(col(Trigger.type).in_(types), col(Trigger.paused_at).is_(None))
    return (await session.exec(query.order_by(col(Trigger.id)))).all()


async def count_by_type(session: Session, *, workspace_id: UUID) -> dict[str, int]:
    """How many the workspace has; types that it has none of are left out."""
    query = select(Trigger.type, func.count()).where(Trigger.workspace_id == workspace_id)
    return dict((await session.exec(query.group_by(Trigger.type))).all())


async def change_trigger(session: Session, trigger: Trigger, changes: dict[str, Any]) -> None:
    """Of a locked row.

    Raises:
        Conflict: Another trigger has the new path.
    """
    for name, value in changes.items():
        setattr(trigger, name, value)
    trigger.edition += 1
    trigger.updated_at = await time_of(session)
    try:
        async with session.begin_nested():
            await session.flush()
    except IntegrityError as error:
        raise _taken(changes.get("path"), error) from error


async def delete_trigger(session: Session, *, workspace_id: UUID, trigger_id: UUID) -> None:
    """With its firings; runs stay.

    Raises:
        NotFound: As `get_trigger`.
    """
    statement = delete(Trigger).where(
        col(Trigger.workspace_id) == workspace_id, col(Trigger.id) == trigger_id
    )
    gone = await session.exec(statement.returning(col(Trigger.id)))
    if gone.first() is None:
        raise NotFound("trigger", trigger_id)


async def note_firing(session: Session, *, firing: TriggerFiring) -> None:
    """Add it to the trigger's history."""
    session.add(firing)
    await session.flush()


async def keep_sample(session: Session, *, trigger: Trigger, sample: TriggerFiring) -> None:
    """Of samples the newest are kept. Who listens for the workflow hears of it at the commit."""
    await note_firing(session, firing=sample)
    await _forget_samples(session, trigger.id)
    await session.exec(select(func.pg_notify(CHANNEL, str(trigger.workflow_id))))


async def list_firings(
    session: Session,
    *,
    workspace_id: UUID,
    trigger_id: UUID,
    outcome: Outcome | None,
    cursor: str | None,
    limit: int,
) -> Page[TriggerFiring]:
    """The newest first."""
    query = select(TriggerFiring).where(
        TriggerFiring.workspace_id == workspace_id, TriggerFiring.trigger_id == trigger_id
    )
    if outcome is not None:
        query = query.where(TriggerFiring.outcome == outcome)
    if cursor:
        place = tuple_(col(TriggerFiring.at), col(TriggerFiring.id))
        query = query.where(place < read_cursor(cursor))
    query = query.order_by(col(TriggerFiring.at).desc(), col(TriggerFiring.id).desc())
    rows = (await session.exec(query.limit(limit + 1))).all()
    return page_of(rows, limit, lambda row: (row.at, row.id))


async def last_firings(
    session: Session, *, trigger_ids: Collection[UUID]
) -> dict[UUID, TriggerFiring]:
    """The newest of each that was no sample."""
    query = (
        select(TriggerFiring)
        .where(col(TriggerFiring.trigger_id).in_(trigger_ids), TriggerFiring.outcome != "sample")
        .ext(distinct_on(col(TriggerFiring.trigger_id)))
        .order_by(
            col(TriggerFiring.trigger_id),
            col(TriggerFiring.at).desc(),
            col(TriggerFiring.id).desc(),
        )
    )
    return {row.trigger_id: row for row in await session.exec(query)}


async def forget_firings(session: Session, *, limit: int = 5_000) -> int:
    """Delete some of those whose time to be kept is over; gives how many."""
    old = (
        select(TriggerFiring.id)
        .where(col(TriggerFiring.at) < func.now() - KEEP_FIRINGS)
        .limit(limit)
    )
    statement = delete(TriggerFiring).where(col(TriggerFiring.id).in_(old.scalar_subquery()))
    return len((await session.exec(statement.returning(col(TriggerFiring.id)))).all())


def new_firing(trigger: Trigger, outcome: Outcome, **more: Any) -> TriggerFiring:
    """With an id; `detail` is cut where it is long."""
    detail, message_id = more.pop("detail", None), more.pop("message_id", None)
    return TriggerFiring(
        id=new_id(),
        workspace_id=trigger.workspace_id,
        trigger_id=trigger.id,
        outcome=outcome,
        message_id=message_id and clean(message_id),
        detail=clean(detail)[:MAX_DETAIL_CHARS] if detail else None,
        **more,
    )


async def _forget_samples(session: Session, trigger_id: UUID) -> None:
    samples = select(TriggerFiring.id).where(
        TriggerFiring.trigger_id == trigger_id, TriggerFiring.outcome == "sample"
    )
    newest = samples.order_by(col(TriggerFiring.at).desc(), col(TriggerFiring.id).desc())
    old = newest.offset(MAX_SAMPLES).subquery()
    await session.exec(delete(TriggerFiring).where(col(TriggerFiring.id).in_(select(old.c.id))))


def _taken(path: str | None, error: IntegrityError) -> Exception:
    if "path" not in str(error.orig):
        return error
    return Conflict(
        f"The path {path!r} is taken; choose another, or leave it empty for a random one."
    )
