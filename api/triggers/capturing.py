"""Tells who tries a workflow's triggers out that a message was captured, as soon as it is."""

import time
from collections.abc import AsyncGenerator, AsyncIterable
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.access import Caller, Reader
from api.metrics import EVENT_STREAMS
from api.run_events import RECHECK_SECONDS
from api.services import Parts, Services
from api.websockets import check_viewer
from noria.errors import NoriaError
from store import workflows
from store.database import OUTAGES

router = APIRouter(tags=["triggers"])


async def check_workflow(workflow_id: UUID, caller: Reader, parts: Parts) -> None:
    """A stream has begun before its generator runs: what may fail has to fail here."""
    parts.watchers.check(caller.account_id)
    async with parts.database.sessions.begin() as session:
        await workflows.get_workflow(
            session, workspace_id=caller.workspace_id, workflow_id=workflow_id
        )


@router.get(
    "/workflows/{workflow_id}/samples/events",
    response_class=EventSourceResponse,
    dependencies=[Depends(check_workflow, scope="function")],
)
async def stream_captures(
    workflow_id: UUID, caller: Reader, parts: Parts
) -> AsyncIterable[ServerSentEvent]:
    """An event `samples` now, and whenever a trigger of the workflow has captured a message.

    It says only that there is something to read: the messages are with each trigger's samples.
    """
    try:
        async for _ in _follow(parts, caller, workflow_id):
            yield ServerSentEvent(raw_data="{}", event="samples")
    except NoriaError as error:
        # Too late for a status: the stream ends, and asking again gets the answer.
        yield ServerSentEvent(comment=error.title)


async def _follow(services: Services, caller: Caller, workflow_id: UUID) -> AsyncGenerator[None]:
    EVENT_STREAMS.inc()
    try:
        with (
            services.watchers.one(caller.account_id),
            services.listener.subscribe(workflow_id) as captures,
        ):
            checked = time.monotonic()
            yield
            while True:
                has_news = await captures.wait(RECHECK_SECONDS)
                if time.monotonic() - checked > RECHECK_SECONDS:
                    checked = time.monotonic()
                    try:
                        await check_viewer(services, caller, "workflow_id", workflow_id)
                    except OUTAGES:
                        continue
                if has_news:
                    yield
    finally:
        EVENT_STREAMS.dec()
