"""Service accounts: who acts where a person should not, with API keys alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, func, select, update

from noria.errors import NotFound
from store.database import Session
from store.ids import new_id
from store.members import remove_member
from store.tables import Account, Membership

KIND = "service"


@dataclass(frozen=True)
class ServiceRow:
    """A service account as it is listed."""

    id: UUID
    name: str
    role: str
    created_at: datetime


async def list_services(session: Session, *, workspace_id: UUID) -> Sequence[ServiceRow]:
    """By name."""
    query = (
        select(Account.id, Account.name, Membership.role, Membership.created_at)
        .join(Membership, col(Membership.account_id) == Account.id)
        .where(Membership.workspace_id == workspace_id, Account.kind == KIND)
        .order_by(col(Account.name), col(Account.id))
    )
    return [ServiceRow(*row) for row in await session.exec(query)]


async def add_service(session: Session, *, workspace_id: UUID, name: str, role: str) -> ServiceRow:
    """It has no password and no address that mail reaches: keys alone act for it."""
    account_id = new_id()
    session.add(
        Account(
            id=account_id,
            email=f"{account_id}@service.invalid",
            name=name,
            kind=KIND,
            password_hash="",
        )
    )
    await session.flush()
    session.add(Membership(workspace_id=workspace_id, account_id=account_id, role=role))
    await session.flush()
    return next(
        row
        for row in await list_services(session, workspace_id=workspace_id)
        if row.id == account_id
    )


async def role_of_service(session: Session, *, workspace_id: UUID, account_id: UUID) -> str:
    """
    Raises:
        NotFound: The workspace has no such service account.
    """
    for row in await list_services(session, workspace_id=workspace_id):
        if row.id == account_id:
            return row.role
    raise NotFound("service account", account_id)


async def remove_service(session: Session, *, workspace_id: UUID, account_id: UUID) -> None:
    """Its keys open nothing any more; what it did stays told under its name.

    Raises:
        NotFound: The workspace has no such service account.
    """
    await role_of_service(session, workspace_id=workspace_id, account_id=account_id)
    await remove_member(session, workspace_id=workspace_id, account_id=account_id)
    await session.exec(
        update(Account).where(col(Account.id) == account_id).values(disabled_at=func.now())
    )
