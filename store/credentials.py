"""Credentials of a workspace. Listing and changing them opens no secret; `find_sealed` is for workers."""

from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import orjson
from pydantic import JsonValue
from sqlmodel import col, delete, func, or_, select, tuple_, update

from noria.errors import Conflict, NotFound
from store.credential_tables import Credential
from store.database import Session, time_of
from store.ids import new_id
from store.paging import Page, page_of, read_cursor
from store.sealing import Place, Sealed, Sealer

Sharing = Literal["workspace", "private"]
EXPIRES_AT = "expires_at"
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class CredentialRow:
    """A credential as it is listed: all but its secrets."""

    id: UUID
    workspace_id: UUID
    name: str
    type: str
    description: str
    public: Mapping[str, Any]
    secrets: Sequence[str]
    """Names of the fields that are sealed."""
    allowed_hosts: Sequence[str]
    sharing: Sharing
    account_id: UUID | None
    used_at: datetime | None
    expires_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Expiry:
    """When a credential stops being good; None: nobody says."""

    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CredentialChange:
    """What to change; None leaves a thing as it is."""

    name: str | None = None
    description: str | None = None
    public: Mapping[str, Any] | None = None
    """All fields that are no secrets."""
    secrets: Mapping[str, JsonValue] | None = None
    """Those to replace; null removes one."""
    allowed_hosts: Sequence[str] | None = None
    sharing: Sharing | None = None
    expiry: Expiry | None = None


@dataclass(frozen=True)
class OpenRow:
    """A credential with its secrets. Belongs to workers: not shown, not kept."""

    row: CredentialRow
    secrets: Mapping[str, JsonValue]


async def add_credential(
    session: Session,
    sealer: Sealer,
    *,
    workspace_id: UUID,
    account_id: UUID,
    type_name: str,
    new: CredentialChange,
) -> CredentialRow:
    """
    Raises:
        Conflict: The workspace has one of this name.
    """
    assert new.name is not None
    await _check_name(session, workspace_id, new.name)
    place = Place(workspace_id, new_id())
    given = _encode(new.secrets or {})
    sealed = sealer.seal(place, {name: data for name, data in given.items() if data is not None})
    row = Credential(
        id=place.row_id,
        workspace_id=workspace_id,
        name=new.name,
        type=type_name,
        description=new.description or "",
        public=dict(new.public or {}),
        key_id=sealed.key_id,
        wrapped_key=sealed.wrapped_key,
        sealed=_to_text(sealed.data),
        allowed_hosts=list(new.allowed_hosts or ()),
        sharing=new.sharing or "workspace",
        account_id=account_id,
        expires_at=new.expiry.at if new.expiry else None,
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return _row(row)


async def list_credentials(
    session: Session,
    *,
    workspace_id: UUID,
    types: Collection[str] | None,
    cursor: str | None,
    limit: int,
) -> Page[CredentialRow]:
    """The newest first; of these types, or of all."""
    query = select(Credential).where(Credential.workspace_id == workspace_id)
    if types is not None:
        query = query.where(col(Credential.type).in_(types))
    if cursor:
        query = query.where(
            tuple_(col(Credential.created_at), col(Credential.id)) < read_cursor(cursor)
        )
    query = query.order_by(col(Credential.created_at).desc(), col(Credential.id).desc())
    rows = [_row(row) for row in await session.exec(query.limit(limit + 1))]
    return page_of(rows, limit, lambda row: (row.created_at, row.id))


async def find_credentials(
    session: Session, *, workspace_id: UUID, names: Collection[str]
) -> dict[str, CredentialRow]:
    """By name; those that there are."""
    if not names:
        return {}
    query = select(Credential).where(
        Credential.workspace_id == workspace_id, col(Credential.name).in_(names)
    )
    return {row.name: _row(row) for row in await session.exec(query)}


async def get_credential(
    session: Session, *, workspace_id: UUID, credential_id: UUID
) -> CredentialRow:
    """
    Raises:
        NotFound: No such credential, or it belongs to another workspace.
    """
    return _row(await _lock(session, workspace_id, credential_id, lock=False))


async def change_credential(
    session: Session,
    sealer: Sealer,
    *,
    workspace_id: UUID,
    credential_id: UUID,
    change: CredentialChange,
) -> CredentialRow:
    """
    Raises:
        NotFound: As `get_credential`.
        Conflict: The workspace has another one of the new name.
        Unavailable: The row can't be opened with the keys that there are.
    """
    row = await _lock(session, workspace_id, credential_id)
    if change.name is not None and change.name != row.name:
        await _check_name(session, workspace_id, change.name)
    for name in ("name", "description", "sharing"):
        if (value := getattr(change, name)) is not None:
            setattr(row, name, value)
    if change.public is not None:
        row.public = dict(change.public)
    if change.allowed_hosts is not None:
        row.allowed_hosts = list(change.allowed_hosts)
    if change.expiry is not None:
        row.expires_at = change.expiry.at
    if change.secrets:
        _keep(row, sealer.change(_place(row), _sealed(row), _encode(change.secrets)))
    row.updated_at = await time_of(session)
    await session.flush()
    return _row(row)


async def delete_credential(session: Session, *, workspace_id: UUID, credential_id: UUID) -> None:
    """
    Raises:
        NotFound: As `get_credential`.
    """
    gone = await session.exec(
        delete(Credential)
        .where(col(Credential.workspace_id) == workspace_id, col(Credential.id) == credential_id)
        .returning(col(Credential.id))
    )
    if gone.first() is None:
        raise NotFound("credential", credential_id)


async def open_credential(
    session: Session, sealer: Sealer, *, workspace_id: UUID, name: str
) -> OpenRow | None:
    """For a worker, inside an attempt; None when the workspace has none of this name.

    Raises:
        Unavailable: It can't be opened with the keys that there are.
    """
    query = select(Credential).where(
        Credential.workspace_id == workspace_id, Credential.name == name
    )
    row = (await session.exec(query)).first()
    if row is None:
        return None
    opened = _opened(sealer, row)
    await _note_use(session, row.id)
    return opened


async def lock_open(
    session: Session, sealer: Sealer, *, workspace_id: UUID, credential_id: UUID
) -> OpenRow:
    """As `open_credential`, and nobody else renews its tokens before the transaction ends.

    Raises:
        NotFound: As `get_credential`.
        Unavailable: It can't be opened with the keys that there are.
    """
    return _opened(sealer, await _lock(session, workspace_id, credential_id))


async def save_tokens(
    session: Session,
    sealer: Sealer,
    *,
    workspace_id: UUID,
    credential_id: UUID,
    changes: Mapping[str, JsonValue],
) -> OpenRow:
    """What a token server gave: `expires_at` is shown, all else is secret."""
    row = await _lock(session, workspace_id, credential_id)
    shown = {name: value for name, value in changes.items() if name == EXPIRES_AT}
    secret = {name: value for name, value in changes.items() if name != EXPIRES_AT}
    row.public = {**row.public, **shown}
    _keep(row, sealer.change(_place(row), _sealed(row), _encode(secret)))
    await session.flush()
    return _opened(sealer, row)


def _opened(sealer: Sealer, row: Credential) -> OpenRow:
    opened = sealer.open(_place(row), _sealed(row))
    return OpenRow(_row(row), {each: orjson.loads(data) for each, data in opened.items()})


async def _note_use(session: Session, credential_id: UUID) -> None:
    used_at = col(Credential.used_at)
    stale = or_(used_at.is_(None), used_at < func.now() - USE_NOTED_EVERY)
    await session.exec(
        update(Credential)
        .where(col(Credential.id) == credential_id, stale)
        .values(used_at=func.now())
        .execution_options(synchronize_session=False)
    )


async def _lock(
    session: Session, workspace_id: UUID, credential_id: UUID, *, lock: bool = True
) -> Credential:
    query = select(Credential).where(
        Credential.workspace_id == workspace_id, Credential.id == credential_id
    )
    row = (await session.exec(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound("credential", credential_id)
    return row


async def _check_name(session: Session, workspace_id: UUID, name: str) -> None:
    query = select(Credential.id).where(
        Credential.workspace_id == workspace_id, Credential.name == name
    )
    if (await session.exec(query)).first() is not None:
        raise Conflict(f"The workspace has a credential {name!r} already: choose another name.")


def _encode(secrets: Mapping[str, JsonValue]) -> dict[str, bytes | None]:
    return {name: None if value is None else orjson.dumps(value) for name, value in secrets.items()}


def _keep(row: Credential, sealed: Sealed) -> None:
    row.key_id, row.wrapped_key = sealed.key_id, sealed.wrapped_key
    row.sealed = _to_text(sealed.data)


def _to_text(data: Mapping[str, bytes]) -> dict[str, str]:
    return {name: b64encode(each).decode() for name, each in data.items()}


def _sealed(row: Credential) -> Sealed:
    data = {name: b64decode(text) for name, text in row.sealed.items()}
    return Sealed(row.key_id, row.wrapped_key, data)


def _place(row: Credential) -> Place:
    return Place(row.workspace_id, row.id)


def _row(row: Credential) -> CredentialRow:
    return CredentialRow(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        type=row.type,
        description=row.description,
        public=row.public,
        secrets=sorted(row.sealed),
        allowed_hosts=row.allowed_hosts,
        sharing=row.sharing,  # pyright: ignore[reportArgumentType] - the table holds no other
        account_id=row.account_id,
        used_at=row.used_at,
        expires_at=row.expires_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
