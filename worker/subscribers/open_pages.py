"""Wakes the web app's open pages: they ask again for what the events may have changed."""

from collections.abc import Sequence
from uuid import UUID

from noria.domain_events import EVENTS_CHANNEL, DomainEventNews
from store.database import Session
from store.notices import notify_after
from worker.subscribers.heard import Heard


async def wake_pages(session: Session, events: Sequence[Heard]) -> None:
    """One notice for each workspace, sent when the transaction is committed."""
    types: dict[UUID, set[str]] = {}
    for event in events:
        types.setdefault(event.workspace_id, set()).add(event.type)
    news = [
        DomainEventNews(workspace_id=str(workspace_id), types=frozenset(those))
        for workspace_id, those in types.items()
    ]
    await notify_after(session, EVENTS_CHANNEL, [each.model_dump_json() for each in news])
