"""Folders of workflows."""

from uuid import UUID

from fastapi import APIRouter, status

from api import audit
from api.access import Caller, Editor, Reader
from api.schemas.shape import Page
from api.schemas.workflows import FolderRead, FolderWrite
from api.services import Db
from api.shared_levels import folder_levels
from store import folders

router = APIRouter(prefix="/folders", tags=["workflows"])


@router.get("")
async def list_folders(caller: Reader, session: Db) -> Page[FolderRead]:
    """All of them in one page, by name."""
    return Page(items=await _all(session, caller), next_cursor=None)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_folder(body: FolderWrite, caller: Editor, session: Db) -> FolderRead:
    """Names are unique in their place."""
    folder = await folders.add_folder(
        session, workspace_id=caller.workspace_id, name=body.name, parent_id=body.parent_id
    )
    await audit.note(session, caller, "folder.create", folder.id)
    return await _one(session, caller, folder.id)


@router.put("/{folder_id}")
async def change_folder(
    folder_id: UUID, body: FolderWrite, caller: Editor, session: Db
) -> FolderRead:
    """Rename it, or move it into another one or out of it."""
    folder = await folders.get_folder(
        session, workspace_id=caller.workspace_id, folder_id=folder_id
    )
    await folders.change_folder(session, folder=folder, name=body.name, parent_id=body.parent_id)
    await audit.note(session, caller, "folder.change", folder_id)
    return await _one(session, caller, folder_id)


@router.delete("/{folder_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_folder(folder_id: UUID, caller: Editor, session: Db) -> None:
    """With the folders in it. No workflow goes: they move to where the folder lay.

    Refused while workflows would come out of a restricted folder, and be seen by all.
    """
    folder = await folders.get_folder(
        session, workspace_id=caller.workspace_id, folder_id=folder_id
    )
    await folders.remove_folder(session, folder=folder)
    await audit.note(session, caller, "folder.delete", folder_id)


async def _one(session: Db, caller: Caller, folder_id: UUID) -> FolderRead:
    return next(each for each in await _all(session, caller) if each.id == folder_id)


async def _all(session: Db, caller: Caller) -> list[FolderRead]:
    levels = await folder_levels(session, caller)
    return [
        FolderRead(**vars(row), restricted=row.id in levels, level=levels.get(row.id, "edit"))
        for row in await folders.list_folders(session, workspace_id=caller.workspace_id)
    ]
