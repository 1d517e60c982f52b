"""What a run's steps show before they end: a model's answer while it is written."""

import time
from collections.abc import AsyncGenerator, AsyncIterable
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.access import Caller, Reader
from api.metrics import EVENT_STREAMS
from api.run_events import RECHECK_SECONDS, check_run
from api.services import Parts, Services
from api.websockets import check_viewer
from noria.errors import NoriaError
from noria.pieces import Piece
from noria.run import FINAL_RUN
from store import runs
from store.database import OUTAGES

router = APIRouter(tags=["runs"])


@router.get(
    "/runs/{run_id}/pieces",
    response_class=EventSourceResponse,
    dependencies=[Depends(check_run, scope="function")],
)
async def stream_pieces(
    run_id: UUID, caller: Reader, parts: Parts
) -> AsyncIterable[ServerSentEvent]:
    """Pieces of text as steps write them; ends when the run has ended.

    Each event's name is `piece` and its data a `Piece`: the text, and how many characters of the
    same attempt come before it. A piece that leaves a gap, after an outage, says so by its `offset`.
    They are kept nowhere: the step's output is what lasts.
    """
    try:
        async for piece in _follow(parts, caller, run_id):
            yield ServerSentEvent(raw_data=piece.model_dump_json(), event="piece")
    except NoriaError as error:
        # Too late for a status: the stream ends, and asking again gets the answer.
        yield ServerSentEvent(comment=error.title)


async def _follow(services: Services, caller: Caller, run_id: UUID) -> AsyncGenerator[Piece]:
    EVENT_STREAMS.inc()
    try:
        with services.listener.pieces.watch(str(run_id)) as watcher:
            checked = 0.0
            while True:
                if time.monotonic() - checked > RECHECK_SECONDS:
                    checked = time.monotonic()
                    if await _is_over(services, caller, run_id):
                        return
                piece = await watcher.next(RECHECK_SECONDS)
                if piece is not None:
                    yield piece
    finally:
        EVENT_STREAMS.dec()


async def _is_over(services: Services, caller: Caller, run_id: UUID) -> bool:
    try:
        await check_viewer(services, caller, "run_id", run_id)
        async with services.database.sessions.begin() as session:
            found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    except OUTAGES:
        return False
    return found.run.status in FINAL_RUN
