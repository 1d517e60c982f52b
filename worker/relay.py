"""Takes domain events out of the outbox and tells those who want to hear of them: `SUBSCRIBERS`.

One worker does at a time. An event is gone from the outbox in the transaction that writes what comes of
it, for every subscriber: entries of the audit trail, figures, what people see in the web app, a notice
to open pages, and the messages that are to be sent. Temporal is handed the messages after that, as often
as it takes. So a crash loses nothing, at whatever point, and counts nothing twice.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from pydantic import ValidationError

from noria.domain_events import DATA, OfWorkflow
from noria.notices import DeliverCall
from store import deliveries, outbox, workflows
from store.database import Database, Session
from store.outbox import Taken
from worker.subscribers.audit_trail import write_entries
from worker.subscribers.figures import count_runs
from worker.subscribers.heard import Heard
from worker.subscribers.notices import tell_people
from worker.subscribers.open_pages import wake_pages

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

INTERVAL = timedelta(seconds=1)
AT_ONCE = 500
HANDED_AT_ONCE = 100

Subscriber = Callable[[Session, Sequence[Heard]], Awaitable[None]]
SUBSCRIBERS: tuple[Subscriber, ...] = (write_entries, count_runs, tell_people, wake_pages)
"""Each in the relay's transaction, with events in the order in which they happened."""

StartDelivery = Callable[[DeliverCall], Awaitable[None]]
"""Raises `Unavailable` when Temporal does not answer; again is no error."""


class Relay:
    """Looks for events that nobody was told of."""

    def __init__(self, database: Database, start: StartDelivery) -> None:
        self._database = database
        self._start = start

    async def sweep(self) -> int:
        """Give how many events were taken; 0 also when another worker is at it."""
        taken = 0
        while True:
            count = await self.take()
            taken += count
            if count < AT_ONCE:
                break
        while await self.hand() == HANDED_AT_ONCE:
            pass
        return taken

    async def take(self) -> int:
        """One transaction: from the outbox to all subscribers."""
        async with self._database.sessions.begin() as session:
            if not await outbox.try_lock(session):
                return 0
            events = await outbox.take_events(session, limit=AT_ONCE)
            if events:
                heard = await _read_all(session, events)
                for subscriber in SUBSCRIBERS:
                    await subscriber(session, heard)
        return len(events)

    async def hand(self) -> int:
        """Messages to Temporal; gives how many.

        Raises:
            Unavailable: Temporal is away; those that it has not taken are handed over later.
        """
        async with self._database.sessions.begin() as session:
            if not await outbox.try_lock(session):
                return 0
            calls = await deliveries.list_unhanded(session, limit=HANDED_AT_ONCE)
            for call in calls:
                await self._start(call)
            if calls:
                handed = [UUID(call.delivery_id) for call in calls]
                await deliveries.note_handed(session, delivery_ids=handed)
        return len(calls)


async def _read_all(session: Session, taken: Sequence[Taken]) -> Sequence[Heard]:
    events = await outbox.of_workspaces(session, taken)
    found = {str(event.data["workflow_id"]) for event in events if event.data.get("workflow_id")}
    workflow_ids = [UUID(each) for each in sorted(found)]
    names = await workflows.names_of(session, workflow_ids=workflow_ids)
    return [heard for event in events if (heard := _read(event, names))]


def _read(event: Taken, names: Mapping[str, str]) -> Heard | None:
    """As it is told; None: an event that this program does not know."""
    model = DATA.get(event.type)
    if model is None:
        log.warning("unknown_event", type=event.type)
        return None
    given = {name: value for name, value in event.data.items() if value is not None}
    if issubclass(model, OfWorkflow):
        given["workflow"] = names.get(str(given.get("workflow_id")))
    try:
        data = model.model_validate(given)
    except ValidationError as error:
        # It would be refused for ever, and keep all others from being told.
        log.warning("event_unreadable", type=event.type, problems=error.error_count())
        return None
    return Heard(event.event_id, event.workspace_id, event.type, event.at, data)
