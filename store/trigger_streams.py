"""Which streams of brokers a trigger has met: a stream that is made anew counts from one again.

A message is known by its place, so the places of another stream need another name. Those of the first
stream have none: they are the ids that runs were recorded with before this was kept.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import col, select

from noria.errors import Unavailable
from store.database import Session
from store.trigger_tables import Trigger

MAX_STREAMS = 100
"""Kept of one trigger: the first, and the newest."""


@dataclass(frozen=True)
class Met:
    """A stream, as a trigger knows it."""

    prefix: str = ""
    """Of the ids of its messages."""
    anew: bool = False
    """Made in the place of one that was known: whatever is in it has come since."""


async def meet(session: Session, *, trigger: Trigger, names: Sequence[str], place: str) -> Met:
    """The stream that has these names, as brokers tell them; kept if it is new.

    Args:
        session: Its transaction is short: other workers wait for it.
        trigger: As it was read before.
        names: Any of them will do. Empty: the broker does not tell.
        place: Where it was found: the server, and the subject there.

    Raises:
        Unavailable: The broker told before, and does not now.
    """
    query = select(Trigger).where(
        col(Trigger.id) == trigger.id, col(Trigger.workspace_id) == trigger.workspace_id
    )
    row = (
        await session.exec(query.with_for_update().execution_options(populate_existing=True))
    ).one_or_none()
    if row is None:
        return Met()
    known: dict[str, Any] = row.cursor or {}
    streams: dict[str, dict[str, Any]] = known.get("streams", {})
    places: list[str] = known.get("places", [])
    if not names and streams:
        raise Unavailable("The broker does not say which stream this is, as it did before.")
    met = next((Met(**streams[each]) for each in names if each in streams), None)
    if met is None:
        prefix = hashlib.sha256("".join(names).encode()).hexdigest()[:8] if streams else ""
        met = Met(prefix, place in places)
    if not all(each in streams for each in names):
        kept = [*(streams | dict.fromkeys(names, asdict(met))).items()]
        row.cursor = known | {
            "streams": dict(kept[:1] + kept[1:][1 - MAX_STREAMS :]),
            "places": [*dict.fromkeys([*places, place])][-MAX_STREAMS:],
        }
    return met
