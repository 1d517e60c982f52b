"""Service accounts: make one, give it API keys, remove it."""

from uuid import UUID

from fastapi import APIRouter, status

from api import audit
from api.access import Caller, Manager
from api.permissions import Role, permissions_of
from api.schemas.accounts import ServiceAccountCreate, ServiceAccountRead
from api.schemas.shape import Page
from api.services import Db
from noria.errors import Forbidden
from store import service_accounts

router = APIRouter(prefix="/service-accounts", tags=["api keys"])


@router.get("")
async def list_service_accounts(caller: Manager, session: Db) -> Page[ServiceAccountRead]:
    """By name; one page holds them all."""
    rows = await service_accounts.list_services(session, workspace_id=caller.workspace_id)
    return Page(items=[ServiceAccountRead.model_validate(row) for row in rows], next_cursor=None)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_service_account(
    body: ServiceAccountCreate, caller: Manager, session: Db
) -> ServiceAccountRead:
    """An account for a program: it can't sign in, and outlives who made it. Give it API keys."""
    check_role(caller, body.role)
    row = await service_accounts.add_service(
        session, workspace_id=caller.workspace_id, name=body.name, role=body.role
    )
    details = {"name": body.name, "role": body.role}
    await audit.note(session, caller, "service_account.create", row.id, **details)
    return ServiceAccountRead.model_validate(row)


@router.delete("/{service_account_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_service_account(service_account_id: UUID, caller: Manager, session: Db) -> None:
    """Its keys are refused from now on."""
    await service_accounts.remove_service(
        session, workspace_id=caller.workspace_id, account_id=service_account_id
    )
    await audit.note(session, caller, "service_account.remove", service_account_id)


def check_role(caller: Caller, role: Role | str) -> None:
    """
    Raises:
        Forbidden: The role may do more than the caller.
    """
    if not permissions_of(role) <= caller.permissions:
        raise Forbidden(f"The role {role!r} may do more than you.")
