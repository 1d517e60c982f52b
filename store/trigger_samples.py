"""Messages to try a trigger out with: those that were captured, and the newest that started runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import JsonValue
from sqlmodel import col, func, or_, select, update

from noria.blobs import is_blob
from noria.errors import NotFound
from store.database import Session
from store.tables import Run
from store.trigger_tables import Trigger, TriggerFiring
from store.triggers import MAX_SAMPLES

Origin = Literal["captured", "fired", "example"]


@dataclass(frozen=True)
class Sample:
    """A message that came."""

    firing_id: UUID
    origin: Origin
    message: JsonValue
    at: datetime


async def list_samples(
    session: Session,
    *,
    trigger: Trigger,
    is_mapped: bool,
    fits: Callable[[JsonValue], bool],
    firing_id: UUID | None = None,
    limit: int = MAX_SAMPLES,
) -> Sequence[Sample]:
    """The newest first; of one firing, if it is given.

    Where nothing is mapped, the run's input is the message. It may be from before the mapping was
    taken away, so it has to fit what such triggers bring.

    Raises:
        NotFound: This firing has none, or it belongs to another trigger.
    """
    has_message = col(TriggerFiring.sample).is_not(None)
    if not is_mapped:
        # A test's message was written by somebody, and did not come.
        has_message = or_(has_message, col(Run.version).is_not(None))
    query = (
        select(TriggerFiring, Run.input)
        .outerjoin(Run, col(Run.id) == TriggerFiring.run_id)
        .where(
            TriggerFiring.trigger_id == trigger.id,
            TriggerFiring.workspace_id == trigger.workspace_id,
            col(TriggerFiring.outcome).in_(["sample", "started"]),
            has_message,
        )
        .order_by(col(TriggerFiring.at).desc(), col(TriggerFiring.id).desc())
        .limit(limit)
    )
    if firing_id is not None:
        query = query.where(TriggerFiring.id == firing_id)
    found = [_read(firing, given) for firing, given in await session.exec(query)]
    right = [each for each in found if each.origin == "captured" or fits(each.message)]
    if firing_id is not None and not right:
        raise NotFound("sample", firing_id)
    return right


async def forget_messages(session: Session) -> None:
    """Of those that started runs, the newest of each trigger are kept."""
    place = func.row_number().over(
        partition_by=col(TriggerFiring.trigger_id),
        order_by=(col(TriggerFiring.at).desc(), col(TriggerFiring.id).desc()),
    )
    kept = (
        select(col(TriggerFiring.id), place.label("place"))
        .where(TriggerFiring.outcome == "started", col(TriggerFiring.sample).is_not(None))
        .subquery()
    )
    old = select(kept.c.id).where(kept.c.place > MAX_SAMPLES)
    await session.exec(
        update(TriggerFiring).where(col(TriggerFiring.id).in_(old)).values(sample=None)
    )


def _read(firing: TriggerFiring, given: JsonValue) -> Sample:
    origin: Origin = "captured" if firing.outcome == "sample" else "fired"
    message = given if firing.sample is None else firing.sample
    return Sample(firing.id, origin, None if is_blob(message) else message, firing.at)
