"""Sharing workflows and folders with some members only."""

from uuid import UUID

from fastapi import APIRouter

from api import audit
from api.access import Caller, Editor, Reader
from api.schemas.sharing import SharingRead, SharingWrite
from api.services import Db
from noria.errors import Conflict
from store import folders, sharing, workflows
from store.row_security import stands
from store.sharing import Kind, Target

router = APIRouter(tags=["workflows"])


@router.get("/workflows/{workflow_id}/sharing")
async def read_workflow_sharing(workflow_id: UUID, caller: Reader, session: Db) -> SharingRead:
    """With whom the workflow is shared."""
    return await _read(session, _target(caller, "workflow", workflow_id))


@router.put("/workflows/{workflow_id}/sharing")
async def share_workflow(
    workflow_id: UUID, body: SharingWrite, caller: Editor, session: Db
) -> SharingRead:
    """Share it with some members only, or as its folder is.

    Its versions, runs, approvals and triggers go with it. Who asks for it stays in with `edit`.
    """
    await workflows.lock_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    return await _share(session, caller, _target(caller, "workflow", workflow_id), body)


@router.get("/folders/{folder_id}/sharing")
async def read_folder_sharing(folder_id: UUID, caller: Reader, session: Db) -> SharingRead:
    """With whom the folder is shared."""
    return await _read(session, _target(caller, "folder", folder_id))


@router.put("/folders/{folder_id}/sharing")
async def share_folder(
    folder_id: UUID, body: SharingWrite, caller: Editor, session: Db
) -> SharingRead:
    """Share it, and all in it that has no list of its own, with some members only, or with all.

    Who asks for it stays in with `edit`.
    """
    await folders.get_folder(session, workspace_id=caller.workspace_id, folder_id=folder_id)
    return await _share(session, caller, _target(caller, "folder", folder_id), body)


def _target(caller: Caller, kind: Kind, id_: UUID) -> Target:
    return Target(kind, id_, caller.workspace_id)


async def _read(session: Db, target: Target) -> SharingRead:
    return SharingRead.model_validate(await sharing.read_sharing(session, target))


async def _share(session: Db, caller: Caller, target: Target, body: SharingWrite) -> SharingRead:
    levels = {each.account_id: sharing.LEVELS.index(each.level) for each in body.shares}
    if body.restricted and not await stands(session):
        raise Conflict(
            "Row security is off on this server, and without it nothing can be kept from a member: "
            "ask whoever runs it to make its role (docs/security.md)."
        )
    if body.restricted and "manage" not in caller.permissions:
        levels[caller.account_id] = sharing.EDIT
    await sharing.save_sharing(session, target, restricted=body.restricted, levels=levels)
    named = {name: sum(level == at for level in levels.values())
             for at, name in enumerate(sharing.LEVELS) if at}  # fmt: skip
    await audit.note(
        session,
        caller,
        f"{target.kind}.share",
        target.id,
        **(named if body.restricted else {}),
        restricted=body.restricted,
    )
    return await _read(session, target)
