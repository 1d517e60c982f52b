"""Folders of workflows."""

from uuid import UUID

from fastapi import APIRouter, status

from api import audit
from api.access import Editor, Reader
from api.schemas.shape import Page
from api.schemas.workflows import FolderRead, FolderWrite
from api.services import Db
from store import folders
from store.folder_tables import Folder

router = APIRouter(prefix="/folders", tags=["workflows"])


@router.get("")
async def list_folders(caller: Reader, session: Db) -> Page[FolderRead]:
    """All of them in one page, by name."""
    found = await folders.list_folders(session, workspace_id=caller.workspace_id)
    return Page(items=[FolderRead.model_validate(row) for row in found], next_cursor=None)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_folder(body: FolderWrite, caller: Editor, session: Db) -> FolderRead:
    """Names are unique in their place."""
    folder = await folders.add_folder(
        session, workspace_id=caller.workspace_id, name=body.name, parent_id=body.parent_id
    )
    await audit.note(session, caller, "folder.create", folder.id)
    return _read(folder, workflows=0)


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
    found = await folders.list_folders(session, workspace_id=caller.workspace_id)
    return next(FolderRead.model_validate(row) for row in found if row.id == folder_id)


@router.delete("/{folder_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_folder(folder_id: UUID, caller: Editor, session: Db) -> None:
    """With the folders in it. No workflow goes: they move to where the folder lay."""
    folder = await folders.get_folder(
        session, workspace_id=caller.workspace_id, folder_id=folder_id
    )
    await folders.remove_folder(session, folder=folder)
    await audit.note(session, caller, "folder.delete", folder_id)


def _read(folder: Folder, *, workflows: int) -> FolderRead:
    return FolderRead(
        id=folder.id, name=folder.name, parent_id=folder.parent_id, workflows=workflows
    )
