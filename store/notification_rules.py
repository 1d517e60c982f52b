"""Notification rules of a workspace."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, func, select, tuple_, update

from noria.errors import NotFound
from store.database import Session
from store.notice_tables import NotificationRule
from store.paging import Page, page_of, read_cursor


async def add_rule(session: Session, *, rule: NotificationRule) -> NotificationRule:
    session.add(rule)
    await session.flush()
    await session.refresh(rule)
    return rule


async def get_rule(
    session: Session, *, workspace_id: UUID, rule_id: UUID, lock: bool = False
) -> NotificationRule:
    """
    Raises:
        NotFound: No such rule, or it belongs to another workspace.
    """
    query = select(NotificationRule).where(
        NotificationRule.workspace_id == workspace_id, NotificationRule.id == rule_id
    )
    rule = (await session.exec(query.with_for_update() if lock else query)).first()
    if rule is None:
        raise NotFound("notification rule", rule_id)
    return rule


async def list_rules(
    session: Session, *, workspace_id: UUID, cursor: str | None, limit: int
) -> Page[NotificationRule]:
    """The newest first."""
    query = (
        select(NotificationRule)
        .where(NotificationRule.workspace_id == workspace_id)
        .order_by(col(NotificationRule.created_at).desc(), col(NotificationRule.id).desc())
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(
            tuple_(col(NotificationRule.created_at), col(NotificationRule.id)) < read_cursor(cursor)
        )
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, lambda row: (row.created_at, row.id))


async def change_rule(
    session: Session, rule: NotificationRule, changes: Mapping[str, Any]
) -> NotificationRule:
    """Of a locked one."""
    for name, value in changes.items():
        setattr(rule, name, value)
    rule.updated_at = (await session.exec(select(func.now()))).one()
    await session.flush()
    return rule


async def delete_rule(session: Session, rule: NotificationRule) -> None:
    """With its deliveries; those that are under way find nothing to send."""
    await session.delete(rule)
    await session.flush()


async def list_active(
    session: Session, *, workspace_ids: Sequence[UUID]
) -> Sequence[NotificationRule]:
    """Of several workspaces: for the relay."""
    query = select(NotificationRule).where(
        col(NotificationRule.workspace_id).in_(workspace_ids),
        col(NotificationRule.paused_at).is_(None),
    )
    return (await session.exec(query)).all()


async def note_result(session: Session, *, rule_id: UUID, error: str | None) -> None:
    """How its last message went."""
    await session.exec(
        update(NotificationRule)
        .where(
            col(NotificationRule.id) == rule_id,
            col(NotificationRule.last_error).is_distinct_from(error),
        )
        .values(last_error=error)
    )
