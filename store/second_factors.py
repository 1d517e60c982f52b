"""Authenticator apps and recovery codes. A code is good once; codes are kept as hashes."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, func, select, update

from store.account_tables import RecoveryCode, SecondFactor
from store.database import Session
from store.sealing import Place, Sealed, Sealer

_NAME = "totp"


async def put_secret(session: Session, sealer: Sealer, *, account_id: UUID, secret: bytes) -> None:
    """Keep a new secret, not in force yet; one that was not confirmed is replaced."""
    await session.exec(delete(SecondFactor).where(col(SecondFactor.account_id) == account_id))
    sealed = sealer.seal(_place(account_id), {_NAME: secret})
    session.add(
        SecondFactor(
            account_id=account_id,
            key_id=sealed.key_id,
            wrapped_key=sealed.wrapped_key,
            sealed_secret=sealed.data[_NAME],
        )
    )
    await session.flush()


async def read_secret(
    session: Session, sealer: Sealer, *, account_id: UUID, confirmed: bool
) -> bytes | None:
    """None when there is none, or it is confirmed and should not be, or the other way round."""
    row = await session.get(SecondFactor, account_id)
    if row is None or (row.confirmed_at is not None) != confirmed:
        return None
    sealed = Sealed(row.key_id, row.wrapped_key, {_NAME: row.sealed_secret})
    return sealer.open(_place(account_id), sealed)[_NAME]


async def confirmed_at(session: Session, *, account_id: UUID) -> datetime | None:
    """Since when it asks for a code at sign-in; None: it doesn't."""
    query = select(SecondFactor.confirmed_at).where(SecondFactor.account_id == account_id)
    return (await session.exec(query)).first()


async def use_step(session: Session, *, account_id: UUID, step: int) -> bool:
    """Note that the code of these 30 seconds was used; False when it, or a later one, was already."""
    change = (
        update(SecondFactor)
        .where(col(SecondFactor.account_id) == account_id, col(SecondFactor.last_step) < step)
        .values(last_step=step)
        .returning(col(SecondFactor.account_id))
    )
    return (await session.exec(change)).first() is not None


async def confirm(session: Session, *, account_id: UUID, codes: Sequence[str]) -> None:
    """From now on a code is asked for at sign-in; the recovery codes stand in for it, once each."""
    await session.exec(
        update(SecondFactor)
        .where(col(SecondFactor.account_id) == account_id)
        .values(confirmed_at=func.now())
    )
    await put_codes(session, account_id=account_id, codes=codes)


async def put_codes(session: Session, *, account_id: UUID, codes: Sequence[str]) -> None:
    """Instead of those there were."""
    await session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    session.add_all(
        RecoveryCode(account_id=account_id, code_hash=_hash(account_id, code)) for code in codes
    )
    await session.flush()


async def use_code(session: Session, *, account_id: UUID, code: str) -> bool:
    """Whether it is one of the account's and was not used before."""
    change = (
        update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account_id,
            col(RecoveryCode.code_hash) == _hash(account_id, code),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=func.now())
        .returning(col(RecoveryCode.account_id))
    )
    return (await session.exec(change)).first() is not None


async def codes_left(session: Session, *, account_id: UUID) -> int:
    query = (
        select(func.count())
        .select_from(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, col(RecoveryCode.used_at).is_(None))
    )
    return (await session.exec(query)).one()


async def remove(session: Session, *, account_id: UUID) -> None:
    """No code is asked for any more."""
    await session.exec(delete(SecondFactor).where(col(SecondFactor.account_id) == account_id))
    await session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))


def _place(account_id: UUID) -> Place:
    # An account is in no workspace: it is bound to itself.
    return Place(workspace_id=account_id, row_id=account_id)


def _hash(account_id: UUID, code: str) -> bytes:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(account_id.bytes + plain.encode()).digest()
