"""Refresh tokens: each is good for one use, and a second use ends its whole family."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, func, select, update

from store.database import Session, time_of
from store.ids import new_id
from store.tables import Account, RefreshToken

SECRET_BYTES = 32


@dataclass(frozen=True)
class IssuedToken:
    """A new token with its secret, which is not stored."""

    secret: str
    account_id: UUID
    workspace_id: UUID
    family_id: UUID
    expires_at: datetime


async def start_family(
    session: Session, *, account_id: UUID, workspace_id: UUID, expires_at: datetime
) -> IssuedToken:
    """The first token of a sign-in."""
    return _issue(session, account_id, workspace_id, new_id(), expires_at)


async def rotate(session: Session, *, secret: str) -> IssuedToken | None:
    """Trade a token for the next of its family; None when it is not good.

    One that was used before revokes the family: of the two who hold it, one is a thief. The family
    ends where its first token would have: use does not prolong it.
    """
    query = select(RefreshToken).where(RefreshToken.token_hash == _hash(secret)).with_for_update()
    token = (await session.exec(query)).first()
    if token is None:
        return None
    if token.used_at is not None:
        await _revoke(session, token.family_id)
        return None
    account = await session.get(Account, token.account_id)
    now = await time_of(session)
    active = account is not None and account.disabled_at is None
    if token.revoked_at is not None or token.expires_at <= now or not active:
        return None
    token.used_at = now
    return _issue(session, token.account_id, token.workspace_id, token.family_id, token.expires_at)


async def revoke_family(session: Session, *, secret: str) -> None:
    """End the session that a token belongs to; an unknown token changes nothing."""
    query = select(RefreshToken.family_id).where(RefreshToken.token_hash == _hash(secret))
    family_id = (await session.exec(query)).first()
    if family_id is not None:
        await _revoke(session, family_id)


async def revoke_account(session: Session, *, account_id: UUID) -> None:
    """End all sessions of an account, as when its password changes."""
    await session.exec(
        update(RefreshToken)
        .where(col(RefreshToken.account_id) == account_id, col(RefreshToken.revoked_at).is_(None))
        .values(revoked_at=func.now())
    )


async def _revoke(session: Session, family_id: UUID) -> None:
    await session.exec(
        update(RefreshToken)
        .where(col(RefreshToken.family_id) == family_id, col(RefreshToken.revoked_at).is_(None))
        .values(revoked_at=func.now())
    )


def _issue(
    session: Session, account_id: UUID, workspace_id: UUID, family_id: UUID, expires_at: datetime
) -> IssuedToken:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    session.add(
        RefreshToken(
            id=new_id(),
            workspace_id=workspace_id,
            account_id=account_id,
            family_id=family_id,
            token_hash=_hash(secret),
            expires_at=expires_at,
        )
    )
    return IssuedToken(secret, account_id, workspace_id, family_id, expires_at)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
