"""Accounts as OpenID providers know them."""

from uuid import UUID

from sqlmodel import col, select

from store.account_tables import Identity
from store.database import Session
from store.tables import Account


async def find_account(session: Session, *, issuer: str, subject: str) -> Account | None:
    """The account that signed in so before, while it may sign in."""
    query = (
        select(Account)
        .join(Identity, col(Identity.account_id) == Account.id)
        .where(
            Identity.issuer == issuer,
            Identity.subject == subject,
            col(Account.disabled_at).is_(None),
        )
    )
    return (await session.exec(query)).first()


async def is_known(session: Session, *, issuer: str, subject: str) -> bool:
    """Also where its account may not sign in any more."""
    return await session.get(Identity, (issuer, subject)) is not None


async def add_identity(session: Session, *, issuer: str, subject: str, account_id: UUID) -> None:
    session.add(Identity(issuer=issuer, subject=subject, account_id=account_id))
    await session.flush()
