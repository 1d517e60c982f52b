"""Workspaces: made, renamed, handed over, and deleted with time to think again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, func, select, update

from noria.errors import Conflict, NotFound
from store.database import Session
from store.ids import new_id
from store.tables import Membership, Run, Workspace

GRACE = timedelta(days=7)
"""Between the deletion of a workspace and its end; until then it can be undone."""
MAX_OWNED = 50
FINAL = ("succeeded", "failed", "cancelled")


async def add_workspace(session: Session, *, account_id: UUID, name: str) -> UUID:
    """Its maker is its owner.

    Raises:
        Conflict: The account owns as many as one may.
    """
    owned = (
        select(func.count())
        .select_from(Membership)
        .where(Membership.account_id == account_id, Membership.role == "owner")
    )
    if (await session.exec(owned)).one() >= MAX_OWNED:
        raise Conflict(f"An account may own {MAX_OWNED} workspaces; delete one that you don't use.")
    workspace = Workspace(id=new_id(), name=name)
    session.add(workspace)
    await session.flush()
    session.add(Membership(workspace_id=workspace.id, account_id=account_id, role="owner"))
    await session.flush()
    return workspace.id


async def rename_workspace(session: Session, *, workspace_id: UUID, name: str) -> None:
    await session.exec(update(Workspace).where(col(Workspace.id) == workspace_id).values(name=name))


async def lock_workspace(session: Session, *, workspace_id: UUID) -> Workspace:
    """For the rest of the transaction nobody else changes who is in it.

    Raises:
        NotFound: No such workspace.
    """
    query = select(Workspace).where(Workspace.id == workspace_id).with_for_update()
    found = (await session.exec(query)).first()
    if found is None:
        raise NotFound("workspace", workspace_id)
    return found


async def delete_workspace(session: Session, *, workspace_id: UUID) -> datetime:
    """From now on nothing can be done in it; gives when it is gone for good.

    Raises:
        Conflict: Runs go on in it.
    """
    workspace = await lock_workspace(session, workspace_id=workspace_id)
    going_on = (
        select(func.count())
        .select_from(Run)
        .where(Run.workspace_id == workspace_id, col(Run.status).not_in(FINAL))
    )
    count = (await session.exec(going_on)).one()
    if count:
        raise Conflict(f"{count} runs go on in this workspace; cancel them first.", {"runs": count})
    if workspace.deleted_at is None:
        workspace.deleted_at = (await session.exec(select(func.now()))).one()
        session.add(workspace)
    return workspace.deleted_at + GRACE


async def restore_workspace(session: Session, *, workspace_id: UUID) -> None:
    """Undo its deletion; nothing happens where it was not deleted.

    Raises:
        NotFound: Its time is over, and what was in it may be gone by now.
    """
    workspace = await lock_workspace(session, workspace_id=workspace_id)
    if workspace_id in await list_over(session, workspace_id=workspace_id):
        raise NotFound("workspace", workspace_id)
    workspace.deleted_at = None
    session.add(workspace)


async def list_over(session: Session, *, workspace_id: UUID | None = None) -> Sequence[UUID]:
    """Those whose time is over; None: of all."""
    query = select(Workspace.id).where(col(Workspace.deleted_at) < func.now() - GRACE).limit(100)
    if workspace_id is not None:
        query = query.where(Workspace.id == workspace_id)
    return (await session.exec(query)).all()


async def purge_workspace(session: Session, *, workspace_id: UUID) -> None:
    """End one whose time is over, with all rows that are in it."""
    await session.exec(
        delete(Workspace).where(
            col(Workspace.id) == workspace_id, col(Workspace.deleted_at) < func.now() - GRACE
        )
    )
