"""Messages to subscribers: written by the relay, sent by an activity, and kept as history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlmodel import col, delete, func, select, tuple_, update

from noria.notices import DeliverCall, DeliveryStatus
from store.database import Session, time_of
from store.ids import new_id
from store.notice_tables import Delivery, NotificationRule
from store.paging import Page, page_of, read_cursor
from store.tables import Account

KEEP = timedelta(days=30)
MAX_ERROR_CHARS = 1_000

# After a message about the same thing the next one waits; what comes meanwhile is gathered in it.
_ADD = text("""
    INSERT INTO delivery (
        id, workspace_id, subscriber_id, rule_id, account_id, group_key, event_type, body, count,
        due_at
    )
    SELECT :id, :workspace_id, :subscriber_id, :rule_id, :account_id, :group_key, :event_type,
        CAST(:body AS json), :count,
        greatest(now(), max(due_at) + make_interval(secs => :quiet_s))
    FROM delivery
    WHERE subscriber_id = :subscriber_id AND group_key = :group_key AND status <> 'dropped'
    ON CONFLICT (subscriber_id, group_key) WHERE status = 'waiting' DO UPDATE SET
        count = delivery.count + excluded.count, body = excluded.body
""")


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a subscriber is to be told."""

    workspace_id: UUID
    rule_id: UUID | None = None
    account_id: UUID | None = None
    """Either of them is the subscriber."""
    group_key: str
    event_type: str
    body: Mapping[str, Any]
    count: int = 1
    quiet_s: int = 0


@dataclass(frozen=True)
class Begun:
    """What is sent now, and to whom."""

    delivery: Delivery
    rule: NotificationRule | None
    email: str | None
    """Of the account, where it is of no rule."""


async def add_message(session: Session, message: Message) -> None:
    """A delivery of its own, or one more event in that which waits for the end of a quiet period."""
    values = {
        "id": new_id(),
        "workspace_id": message.workspace_id,
        "subscriber_id": message.rule_id or message.account_id,
        "rule_id": message.rule_id,
        "account_id": message.account_id,
        "group_key": message.group_key,
        "event_type": message.event_type,
        "body": orjson.dumps(message.body).decode(),
        "count": message.count,
        "quiet_s": message.quiet_s,
    }
    await (await session.connection()).execute(_ADD, values)


async def add_now(session: Session, message: Message) -> DeliverCall:
    """One that the caller has sent at once."""
    row = Delivery(
        id=new_id(),
        workspace_id=message.workspace_id,
        subscriber_id=message.rule_id or message.account_id,  # pyright: ignore[reportArgumentType] - one of them is there
        rule_id=message.rule_id,
        account_id=message.account_id,
        group_key=message.group_key,
        event_type=message.event_type,
        body=dict(message.body),
        due_at=(now := await time_of(session)),
        handed_at=now,
    )
    session.add(row)
    await session.flush()
    return DeliverCall(workspace_id=str(row.workspace_id), delivery_id=str(row.id), is_test=True)


async def list_unhanded(session: Session, *, limit: int) -> Sequence[DeliverCall]:
    """Those that Temporal has not been told of."""
    query = (
        select(Delivery.workspace_id, Delivery.id, Delivery.due_at)
        .where(col(Delivery.handed_at).is_(None))
        .order_by(col(Delivery.id))
        .limit(limit)
    )
    return [
        DeliverCall(workspace_id=str(workspace_id), delivery_id=str(delivery_id), due_at=due_at)
        for workspace_id, delivery_id, due_at in await session.exec(query)
    ]


async def note_handed(session: Session, *, delivery_ids: Sequence[UUID]) -> None:
    await session.exec(
        update(Delivery).where(col(Delivery.id).in_(delivery_ids)).values(handed_at=func.now())
    )


async def begin(session: Session, *, workspace_id: UUID, delivery_id: UUID) -> Begun | None:
    """Take it to send it now. None: it is done with, or its rule is gone or was paused meanwhile."""
    query = (
        select(Delivery, NotificationRule, Account.email)
        .outerjoin(NotificationRule, col(NotificationRule.id) == Delivery.rule_id)
        .outerjoin(Account, col(Account.id) == Delivery.account_id)
        .where(
            Delivery.workspace_id == workspace_id,
            Delivery.id == delivery_id,
            col(Delivery.status).in_(("waiting", "sending")),
        )
        .with_for_update(of=Delivery)
    )
    found = (await session.exec(query)).first()
    if found is None:
        return None
    row, rule, email = found
    if _is_paused(rule) and not row.group_key.startswith("test:"):
        row.status, row.finished_at = "dropped", await time_of(session)
        return None
    row.status = "sending"
    row.attempts += 1
    await session.flush()
    return Begun(row, rule, email)


def _is_paused(rule: NotificationRule | None) -> bool:
    return rule is not None and rule.paused_at is not None


async def end(
    session: Session, delivery: Delivery, *, status: DeliveryStatus, error: str | None = None
) -> None:
    """How an attempt went; `sending`: there will be another one."""
    changes: dict[str, Any] = {"status": status, "last_error": _cut(error)}
    if status != "sending":
        changes["finished_at"] = func.now()
    await session.exec(
        update(Delivery)
        .where(
            col(Delivery.workspace_id) == delivery.workspace_id,
            col(Delivery.id) == delivery.id,
        )
        .values(**changes)
    )


async def give_up(session: Session, *, workspace_id: UUID, delivery_id: UUID) -> None:
    """When its attempts are spent."""
    await session.exec(
        update(Delivery)
        .where(
            col(Delivery.workspace_id) == workspace_id,
            col(Delivery.id) == delivery_id,
            col(Delivery.status).in_(("waiting", "sending")),
        )
        .values(
            status="failed",
            finished_at=func.now(),
            last_error=func.coalesce(Delivery.last_error, "No attempt came to an end."),
        )
    )


async def get_delivery(session: Session, *, workspace_id: UUID, delivery_id: UUID) -> Delivery:
    query = select(Delivery).where(
        Delivery.workspace_id == workspace_id, Delivery.id == delivery_id
    )
    return (await session.exec(query)).one()


async def list_deliveries(
    session: Session, *, workspace_id: UUID, rule_id: UUID, cursor: str | None, limit: int
) -> Page[Delivery]:
    """Of a rule, the newest first."""
    query = (
        select(Delivery)
        .where(Delivery.workspace_id == workspace_id, Delivery.subscriber_id == rule_id)
        .order_by(col(Delivery.created_at).desc(), col(Delivery.id).desc())
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(
            tuple_(col(Delivery.created_at), col(Delivery.id)) < read_cursor(cursor)
        )
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, lambda row: (row.created_at, row.id))


async def forget_deliveries(session: Session, *, limit: int = 5_000) -> None:
    """Delete some of those whose time to be kept is over."""
    old = (
        select(Delivery.id)
        .where(
            col(Delivery.created_at) < func.now() - KEEP,
            col(Delivery.status).not_in(("waiting", "sending")),
        )
        .limit(limit)
    )
    await session.exec(delete(Delivery).where(col(Delivery.id).in_(old.scalar_subquery())))


def _cut(error: str | None) -> str | None:
    return error.replace("\x00", "")[:MAX_ERROR_CHARS] if error else None
