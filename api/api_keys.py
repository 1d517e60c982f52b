"""Keys for scripts."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, status

from api import audit
from api.access import Manager
from api.paging import CURSOR, LIMIT
from api.schemas.accounts import ApiKeyCreate, ApiKeyCreated, ApiKeyRead, ApiKeyRotate
from api.schemas.shape import Page
from api.service_accounts import check_role
from api.services import Db
from noria.errors import Forbidden
from store import api_keys, service_accounts

router = APIRouter(prefix="/api-keys", tags=["api keys"])


@router.get("")
async def list_api_keys(
    caller: Manager,
    session: Db,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[ApiKeyRead]:
    """All keys of the workspace, newest first, the revoked ones too."""
    page = await api_keys.list_keys(
        session, workspace_id=caller.workspace_id, cursor=cursor, limit=limit
    )
    return Page(
        items=[ApiKeyRead.model_validate(key) for key in page.items], next_cursor=page.next_cursor
    )


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_api_key(body: ApiKeyCreate, caller: Manager, session: Db) -> ApiKeyCreated:
    """Make a key; the answer alone shows it. It can't do more than who makes it."""
    if not caller.permissions.issuperset(body.permissions):
        raise Forbidden("A key can't be given permissions that you don't have.")
    account_id = caller.account_id
    if body.service_account_id:
        account_id = body.service_account_id
        role = await service_accounts.role_of_service(
            session, workspace_id=caller.workspace_id, account_id=account_id
        )
        check_role(caller, role)
    row, key = await api_keys.add_key(
        session,
        workspace_id=caller.workspace_id,
        account_id=account_id,
        name=body.name,
        permissions=sorted(set(body.permissions)),
        expires_at=body.expires_at,
    )
    details = {"name": row.name, "permissions": row.permissions}
    await audit.note(session, caller, "api_key.create", row.id, **details)
    return ApiKeyCreated(**ApiKeyRead.model_validate(row).model_dump(), key=key)


@router.post("/{api_key_id}/rotate", status_code=status.HTTP_201_CREATED)
async def rotate_api_key(
    api_key_id: UUID, body: ApiKeyRotate, caller: Manager, session: Db
) -> ApiKeyCreated:
    """A new key in place of this one, which goes on for `grace_hours`; the answer alone shows it."""
    row, key = await api_keys.rotate_key(
        session,
        workspace_id=caller.workspace_id,
        api_key_id=api_key_id,
        grace=timedelta(hours=body.grace_hours),
    )
    if not caller.permissions.issuperset(row.permissions):
        raise Forbidden("This key may do more than you; its owner can rotate it.")
    details = {"before": str(api_key_id), "grace_hours": body.grace_hours}
    await audit.note(session, caller, "api_key.rotate", row.id, **details)
    return ApiKeyCreated(**ApiKeyRead.model_validate(row).model_dump(), key=key)


@router.delete("/{api_key_id}", status_code=status.HTTP_204_NO_CONTENT)
async def revoke_api_key(api_key_id: UUID, caller: Manager, session: Db) -> None:
    """From now on the key opens nothing."""
    await api_keys.revoke_key(session, workspace_id=caller.workspace_id, api_key_id=api_key_id)
    await audit.note(session, caller, "api_key.revoke", api_key_id)
