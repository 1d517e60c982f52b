"""API keys: `noria_<id>_<secret>`, of which only a hash of the secret is stored."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, exists, func, or_, select, tuple_, update

from noria.errors import NotFound
from store.database import Session, time_of
from store.folder_tables import Folder
from store.ids import new_id
from store.paging import Page, page_of, read_cursor
from store.sharing import SEES_ALL
from store.tables import Account, ApiKey, Membership, Workflow, Workspace

PREFIX = "noria_"
SECRET_BYTES = 32
USE_NOTED_EVERY = timedelta(minutes=1)
"""`last_used_at` is this coarse: not one write for each request."""


@dataclass(frozen=True)
class KeyInUse:
    """Whose key it is, and what it may do at most."""

    id: UUID
    account_id: UUID
    workspace_id: UUID
    role: str
    permissions: Sequence[str]
    has_restricted: bool
    """As of `Standing`."""

    @property
    def is_limited(self) -> bool:
        """As of `Standing`."""
        return self.has_restricted and self.role not in SEES_ALL


@dataclass(frozen=True)
class KeyRow:
    """A key as it is listed."""

    id: UUID
    name: str
    account_id: UUID
    account_name: str
    prefix: str
    permissions: Sequence[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


async def add_key(
    session: Session,
    *,
    workspace_id: UUID,
    account_id: UUID,
    name: str,
    permissions: Sequence[str],
    expires_at: datetime | None,
) -> tuple[KeyRow, str]:
    """The row, and the key itself, which can't be read again."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = ApiKey(
        id=new_id(),
        workspace_id=workspace_id,
        account_id=account_id,
        name=name,
        secret_hash=_hash(secret),
        permissions=list(permissions),
        expires_at=expires_at,
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    account = await session.get(Account, account_id)
    return _row(row, account.name if account else ""), f"{_prefix(row.id)}{secret}"


async def use_key(session: Session, *, token: str) -> KeyInUse | None:
    """Whom a key belongs to; None when it is wrong, revoked, expired, or its account is gone."""
    api_key_id, secret = _split(token)
    if api_key_id is None:
        return None
    query = (
        select(ApiKey, Membership.role, _has_restricted())
        .join(
            Membership,
            (col(Membership.workspace_id) == ApiKey.workspace_id)
            & (col(Membership.account_id) == ApiKey.account_id),
        )
        .join(Account, col(Account.id) == ApiKey.account_id)
        .join(Workspace, col(Workspace.id) == ApiKey.workspace_id)
        .where(
            ApiKey.id == api_key_id,
            col(ApiKey.revoked_at).is_(None),
            or_(col(ApiKey.expires_at).is_(None), col(ApiKey.expires_at) > func.now()),
            col(Account.disabled_at).is_(None),
            col(Workspace.deleted_at).is_(None),
        )
    )
    found = (await session.exec(query)).first()
    if found is None:
        return None
    key, role, has_restricted = found
    if not hmac.compare_digest(key.secret_hash, _hash(secret)):
        return None
    await _note_use(session, api_key_id)
    return KeyInUse(key.id, key.account_id, key.workspace_id, role, key.permissions, has_restricted)


async def list_keys(
    session: Session, *, workspace_id: UUID, cursor: str | None, limit: int
) -> Page[KeyRow]:
    """The newest first."""
    query = (
        select(ApiKey, Account.name)
        .join(Account, col(Account.id) == ApiKey.account_id)
        .where(ApiKey.workspace_id == workspace_id)
    )
    if cursor:
        query = query.where(tuple_(col(ApiKey.created_at), col(ApiKey.id)) < read_cursor(cursor))
    query = query.order_by(col(ApiKey.created_at).desc(), col(ApiKey.id).desc()).limit(limit + 1)
    rows = [_row(key, name) for key, name in await session.exec(query)]
    return page_of(rows, limit, lambda row: (row.created_at, row.id))


async def revoke_key(session: Session, *, workspace_id: UUID, api_key_id: UUID) -> None:
    """
    Raises:
        NotFound: No such key, or it belongs to another workspace.
    """
    change = (
        update(ApiKey)
        .where(col(ApiKey.workspace_id) == workspace_id, col(ApiKey.id) == api_key_id)
        .values(revoked_at=func.coalesce(col(ApiKey.revoked_at), func.now()))
        .returning(col(ApiKey.id))
    )
    if (await session.exec(change)).first() is None:
        raise NotFound("API key", api_key_id)


async def rotate_key(
    session: Session, *, workspace_id: UUID, api_key_id: UUID, grace: timedelta
) -> tuple[KeyRow, str]:
    """A new key in place of one, which goes on for `grace`; it ends when the old one would have.

    Raises:
        NotFound: No such key in this workspace, or it is revoked or over.
    """
    query = (
        select(ApiKey)
        .where(
            ApiKey.workspace_id == workspace_id,
            ApiKey.id == api_key_id,
            col(ApiKey.revoked_at).is_(None),
            or_(col(ApiKey.expires_at).is_(None), col(ApiKey.expires_at) > func.now()),
        )
        .with_for_update()
    )
    old = (await session.exec(query)).first()
    if old is None:
        raise NotFound("API key that is still good", api_key_id)
    made = await add_key(
        session,
        workspace_id=workspace_id,
        account_id=old.account_id,
        name=old.name,
        permissions=old.permissions,
        expires_at=old.expires_at,
    )
    now = await time_of(session)
    ends = now + grace
    old.expires_at = min(ends, old.expires_at) if old.expires_at else ends
    if not grace:
        old.revoked_at = now
    session.add(old)
    return made


async def _note_use(session: Session, api_key_id: UUID) -> None:
    used_at = col(ApiKey.last_used_at)
    stale = or_(used_at.is_(None), used_at < func.now() - USE_NOTED_EVERY)
    await session.exec(
        update(ApiKey)
        .where(col(ApiKey.id) == api_key_id, stale)
        .values(last_used_at=func.now())
        .execution_options(synchronize_session=False)
    )


def _has_restricted() -> Any:
    closed = [
        exists().where(col(table.workspace_id) == ApiKey.workspace_id, col(table.restricted))
        for table in (Workflow, Folder)
    ]
    return or_(*closed)


def _prefix(api_key_id: UUID) -> str:
    return f"{PREFIX}{api_key_id.hex}_"


def _split(token: str) -> tuple[UUID | None, str]:
    key_id, _, secret = token.removeprefix(PREFIX).partition("_")
    try:
        return UUID(hex=key_id), secret
    except ValueError:
        return None, secret


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _row(key: ApiKey, account_name: str) -> KeyRow:
    return KeyRow(
        id=key.id,
        name=key.name,
        account_id=key.account_id,
        account_name=account_name,
        prefix=_prefix(key.id),
        permissions=key.permissions,
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
    )
