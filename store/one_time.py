"""One-time tokens: good for one use, for some minutes. What is stored of one does not open it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, func

from store.account_tables import OneTimeToken
from store.database import Session, time_of

SECRET_BYTES = 32
Purpose = Literal["reset", "passkey", "passkey_add", "oidc"]


@dataclass(frozen=True)
class Redeemed:
    """What a token stood for."""

    account_id: UUID | None
    data: dict[str, Any]


async def add_token(
    session: Session,
    *,
    purpose: Purpose,
    lifetime: timedelta,
    account_id: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> str:
    """The secret. Tokens that are over are swept out on the way."""
    now = await time_of(session)
    await session.exec(delete(OneTimeToken).where(col(OneTimeToken.expires_at) < now))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    session.add(
        OneTimeToken(
            token_hash=_hash(secret),
            purpose=purpose,
            account_id=account_id,
            data=data or {},
            expires_at=now + lifetime,
        )
    )
    await session.flush()
    return secret


async def redeem(session: Session, *, purpose: Purpose, secret: str) -> Redeemed | None:
    """Use a token up; None when it is wrong, used, over, or for something else."""
    change = (
        delete(OneTimeToken)
        .where(
            col(OneTimeToken.token_hash) == _hash(secret),
            col(OneTimeToken.purpose) == purpose,
            col(OneTimeToken.expires_at) > func.now(),
        )
        .returning(col(OneTimeToken.account_id), col(OneTimeToken.data))
    )
    row = (await session.exec(change)).first()
    return Redeemed(row[0], row[1]) if row else None


async def forget_tokens(session: Session, *, purpose: Purpose, account_id: UUID) -> None:
    """All of an account's, as when its password changes."""
    await session.exec(
        delete(OneTimeToken).where(
            col(OneTimeToken.purpose) == purpose, col(OneTimeToken.account_id) == account_id
        )
    )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
