"""Passkeys of accounts: the public halves."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, func, select, update

from noria.errors import Conflict, NotFound
from store.account_tables import Passkey
from store.database import Session
from store.ids import new_id
from store.tables import Account

MOST = 20


async def list_passkeys(session: Session, *, account_id: UUID) -> Sequence[Passkey]:
    """The oldest first."""
    query = (
        select(Passkey)
        .where(Passkey.account_id == account_id)
        .order_by(col(Passkey.created_at), col(Passkey.id))
    )
    return (await session.exec(query)).all()


async def add_passkey(
    session: Session,
    *,
    account_id: UUID,
    name: str,
    credential_id: bytes,
    public_key: bytes,
    sign_count: int,
) -> Passkey:
    """
    Raises:
        Conflict: The account has as many as one may, or this one is known already.
    """
    if len(await list_passkeys(session, account_id=account_id)) >= MOST:
        raise Conflict(f"An account may have {MOST} passkeys; remove one that you don't use.")
    if await find_passkey(session, credential_id=credential_id) is not None:
        raise Conflict("This passkey is known already.")
    row = Passkey(
        id=new_id(),
        account_id=account_id,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        name=name,
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def find_passkey(session: Session, *, credential_id: bytes) -> Passkey | None:
    """Of an account that may sign in."""
    query = (
        select(Passkey)
        .join(Account, col(Account.id) == Passkey.account_id)
        .where(Passkey.credential_id == credential_id, col(Account.disabled_at).is_(None))
    )
    return (await session.exec(query)).first()


async def note_use(session: Session, *, passkey_id: UUID, sign_count: int) -> None:
    await session.exec(
        update(Passkey)
        .where(col(Passkey.id) == passkey_id)
        .values(sign_count=sign_count, last_used_at=func.now())
    )


async def remove_passkey(session: Session, *, account_id: UUID, passkey_id: UUID) -> None:
    """
    Raises:
        NotFound: The account has no such passkey.
    """
    change = (
        delete(Passkey)
        .where(col(Passkey.id) == passkey_id, col(Passkey.account_id) == account_id)
        .returning(col(Passkey.id))
    )
    if (await session.exec(change)).first() is None:
        raise NotFound("passkey", passkey_id)
