"""Folders of workflows. A folder in a folder holds no further ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, func, or_, select, update

from noria.errors import Conflict, Invalid, NotFound
from store.database import Session
from store.folder_tables import Folder
from store.ids import new_id
from store.tables import Workflow

MAX_FOLDERS = 500
"""Of a workspace: they are listed in one answer."""


@dataclass(frozen=True)
class FolderRow:
    """A folder, and how many workflows are in it itself that are not archived."""

    id: UUID
    name: str
    parent_id: UUID | None
    workflows: int


async def list_folders(session: Session, *, workspace_id: UUID) -> Sequence[FolderRow]:
    """In the order of their names, the outer ones and the inner ones alike."""
    count = (
        select(func.count())
        .where(
            Workflow.workspace_id == workspace_id,
            Workflow.folder_id == Folder.id,
            col(Workflow.archived_at).is_(None),
        )
        .scalar_subquery()
    )
    query = (
        select(Folder.id, Folder.name, Folder.parent_id, count)
        .where(Folder.workspace_id == workspace_id)
        .order_by(func.lower(Folder.name), col(Folder.id))
        .limit(MAX_FOLDERS)
    )
    return [FolderRow(*row) for row in await session.exec(query)]


async def get_folder(session: Session, *, workspace_id: UUID, folder_id: UUID) -> Folder:
    """Locked against being removed.

    Raises:
        NotFound: No such folder, or it belongs to another workspace.
    """
    query = (
        select(Folder)
        .where(Folder.workspace_id == workspace_id, Folder.id == folder_id)
        .with_for_update(key_share=True)
    )
    folder = (await session.exec(query)).first()
    if folder is None:
        raise NotFound("folder", folder_id)
    return folder


async def add_folder(
    session: Session, *, workspace_id: UUID, name: str, parent_id: UUID | None
) -> Folder:
    """
    Raises:
        Conflict: There is one of that name, or there are too many.
        Invalid: The parent is itself in a folder.
        NotFound: No such parent.
    """
    query = select(func.count()).where(Folder.workspace_id == workspace_id)
    if (await session.exec(query)).one() >= MAX_FOLDERS:
        raise Conflict(f"A workspace has at most {MAX_FOLDERS} folders: remove one first.")
    await _check_place(session, workspace_id, name, parent_id)
    folder = Folder(id=new_id(), workspace_id=workspace_id, name=name, parent_id=parent_id)
    session.add(folder)
    await session.flush()
    return folder


async def change_folder(
    session: Session, *, folder: Folder, name: str, parent_id: UUID | None
) -> None:
    """Rename or move a folder; raises as `add_folder`.

    Raises:
        Invalid: It would lie in itself, or too deep.
    """
    if parent_id is not None and parent_id != folder.parent_id:
        query = select(Folder.id).where(
            Folder.workspace_id == folder.workspace_id, Folder.parent_id == folder.id
        )
        if parent_id == folder.id or (await session.exec(query)).first():
            raise Invalid(f"{folder.name!r} holds folders, so it can't lie in another one.")
    await _check_place(session, folder.workspace_id, name, parent_id, folder.id)
    folder.name, folder.parent_id = name, parent_id
    await session.flush()


async def remove_folder(session: Session, *, folder: Folder) -> None:
    """With the folders in it; workflows go to where the folder lay.

    Raises:
        Conflict: That would show workflows of a restricted folder to everybody.
    """
    inside = select(Folder.id).where(
        Folder.workspace_id == folder.workspace_id,
        or_(Folder.id == folder.id, Folder.parent_id == folder.id),
    )
    kept = select(Workflow.id).where(
        Workflow.workspace_id == folder.workspace_id,
        col(Workflow.folder_id).in_(inside.where(col(Folder.restricted))),
        col(Workflow.restricted).is_(False),
    )
    if (await session.exec(kept.limit(1))).first() is not None:
        raise Conflict(
            f"There are workflows in {folder.name!r} that everybody would see without it: move them "
            "elsewhere, or share the folder with the whole workspace first."
        )
    await session.exec(
        update(Workflow)
        .where(
            col(Workflow.workspace_id) == folder.workspace_id, col(Workflow.folder_id).in_(inside)
        )
        .values(folder_id=folder.parent_id)
        .execution_options(synchronize_session=False)
    )
    await session.delete(folder)
    await session.flush()


async def _check_place(
    session: Session,
    workspace_id: UUID,
    name: str,
    parent_id: UUID | None,
    folder_id: UUID | None = None,
) -> None:
    if parent_id is not None:
        parent = await get_folder(session, workspace_id=workspace_id, folder_id=parent_id)
        if parent.parent_id is not None:
            raise Invalid(f"{parent.name!r} is itself in a folder: folders lie one level deep.")
    query = select(Folder.id).where(
        Folder.workspace_id == workspace_id,
        Folder.name == name,
        col(Folder.parent_id).is_(None) if parent_id is None else Folder.parent_id == parent_id,
    )
    found = (await session.exec(query)).first()
    if found is not None and found != folder_id:
        raise Conflict(f"There is a folder {name!r} here already.")
