"""Tells people of events: in the web app, by mail as they prefer, and by a workspace's rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from noria.notices import PERSONAL_QUIET_S, group_of, is_for
from store import deliveries, notification_rules, notifications, sharing
from store.database import Session
from store.deliveries import Message
from store.notice_tables import NotificationRule
from store.notifications import Member, News
from worker.subscribers.heard import Heard


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


async def tell_people(session: Session, events: Sequence[Heard]) -> None:
    """Notifications for the web app, and messages of rules and of people who want mail."""
    workspace_ids = sorted({event.workspace_id for event in events})
    members = await notifications.list_members(session, workspace_ids=workspace_ids)
    rules: dict[UUID, list[NotificationRule]] = {}
    for rule in await notification_rules.list_active(session, workspace_ids=workspace_ids):
        rules.setdefault(rule.workspace_id, []).append(rule)
    about = {event.workflow_id for event in events if event.workflow_id}
    closed = await sharing.closed_pairs(session, workflow_ids=sorted(about))
    told = _Told()
    for event in events:
        _match(event, rules.get(event.workspace_id, []), told)
        _inform(event, _seeing(event, members.get(event.workspace_id, []), closed), told)
    for message in told.messages.values():
        await deliveries.add_message(session, message)
    for key, news in told.news.items():
        await notifications.notify(session, news, told.readers[key])


def _body(event: Heard) -> Mapping[str, Any]:
    return {
        "id": str(event.id),
        "type": event.type,
        "timestamp": event.at.isoformat(),
        "data": event.told,
    }


def _match(event: Heard, rules: Sequence[NotificationRule], told: _Told) -> None:
    data = event.told
    for rule in rules:
        if event.type not in rule.events:
            continue
        if rule.workflow_ids and data.get("workflow_id") not in rule.workflow_ids:
            continue
        told.add_message(
            Message(
                workspace_id=event.workspace_id,
                rule_id=rule.id,
                group_key=group_of(event.type, data) if rule.quiet_s else str(event.id),
                event_type=event.type,
                body=_body(event),
                quiet_s=rule.quiet_s,
            )
        )


def _seeing(
    event: Heard, members: Sequence[Member], closed: set[tuple[UUID, UUID]]
) -> Sequence[Member]:
    """Those with whom the event's workflow is shared."""
    about = event.workflow_id
    if not closed or about is None:
        return members
    return [each for each in members if (about, each.account_id) not in closed]


def _inform(event: Heard, members: Sequence[Member], told: _Told) -> None:
    """Each person as they want to be told."""
    data = event.told
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
                    body=_body(event),
                    quiet_s=PERSONAL_QUIET_S,
                )
            )
    if readers:
        news = News(
            workspace_id=event.workspace_id, group_key=group_key, type=event.type, data=data
        )
        told.add_news(news, readers)
