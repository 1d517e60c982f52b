"""Takes domain events out of the outbox and tells who wants to hear of them.

One worker does at a time. An event is gone from the outbox in the transaction that writes what people
see in the web app and the messages that are to be sent; Temporal is handed the messages after that, as
often as it takes. So a crash loses nothing, at whatever point.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError

from noria.domain_events import DATA, OfWorkflow
from noria.notices import PERSONAL_QUIET_S, DeliverCall, group_of, is_for
from store import deliveries, notification_rules, notifications, outbox, sharing, workflows
from store.database import Database, Session
from store.deliveries import Message
from store.notice_tables import NotificationRule
from store.notifications import Member, News
from store.outbox import Taken

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

INTERVAL = timedelta(seconds=1)
AT_ONCE = 500
HANDED_AT_ONCE = 100

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
        """One transaction: from the outbox to who is told."""
        async with self._database.sessions.begin() as session:
            if not await outbox.try_lock(session):
                return 0
            events = await outbox.take_events(session, limit=AT_ONCE)
            if events:
                await _tell(session, events)
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


@dataclass
class _Told:
    """Gathered of many events: one row for what is about the same thing."""

    messages: dict[tuple[UUID, str], Message] = field(
        default_factory=dict[tuple[UUID, str], Message]
    )
    news: dict[tuple[UUID, str], News] = field(default_factory=dict[tuple[UUID, str], News])
    readers: dict[tuple[UUID, str], set[UUID]] = field(
        default_factory=dict[tuple[UUID, str], set[UUID]]
    )

    def add_message(self, message: Message) -> None:
        key = (message.rule_id or message.account_id or message.workspace_id, message.group_key)
        before = self.messages.get(key)
        count = before.count + 1 if before else 1
        self.messages[key] = replace(message, count=count)

    def add_news(self, news: News, account_ids: set[UUID]) -> None:
        key = (news.workspace_id, news.group_key)
        before = self.news.get(key)
        self.news[key] = replace(news, count=before.count + 1 if before else 1)
        self.readers.setdefault(key, set()).update(account_ids)


async def _tell(session: Session, events: Sequence[Taken]) -> None:
    workspace_ids = sorted({event.workspace_id for event in events})
    members = await notifications.list_members(session, workspace_ids=workspace_ids)
    rules: dict[UUID, list[NotificationRule]] = {}
    for rule in await notification_rules.list_active(session, workspace_ids=workspace_ids):
        rules.setdefault(rule.workspace_id, []).append(rule)
    workflow_ids = _workflow_ids(events)
    names = await workflows.names_of(session, workflow_ids=workflow_ids)
    closed = await sharing.closed_pairs(session, workflow_ids=workflow_ids)
    told = _Told()
    for event in events:
        data = _read(event, names)
        if data is not None:
            _match(event, data, rules.get(event.workspace_id, []), told)
            _inform(event, data, _seeing(event, members.get(event.workspace_id, []), closed), told)
    for message in told.messages.values():
        await deliveries.add_message(session, message)
    for key, news in told.news.items():
        await notifications.notify(session, news, told.readers[key])


def _workflow_ids(events: Sequence[Taken]) -> Sequence[UUID]:
    found = {str(event.data["workflow_id"]) for event in events if event.data.get("workflow_id")}
    return [UUID(each) for each in sorted(found)]


def _read(event: Taken, names: Mapping[str, str]) -> Mapping[str, Any] | None:
    """As it is told; None: an event that this program does not know."""
    model = DATA.get(event.type)
    if model is None:
        log.warning("unknown_event", type=event.type)
        return None
    given = {name: value for name, value in event.data.items() if value is not None}
    if issubclass(model, OfWorkflow):
        given["workflow"] = names.get(str(given.get("workflow_id")))
    try:
        return model.model_validate(given).model_dump(mode="json")
    except ValidationError as error:
        # It would be refused for ever, and keep all others from being told.
        log.warning("event_unreadable", type=event.type, problems=error.error_count())
        return None


def _body(event: Taken, data: Mapping[str, Any]) -> Mapping[str, Any]:
    at = event.at.isoformat() if isinstance(event.at, datetime) else str(event.at)
    return {"id": str(event.event_id), "type": event.type, "timestamp": at, "data": data}


def _match(
    event: Taken, data: Mapping[str, Any], rules: Sequence[NotificationRule], told: _Told
) -> None:
    for rule in rules:
        if event.type not in rule.events:
            continue
        if rule.workflow_ids and data.get("workflow_id") not in rule.workflow_ids:
            continue
        told.add_message(
            Message(
                workspace_id=event.workspace_id,
                rule_id=rule.id,
                group_key=group_of(event.type, data) if rule.quiet_s else str(event.event_id),
                event_type=event.type,
                body=_body(event, data),
                quiet_s=rule.quiet_s,
            )
        )


def _seeing(
    event: Taken, members: Sequence[Member], closed: set[tuple[UUID, UUID]]
) -> Sequence[Member]:
    """Those with whom the event's workflow is shared."""
    workflow_id = event.data.get("workflow_id")
    if not closed or not workflow_id:
        return members
    about = UUID(str(workflow_id))
    return [each for each in members if (about, each.account_id) not in closed]


def _inform(event: Taken, data: Mapping[str, Any], members: Sequence[Member], told: _Told) -> None:
    """Each person as they want to be told."""
    group_key = group_of(event.type, data)
    readers: set[UUID] = set()
    for member in members:
        if not is_for(
            event.type, data, role=member.role, email=member.email, account=str(member.account_id)
        ):
            continue
        if member.in_app(event.type):
            readers.add(member.account_id)
        if member.by_mail(event.type):
            told.add_message(
                Message(
                    workspace_id=event.workspace_id,
                    account_id=member.account_id,
                    group_key=group_key,
                    event_type=event.type,
                    body=_body(event, data),
                    quiet_s=PERSONAL_QUIET_S,
                )
            )
    if readers:
        news = News(
            workspace_id=event.workspace_id, group_key=group_key, type=event.type, data=data
        )
        told.add_news(news, readers)
