"""Refresh tokens: each is good for one use, and a second use ends its whole family."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, func, select, update

from store.account_sessions import Device, Method, add_session, note_use
from store.account_tables import AccountSession
from store.database import Session, time_of
from store.ids import new_id
from store.tables import Account, RefreshToken

SECRET_BYTES = 32


@dataclass(frozen=True)
class IssuedToken:
    """A new token with its secret, which is not stored."""

    secret: str
    account_id: UUID
    workspace_id: UUID | None
    """None: the one that it was for is gone."""
    family_id: UUID
    expires_at: datetime


async def start_family(
    session: Session,
    *,
    account_id: UUID,
    workspace_id: UUID,
    expires_at: datetime,
    method: Method,
    device: Device,
) -> IssuedToken:
    """A new session with its first token."""
    family_id = new_id()
    await add_session(
        session,
        session_id=family_id,
        account_id=account_id,
        method=method,
        device=device,
        expires_at=expires_at,
    )
    return _issue(session, account_id, workspace_id, family_id, expires_at)


async def rotate(session: Session, *, secret: str, device: Device) -> IssuedToken | None:
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
    now = await time_of(session)
    if (
        token.revoked_at is not None
        or token.expires_at <= now
        or not await _is_good(session, token)
    ):
        return None
    token.used_at = now
    await note_use(session, session_id=token.family_id, device=device)
    return _issue(session, token.account_id, token.workspace_id, token.family_id, token.expires_at)


async def revoke_family(session: Session, *, secret: str) -> None:
    """End the session that a token belongs to; an unknown token changes nothing."""
    query = select(RefreshToken.family_id).where(RefreshToken.token_hash == _hash(secret))
    family_id = (await session.exec(query)).first()
    if family_id is not None:
        await _revoke(session, family_id)


async def _is_good(session: Session, token: RefreshToken) -> bool:
    """Whether its account may sign in and its session has not been ended."""
    query = (
        select(AccountSession.id)
        .join(Account, col(Account.id) == AccountSession.account_id)
        .where(
            AccountSession.id == token.family_id,
            col(AccountSession.revoked_at).is_(None),
            col(Account.disabled_at).is_(None),
        )
    )
    return (await session.exec(query)).first() is not None


async def _revoke(session: Session, family_id: UUID) -> None:
    await session.exec(
        update(RefreshToken)
        .where(col(RefreshToken.family_id) == family_id, col(RefreshToken.revoked_at).is_(None))
        .values(revoked_at=func.now())
    )
    await session.exec(
        update(AccountSession)
        .where(col(AccountSession.id) == family_id, col(AccountSession.revoked_at).is_(None))
        .values(revoked_at=func.now())
    )


def _issue(
    session: Session,
    account_id: UUID,
    workspace_id: UUID | None,
    family_id: UUID,
    expires_at: datetime,
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
