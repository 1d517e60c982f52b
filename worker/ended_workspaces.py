"""Ends workspaces that were deleted a while ago, with all that is in them: blobs first, then rows.

So a worker that dies in between leaves nothing that nobody knows of.
"""

from datetime import timedelta

import structlog

from store import workspaces
from store.blob_leftovers import forget_workspace
from store.database import Database

INTERVAL = timedelta(hours=1)

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def end_workspaces(database: Database, blob_url: str) -> int:
    """Give how many are gone.

    Raises:
        Unavailable: The blob store is away; the next round goes on.
    """
    async with database.sessions.begin() as session:
        over = await workspaces.list_over(session)
    for workspace_id in over:
        blobs = await forget_workspace(blob_url, workspace_id)
        async with database.sessions.begin() as session:
            await workspaces.purge_workspace(session, workspace_id=workspace_id)
        log.info("workspace_gone", workspace_id=str(workspace_id), blobs=blobs)
    return len(over)
