"""What the caller may do with what is listed, for those things that are restricted."""

from collections.abc import Collection
from uuid import UUID

from api.access import Caller
from store import sharing
from store.database import Session
from store.sharing import Level


async def workflow_levels(
    session: Session, caller: Caller, workflow_ids: Collection[UUID]
) -> dict[UUID, Level]:
    """By their ids; nothing is asked where nothing is restricted."""
    if not caller.has_restricted:
        return {}
    return await sharing.levels_of(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        workflow_ids=workflow_ids,
    )


async def folder_levels(session: Session, caller: Caller) -> dict[UUID, Level]:
    """As `workflow_levels`, of all folders."""
    if not caller.has_restricted:
        return {}
    return await sharing.folder_levels(
        session, workspace_id=caller.workspace_id, account_id=caller.account_id
    )
