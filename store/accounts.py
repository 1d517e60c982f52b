"""Accounts: people who may sign in."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from noria.errors import NotFound
from store.database import Session
from store.ids import new_id
from store.tables import Account, Membership, Workspace


def normal_email(email: str) -> str:
    """As it is stored and looked up."""
    return email.strip().lower()


async def find_account(session: Session, *, email: str) -> Account | None:
    """An account that may sign in; None when there is none, or it is disabled."""
    query = select(Account).where(
        Account.email == email, Account.kind == "person", col(Account.disabled_at).is_(None)
    )
    return (await session.exec(query)).first()


async def exists(session: Session, *, email: str) -> bool:
    """Whether there is such an account, disabled or not."""
    query = select(Account.id).where(Account.email == email)
    return (await session.exec(query)).first() is not None


async def get_account(session: Session, *, account_id: UUID) -> Account:
    """
    Raises:
        NotFound: No such account.
    """
    account = await session.get(Account, account_id)
    if account is None:
        raise NotFound("account", account_id)
    return account


async def email_of(session: Session, *, account_id: UUID) -> str:
    """
    Raises:
        NotFound: No such account.
    """
    return (await get_account(session, account_id=account_id)).email


@dataclass(frozen=True)
class Owner:
    """A new account and the workspace that was made with it."""

    account_id: UUID
    workspace_id: UUID


async def add_owner(
    session: Session, *, email: str, password_hash: str, workspace_name: str
) -> Owner:
    """An account with a workspace of its own."""
    account = Account(
        id=new_id(), email=email, name=email.partition("@")[0], password_hash=password_hash
    )
    workspace = Workspace(id=new_id(), name=workspace_name)
    session.add_all([account, workspace])
    await session.flush()
    session.add(Membership(workspace_id=workspace.id, account_id=account.id, role="owner"))
    return Owner(account.id, workspace.id)


async def add_person(session: Session, *, email: str, name: str, password_hash: str) -> Account:
    """An account without any workspace yet; an empty hash: no password opens it."""
    account = Account(id=new_id(), email=email, name=name, password_hash=password_hash)
    session.add(account)
    await session.flush()
    return account


async def set_password(session: Session, *, account_id: UUID, password_hash: str) -> None:
    """Its sessions are for the caller to end."""
    account = await get_account(session, account_id=account_id)
    account.password_hash = password_hash
    session.add(account)


async def rename_account(session: Session, *, account_id: UUID, name: str) -> None:
    account = await get_account(session, account_id=account_id)
    account.name = name
    session.add(account)
