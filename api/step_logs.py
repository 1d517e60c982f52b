"""What the node of a step logged."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from api.access import Reader
from api.paging import CURSOR
from api.schemas.looking import LogLineRead
from api.schemas.shape import Page
from api.services import Db
from store import runs, step_logs

TEXT = r"^[^\x00]*$"
MAX_CHARS = 200

router = APIRouter(tags=["runs"])


@router.get("/runs/{run_id}/steps/{node_id}/logs")
async def list_step_logs(  # noqa: PLR0913 - one argument per query parameter
    run_id: UUID,
    node_id: Annotated[str, Path(max_length=MAX_CHARS, pattern=TEXT)],
    caller: Reader,
    session: Db,
    iteration: Annotated[
        str, Query(max_length=MAX_CHARS, pattern=TEXT, description="Place in loops, as `2/0`.")
    ] = "",
    cursor: CURSOR = None,
    limit: Annotated[int, Query(ge=1, le=1_000, description="At most this many lines.")] = 500,
) -> Page[LogLineRead]:
    """Of all attempts, the oldest first; of each the first 200 lines are kept."""
    await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    page = await step_logs.list_lines(
        session,
        workspace_id=caller.workspace_id,
        run_id=run_id,
        node_id=node_id,
        iteration=iteration,
        cursor=cursor,
        limit=limit,
    )
    items = [LogLineRead.model_validate(row) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)
