"""Who is in a workspace, as what, and how that changes. A workspace always keeps an owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlmodel import col, func, select, update

from noria.errors import Conflict, NotFound
from store.account_tables import AccountSession
from store.database import Session
from store.tables import Account, ApiKey, Membership
from store.workspaces import lock_workspace

OWNER = "owner"


@dataclass(frozen=True)
class MemberRow:
    """A member as the others see them."""

    account_id: UUID
    email: str
    name: str
    kind: str
    role: str
    joined_at: datetime
    last_seen_at: datetime | None
    """Of their newest session, anywhere."""


async def list_members(session: Session, *, workspace_id: UUID) -> Sequence[MemberRow]:
    """Who joined first comes first. Services are not people and not listed."""
    seen = (
        select(func.max(AccountSession.last_used_at))
        .where(col(AccountSession.account_id) == col(Account.id))
        .scalar_subquery()
    )
    query = (
        select(Account, Membership.role, Membership.created_at, seen)
        .join(Membership, col(Membership.account_id) == Account.id)
        .where(Membership.workspace_id == workspace_id, Account.kind == "person")
        .order_by(col(Membership.created_at), col(Account.id))
    )
    return [
        MemberRow(account.id, account.email, account.name, account.kind, role, joined, last)
        for account, role, joined, last in await session.exec(query)
    ]


async def role_of(session: Session, *, workspace_id: UUID, account_id: UUID) -> str:
    """
    Raises:
        NotFound: Not a member.
    """
    query = select(Membership.role).where(
        Membership.workspace_id == workspace_id, Membership.account_id == account_id
    )
    role = (await session.exec(query)).first()
    if role is None:
        raise NotFound("member", account_id)
    return role


async def add_member(session: Session, *, workspace_id: UUID, account_id: UUID, role: str) -> None:
    """
    Raises:
        Conflict: They are a member already.
    """
    await lock_workspace(session, workspace_id=workspace_id)
    query = select(Membership.role).where(
        Membership.workspace_id == workspace_id, Membership.account_id == account_id
    )
    if (await session.exec(query)).first() is not None:
        raise Conflict("This account is a member of the workspace already.")
    session.add(Membership(workspace_id=workspace_id, account_id=account_id, role=role))
    await session.flush()


async def change_role(session: Session, *, workspace_id: UUID, account_id: UUID, role: str) -> str:
    """Gives the role that it was before.

    Raises:
        NotFound: Not a member.
        Conflict: They are the last owner.
    """
    await lock_workspace(session, workspace_id=workspace_id)
    before = await role_of(session, workspace_id=workspace_id, account_id=account_id)
    if before == OWNER and role != OWNER:
        await _check_not_last(session, workspace_id, account_id)
    await session.exec(update(Membership).where(*_is(workspace_id, account_id)).values(role=role))
    return before


async def remove_member(session: Session, *, workspace_id: UUID, account_id: UUID) -> str:
    """Out at once, and their API keys of this workspace with them; gives the role they had.

    Raises:
        NotFound: Not a member.
        Conflict: They are the last owner.
    """
    await lock_workspace(session, workspace_id=workspace_id)
    role = await role_of(session, workspace_id=workspace_id, account_id=account_id)
    if role == OWNER:
        await _check_not_last(session, workspace_id, account_id)
    await session.exec(delete(Membership).where(*_is(workspace_id, account_id)))
    # Should they come back one day, keys that they kept must not open anything again.
    await session.exec(
        update(ApiKey)
        .where(
            col(ApiKey.workspace_id) == workspace_id,
            col(ApiKey.account_id) == account_id,
            col(ApiKey.revoked_at).is_(None),
        )
        .values(revoked_at=func.now())
    )
    return role


def _is(workspace_id: UUID, account_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        col(Membership.workspace_id) == workspace_id,
        col(Membership.account_id) == account_id,
    )


async def _check_not_last(session: Session, workspace_id: UUID, account_id: UUID) -> None:
    others = (
        select(func.count())
        .select_from(Membership)
        .join(Account, col(Account.id) == Membership.account_id)
        .where(
            Membership.workspace_id == workspace_id,
            Membership.account_id != account_id,
            Membership.role == OWNER,
            # A service can't sign in and look after it.
            Account.kind == "person",
            col(Account.disabled_at).is_(None),
        )
    )
    if (await session.exec(others)).one() == 0:
        raise Conflict(
            "This is the workspace's last owner: make somebody else an owner first.",
            {"account_id": str(account_id)},
        )
