"""Credentials of the workspace: made, changed and listed here; opened by workers alone."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api import audit
from api.access import Caller, CredentialManager, Reader
from api.credential_checks import may_use
from api.credential_fields import check_hosts, read_fields, type_named, with_tokens
from api.paging import CURSOR, LIMIT
from api.problems import NEEDS_SETTINGS
from api.schemas.credentials import (
    CredentialCreate,
    CredentialRead,
    CredentialTypeRead,
    CredentialUpdate,
    CredentialUseRead,
    CredentialUses,
)
from api.schemas.shape import Page
from api.services import Db, Parts, Services
from noria.catalog import load_catalog
from noria.credential_uses import credential_uses
from noria.credentials import load_credential_types
from noria.errors import Conflict, Forbidden, Unavailable
from store import credentials
from store.credential_search import workflows_naming
from store.credentials import CredentialChange, CredentialRow, Expiry
from store.database import Session
from store.sealing import Sealer

router = APIRouter(tags=["credentials"])


@router.get("/credential-types")
async def list_credential_types(caller: Reader) -> Page[CredentialTypeRead]:
    """All that this installation knows, at once."""
    items = [
        CredentialTypeRead(
            type=each.name,
            title=each.title,
            description=each.description,
            icon=each.icon,
            fields_schema=dict(each.schema),
            secrets=sorted(each.secrets),
            hosts=list(each.hosts),
            asks_hosts=each.asks_hosts,
        )
        for each in load_credential_types()
    ]
    return Page(items=items, next_cursor=None)


@router.get("/credentials")
async def list_credentials(
    caller: Reader,
    session: Db,
    type_: Annotated[
        list[str] | None,
        Query(alias="type", max_length=50, description="Of these types only; may be repeated."),
    ] = None,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[CredentialRead]:
    """The newest first, without their secrets."""
    page = await credentials.list_credentials(
        session, workspace_id=caller.workspace_id, types=type_, cursor=cursor, limit=limit
    )
    return Page(items=[_read(row, caller) for row in page.items], next_cursor=page.next_cursor)


@router.post("/credentials", status_code=status.HTTP_201_CREATED, responses=NEEDS_SETTINGS)
async def create_credential(
    body: CredentialCreate, caller: CredentialManager, session: Db, parts: Parts
) -> CredentialRead:
    """Store one, encrypted. No answer ever shows its secrets again."""
    known = type_named(body.type)
    fields = read_fields(known, body.fields)
    row = await credentials.add_credential(
        session,
        _sealer(parts),
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        type_name=known.name,
        new=CredentialChange(
            name=body.name,
            description=body.description,
            public=fields.public,
            secrets=fields.secrets,
            allowed_hosts=check_hosts(known, body.allowed_hosts),
            sharing=body.sharing,
            expiry=Expiry(body.expires_at),
        ),
    )
    details = {"name": row.name, "type": row.type, "allowed_hosts": list(row.allowed_hosts)}
    await audit.note(session, caller, "credential.create", row.id, **details)
    return _read(row, caller)


@router.get("/credentials/{credential_id}")
async def read_credential(credential_id: UUID, caller: Reader, session: Db) -> CredentialRead:
    """One, without its secrets."""
    return _read(await _get(session, caller, credential_id), caller)


@router.patch("/credentials/{credential_id}", responses=NEEDS_SETTINGS)
async def update_credential(
    credential_id: UUID,
    body: CredentialUpdate,
    caller: CredentialManager,
    session: Db,
    parts: Parts,
) -> CredentialRead:
    """Change what is sent; secrets that are not sent stay. Workers follow within a minute.

    Where its secrets stay and its hosts grow, they would go where their giver has not sent them:
    that takes who made it, or who manages the workspace.
    """
    row = await _get(session, caller, credential_id)
    _check_may_change(row, caller)
    known = type_named(row.type)
    fields = None if body.fields is None else read_fields(known, body.fields, kept=row.secrets)
    if fields is not None:
        fields = with_tokens(known, row.public, fields)
    hosts = None if body.allowed_hosts is None else check_hosts(known, body.allowed_hosts)
    if hosts is not None and not set(hosts) <= set(row.allowed_hosts):
        _check_owns(row, caller, "send it to more hosts")
    if body.sharing not in (None, row.sharing):
        _check_owns(row, caller, "change who may use it")
    if fields is not None and fields.public != row.public and row.secrets:
        _check_owns(row, caller, "change where or as whom it signs in")
    changed = await credentials.change_credential(
        session,
        _sealer(parts),
        workspace_id=caller.workspace_id,
        credential_id=credential_id,
        change=CredentialChange(
            name=body.name,
            description=body.description,
            public=fields.public if fields else None,
            secrets=fields.secrets if fields else None,
            allowed_hosts=hosts,
            sharing=body.sharing,
            expiry=Expiry(body.expires_at) if "expires_at" in body.model_fields_set else None,
        ),
    )
    details = {
        "name": changed.name,
        "changed": sorted(body.model_fields_set - {"fields"}),
        "fields": sorted(body.fields or ()),
    }
    await audit.note(session, caller, "credential.update", credential_id, **details)
    return _read(changed, caller)


@router.delete("/credentials/{credential_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_credential(
    credential_id: UUID,
    caller: CredentialManager,
    session: Db,
    force: Annotated[bool, Query(description="Although workflows use it.")] = False,
) -> None:
    """Forget it. Refused while workflows use it, unless forced: their steps would fail."""
    row = await _get(session, caller, credential_id)
    _check_may_change(row, caller)
    uses = await _uses(session, row, caller)
    if uses and not force:
        names = ", ".join(repr(use.workflow_name) for use in uses[:5])
        raise Conflict(
            f"{len(uses)} workflows use the credential {row.name!r}, as {names}: let them use "
            "another, or delete it with force.",
            {"workflow_ids": [str(use.workflow_id) for use in uses[:100]]},
        )
    await credentials.delete_credential(
        session, workspace_id=caller.workspace_id, credential_id=credential_id
    )
    await audit.note(
        session, caller, "credential.delete", credential_id, name=row.name, uses=len(uses)
    )


@router.get("/credentials/{credential_id}/uses")
async def list_credential_uses(credential_id: UUID, caller: Reader, session: Db) -> CredentialUses:
    """Workflows that name it, in their draft or their newest version."""
    row = await _get(session, caller, credential_id)
    return CredentialUses(items=list(await _uses(session, row, caller)))


async def _uses(
    session: Session, row: CredentialRow, caller: Caller
) -> Sequence[CredentialUseRead]:
    found: list[CredentialUseRead] = []
    for each in await workflows_naming(session, workspace_id=caller.workspace_id, name=row.name):
        draft = _nodes(each.draft_graph, row.name)
        version = _nodes(each.version_graph, row.name)
        if draft or version:
            use = CredentialUseRead(
                workflow_id=each.workflow_id,
                workflow_name=each.workflow_name,
                node_ids=draft or version,
                in_draft=bool(draft),
                in_version=each.version if version else None,
            )
            found.append(use)
    return found


def _nodes(graph: object, name: str) -> list[str]:
    if not isinstance(graph, dict):
        return []
    uses = credential_uses(graph, load_catalog())  # pyright: ignore[reportUnknownArgumentType] - JSON
    return [use.node_id for use in uses if use.name == name]


async def _get(session: Session, caller: Caller, credential_id: UUID) -> CredentialRow:
    return await credentials.get_credential(
        session, workspace_id=caller.workspace_id, credential_id=credential_id
    )


def _manages(caller: Caller) -> bool:
    return "manage" in caller.permissions


def _check_may_change(row: CredentialRow, caller: Caller) -> None:
    if not may_use(row, caller.account_id, manages=_manages(caller)):
        raise Forbidden(f"The credential {row.name!r} is private to somebody else.")


def _check_owns(row: CredentialRow, caller: Caller, what: str) -> None:
    if row.account_id != caller.account_id and not _manages(caller):
        raise Forbidden(
            f"Only who made the credential {row.name!r}, or who manages the workspace, may {what}: "
            "ask them, or make one of your own."
        )


def _sealer(parts: Services) -> Sealer:
    if parts.sealer is None:
        raise Unavailable("Credentials need NORIA_SECRET_KEYS, which this server is not given.")
    return parts.sealer


def _read(row: CredentialRow, caller: Caller) -> CredentialRead:
    known = load_credential_types().find(row.type)
    return CredentialRead(
        id=row.id,
        name=row.name,
        type=row.type,
        description=row.description,
        public=dict(row.public),
        secrets=list(row.secrets),
        allowed_hosts=list(row.allowed_hosts) or list(known.hosts if known else ()),
        sharing=row.sharing,
        account_id=row.account_id,
        may_use=may_use(row, caller.account_id, manages=_manages(caller)),
        used_at=row.used_at,
        expires_at=row.expires_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
