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
    """Undo its deletion; nothing happens where it was not deleted."""
    workspace = await lock_workspace(session, workspace_id=workspace_id)
    workspace.deleted_at = None
    session.add(workspace)


async def purge_workspaces(session: Session, *, limit: int = 5) -> Sequence[UUID]:
    """End those whose time is over, with all that is in them; gives their ids."""
    over = (
        select(Workspace.id)
        .where(
            col(Workspace.deleted_at).is_not(None),
            col(Workspace.deleted_at) < func.now() - GRACE,
        )
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = list(await session.exec(over))
    if gone:
        await session.exec(delete(Workspace).where(col(Workspace.id).in_(gone)))
    return gone
