"""Sessions: where an account is signed in, and the end of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import col, func, select, update

from noria.errors import NotFound
from store.account_tables import AccountSession
from store.database import Session

MAX_AGENT_CHARS = 300
Method = Literal["password", "passkey", "oidc", "invitation"]


@dataclass(frozen=True)
class Device:
    """From where a request comes."""

    user_agent: str
    address: str


async def add_session(
    session: Session,
    *,
    session_id: UUID,
    account_id: UUID,
    method: Method,
    device: Device,
    expires_at: datetime,
) -> None:
    session.add(
        AccountSession(
            id=session_id,
            account_id=account_id,
            method=method,
            user_agent=device.user_agent[:MAX_AGENT_CHARS],
            address=device.address,
            expires_at=expires_at,
        )
    )
    await session.flush()


async def note_use(session: Session, *, session_id: UUID, device: Device) -> None:
    await session.exec(
        update(AccountSession)
        .where(col(AccountSession.id) == session_id)
        .values(
            last_used_at=func.now(),
            address=device.address,
            user_agent=device.user_agent[:MAX_AGENT_CHARS],
        )
    )


async def list_sessions(session: Session, *, account_id: UUID) -> Sequence[AccountSession]:
    """Those that are still good, the one used last first."""
    query = (
        select(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            col(AccountSession.revoked_at).is_(None),
            col(AccountSession.expires_at) > func.now(),
        )
        .order_by(col(AccountSession.last_used_at).desc(), col(AccountSession.id))
    )
    return (await session.exec(query)).all()


async def started_at(session: Session, *, session_id: UUID) -> datetime | None:
    """When it was signed in; None when there is no such session."""
    query = select(AccountSession.created_at).where(AccountSession.id == session_id)
    return (await session.exec(query)).first()


async def revoke_session(session: Session, *, account_id: UUID, session_id: UUID) -> None:
    """
    Raises:
        NotFound: The account has no such session.
    """
    change = (
        update(AccountSession)
        .where(col(AccountSession.id) == session_id, col(AccountSession.account_id) == account_id)
        .values(revoked_at=func.coalesce(col(AccountSession.revoked_at), func.now()))
        .returning(col(AccountSession.id))
    )
    if (await session.exec(change)).first() is None:
        raise NotFound("session", session_id)


async def revoke_sessions(
    session: Session, *, account_id: UUID, but: UUID | None = None
) -> Sequence[UUID]:
    """End all sessions of an account, `but` one perhaps; gives which."""
    change = (
        update(AccountSession)
        .where(
            col(AccountSession.account_id) == account_id, col(AccountSession.revoked_at).is_(None)
        )
        .values(revoked_at=func.now())
        .returning(col(AccountSession.id))
    )
    if but is not None:
        change = change.where(col(AccountSession.id) != but)
    return [row[0] for row in await session.exec(change)]
