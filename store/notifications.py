"""What people are told in the web app, and how they want to be told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, func, select, text, tuple_, update

from noria.domain_events import EventType
from noria.errors import NotFound
from noria.notices import IN_APP
from store.database import Session
from store.ids import new_id
from store.notice_tables import Notification, NotificationPreference
from store.paging import Page, page_of, read_cursor
from store.tables import Account, Membership

KEEP = timedelta(days=30)
MAX_COUNTED = 100
"""More unread ones are not counted."""


@dataclass(frozen=True)
class Member:
    """Somebody who may be told."""

    account_id: UUID
    email: str
    role: str
    wants: Mapping[str, tuple[bool, bool]]
    """Event type → in the app, by mail; as far as it is not as usual."""

    def in_app(self, type: EventType) -> bool:
        return self.wants[type][0] if type in self.wants else type in IN_APP

    def by_mail(self, type: EventType) -> bool:
        return self.wants[type][1] if type in self.wants else False


async def list_members(
    session: Session, *, workspace_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Member]]:
    """People of several workspaces: for the relay."""
    wants: dict[tuple[UUID, UUID], dict[str, tuple[bool, bool]]] = {}
    preferences = select(NotificationPreference).where(
        col(NotificationPreference.workspace_id).in_(workspace_ids)
    )
    for row in await session.exec(preferences):
        kept = wants.setdefault((row.workspace_id, row.account_id), {})
        kept[row.event_type] = (row.in_app, row.mail)
    members = (
        select(Membership.workspace_id, Account.id, Account.email, Membership.role)
        .join(Account, col(Account.id) == Membership.account_id)
        .where(
            col(Membership.workspace_id).in_(workspace_ids),
            Account.kind == "person",
            col(Account.disabled_at).is_(None),
        )
    )
    found: dict[UUID, list[Member]] = {}
    for workspace_id, account_id, email, role in await session.exec(members):
        own = wants.get((workspace_id, account_id), {})
        found.setdefault(workspace_id, []).append(Member(account_id, email, role, own))
    return found


@dataclass(frozen=True, kw_only=True)
class News:
    """What people are told of the same thing."""

    workspace_id: UUID
    group_key: str
    type: EventType
    data: Mapping[str, Any]
    """Of the newest event."""
    count: int = 1


async def notify(session: Session, news: News, account_ids: Collection[UUID]) -> None:
    """Show it to them; who has not read of the same thing yet sees one more of it."""
    rows = [
        {
            "id": new_id(),
            "workspace_id": news.workspace_id,
            "account_id": account_id,
            "group_key": news.group_key,
            "type": news.type,
            "data": dict(news.data),
            "count": news.count,
            "at": func.clock_timestamp(),
        }
        for account_id in sorted(account_ids)
    ]
    statement = insert(Notification).values(rows)
    newer = statement.excluded
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["account_id", "workspace_id", "group_key"],
            index_where=text("read_at IS NULL"),
            set_={"count": Notification.count + newer.count, "data": newer.data, "at": newer.at},
        )
    )


async def list_notifications(
    session: Session,
    *,
    workspace_id: UUID,
    account_id: UUID,
    unread: bool,
    cursor: str | None,
    limit: int,
) -> Page[Notification]:
    """Of one account, the newest first."""
    query = (
        select(Notification)
        .where(Notification.workspace_id == workspace_id, Notification.account_id == account_id)
        .order_by(col(Notification.at).desc(), col(Notification.id).desc())
        .limit(limit + 1)
    )
    if unread:
        query = query.where(col(Notification.read_at).is_(None))
    if cursor:
        query = query.where(
            tuple_(col(Notification.at), col(Notification.id)) < read_cursor(cursor)
        )
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, lambda row: (row.at, row.id))


async def count_unread(session: Session, *, workspace_id: UUID, account_id: UUID) -> int:
    """At most `MAX_COUNTED`."""
    some = (
        select(Notification.id)
        .where(
            Notification.workspace_id == workspace_id,
            Notification.account_id == account_id,
            col(Notification.read_at).is_(None),
        )
        .limit(MAX_COUNTED)
        .subquery()
    )
    return (await session.exec(select(func.count()).select_from(some))).one()


async def mark_read(
    session: Session, *, workspace_id: UUID, account_id: UUID, notification_id: UUID | None
) -> None:
    """This one, or all. Again is no error.

    Raises:
        NotFound: It is gone, or somebody else's.
    """
    change = update(Notification).where(
        col(Notification.workspace_id) == workspace_id,
        col(Notification.account_id) == account_id,
    )
    if notification_id is None:
        unread = change.where(col(Notification.read_at).is_(None))
        await session.exec(unread.values(read_at=func.now()))
        return
    marked = (
        change.where(col(Notification.id) == notification_id)
        .values(read_at=func.coalesce(Notification.read_at, func.now()))
        .returning(col(Notification.id))
    )
    if (await session.exec(marked)).first() is None:
        raise NotFound("notification", notification_id)


async def read_preferences(
    session: Session, *, workspace_id: UUID, account_id: UUID
) -> Mapping[str, tuple[bool, bool]]:
    """Event type → in the app, by mail; those that the account has set."""
    query = select(NotificationPreference).where(
        NotificationPreference.workspace_id == workspace_id,
        NotificationPreference.account_id == account_id,
    )
    return {row.event_type: (row.in_app, row.mail) for row in await session.exec(query)}


async def set_preference(
    session: Session,
    *,
    workspace_id: UUID,
    account_id: UUID,
    preference: tuple[EventType, bool, bool],
) -> None:
    """Of one type of event: in the app, by mail."""
    event_type, in_app, mail = preference
    values = {"in_app": in_app, "mail": mail}
    await session.exec(
        insert(NotificationPreference)
        .values(workspace_id=workspace_id, account_id=account_id, event_type=event_type, **values)
        .on_conflict_do_update(
            index_elements=["workspace_id", "account_id", "event_type"], set_=values
        )
    )


async def forget_notifications(session: Session, *, limit: int = 5_000) -> None:
    """Delete some of those whose time to be kept is over, read or not."""
    old = select(Notification.id).where(col(Notification.at) < func.now() - KEEP).limit(limit)
    await session.exec(delete(Notification).where(col(Notification.id).in_(old.scalar_subquery())))
