"""Workspaces of the one who asks: making, naming, handing over and deleting them."""

from fastapi import APIRouter, status

from api import audit
from api.access import Caller, Manager, Owner
from api.schemas.accounts import WorkspaceRead
from api.schemas.members import (
    WorkspaceCreate,
    WorkspaceDelete,
    WorkspaceGone,
    WorkspaceTransfer,
    WorkspaceWrite,
)
from api.services import Db
from noria.errors import Invalid, Problem
from store import members, memberships, workspaces
from store.row_security import move_to_workspace

router = APIRouter(tags=["workspaces"])


@router.post("/workspaces", status_code=status.HTTP_201_CREATED)
async def create_workspace(body: WorkspaceCreate, caller: Manager, session: Db) -> WorkspaceRead:
    """A new workspace, whose owner is who asks; it holds nothing of this one."""
    workspace_id = await workspaces.add_workspace(
        session, account_id=caller.account_id, name=body.name
    )
    await move_to_workspace(session, workspace_id)
    there = Caller(caller.account_id, workspace_id, frozenset())
    await audit.note(session, there, "workspace.create", workspace_id, name=body.name)
    found = await memberships.list_workspaces(session, account_id=caller.account_id)
    return WorkspaceRead.model_validate(next(each for each in found if each.id == workspace_id))


@router.patch("/workspace", status_code=status.HTTP_204_NO_CONTENT)
async def rename_workspace(body: WorkspaceWrite, caller: Manager, session: Db) -> None:
    """Give this workspace another name."""
    await workspaces.rename_workspace(session, workspace_id=caller.workspace_id, name=body.name)
    await audit.note(session, caller, "workspace.rename", caller.workspace_id, name=body.name)


@router.post("/workspace/transfer", status_code=status.HTTP_204_NO_CONTENT)
async def transfer_workspace(body: WorkspaceTransfer, caller: Owner, session: Db) -> None:
    """Hand this workspace over to another member, who becomes its owner; who asks becomes an admin."""
    if body.account_id == caller.account_id:
        message = "You are its owner already; choose another member."
        raise Invalid(message, [Problem(code="same", message=message, field="/account_id")])
    for account_id, role in ((body.account_id, "owner"), (caller.account_id, "admin")):
        await members.change_role(
            session, workspace_id=caller.workspace_id, account_id=account_id, role=role
        )
    details = {"to": str(body.account_id)}
    await audit.note(session, caller, "workspace.transfer", caller.workspace_id, **details)


@router.post("/workspace/delete")
async def delete_workspace(body: WorkspaceDelete, caller: Owner, session: Db) -> WorkspaceGone:
    """Close this workspace at once and delete it, with all in it, in seven days.

    Refused while runs go on in it. `POST /workspace/restore` undoes it until then.
    """
    found = await workspaces.lock_workspace(session, workspace_id=caller.workspace_id)
    if body.name.strip() != found.name:
        message = "This is not the name of the workspace; nothing was deleted."
        raise Invalid(message, [Problem(code="name", message=message, field="/name")])
    gone_at = await workspaces.delete_workspace(session, workspace_id=caller.workspace_id)
    await audit.note(session, caller, "workspace.delete", caller.workspace_id)
    return WorkspaceGone(gone_at=gone_at)


@router.post("/workspace/restore", status_code=status.HTTP_204_NO_CONTENT)
async def restore_workspace(caller: Owner, session: Db) -> None:
    """Undo the deletion of this workspace."""
    await workspaces.restore_workspace(session, workspace_id=caller.workspace_id)
    await audit.note(session, caller, "workspace.restore", caller.workspace_id)
