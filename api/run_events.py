"""A run as it happens: server-sent events, and the same over a WebSocket."""

import asyncio
import time
from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, WebSocket
from fastapi.sse import format_sse_event

from api.access import Caller, Reader, open_to_all
from api.event_stream import DESCRIBED, EventStream
from api.metrics import EVENT_STREAMS
from api.run_reading import run_event, step_event
from api.schemas.runs import RunEvent
from api.services import Parts, Services, services_of
from api.websockets import check_viewer, converse
from noria.errors import Invalid, NoriaError
from noria.run import FINAL_RUN
from store import runs
from store.changes import Changes, read_changes
from store.database import OUTAGES

RECHECK_SECONDS = 10
"""Read again after this time even without a notification."""
PIECE_EVENTS = 500
"""Sent in one go: a page that opens a run of very many steps shows the first of them soon."""
ALIVE = format_sse_event(comment="nothing new")
NORMAL = 1000

router = APIRouter(tags=["runs"])


def _last_event_id(
    last_event_id: Annotated[
        str | None, Header(max_length=20, description="Send only what came after this event.")
    ] = None,
) -> int:
    text = last_event_id or "0"
    if not text.isascii() or not text.isdecimal() or int(text) >= 2**63:
        raise Invalid(f"'Last-Event-ID' must be the id of an event, not {last_event_id!r}.")
    return int(text)


async def check_run(run_id: UUID, caller: Reader, parts: Parts) -> None:
    """A stream has begun before its generator runs: what may fail has to fail here."""
    parts.watchers.check(caller.account_id)
    async with parts.database.sessions.begin() as session:
        await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)


@router.get(
    "/runs/{run_id}/events",
    response_class=EventStream,
    responses=DESCRIBED,
    dependencies=[Depends(check_run, scope="function")],
)
async def stream_events(
    run_id: UUID,
    caller: Reader,
    parts: Parts,
    seq: Annotated[int, Depends(_last_event_id)],
) -> EventStream:
    """What has happened so far, then each change as it happens; ends when the run has ended.

    Each event's data is a `RunEvent`, its id the event's `seq`, its name the `kind`.
    """
    return EventStream(_pieces(parts, caller, run_id, seq))


async def _pieces(
    services: Services, caller: Caller, run_id: UUID, seq: int
) -> AsyncGenerator[bytes]:
    """What is sent at a time: the events of one moment, or a sign of life."""
    try:
        async for events in follow(services, caller, run_id, seq):
            if not events:
                yield ALIVE
            for start in range(0, len(events), PIECE_EVENTS):
                yield b"".join(map(_as_sent, events[start : start + PIECE_EVENTS]))
    except NoriaError as error:
        # Too late for a status: the stream ends, and asking again gets the answer.
        yield format_sse_event(comment=error.title)


def _as_sent(event: RunEvent) -> bytes:
    return format_sse_event(data_str=event.model_dump_json(), event=event.kind, id=str(event.seq))


@router.websocket("/runs/{run_id}/ws")
@open_to_all
async def stream_events_by_websocket(websocket: WebSocket, run_id: UUID) -> None:
    """The same events, one JSON text each.

    The first message signs in: `{"token": "...", "workspace": null, "last_event_id": 0}`. Nothing
    is sent before it. Closes with 1000 after the run's end, with 1008 and a reason on an error.
    """
    services = services_of(websocket)

    async def talk(caller: Caller, seq: int) -> None:
        await check_run(run_id, caller, services)
        await _send_until_closed(websocket, services, caller, run_id, seq)

    await converse(websocket, services, talk)


async def follow(
    services: Services, caller: Caller, run_id: UUID, seq: int
) -> AsyncGenerator[list[RunEvent]]:
    """Events above `seq` in their order; ends after the event of the run's final status.

    Those that are there at the same moment come together; none, when there were none for a while.
    """
    EVENT_STREAMS.inc()
    try:
        with (
            services.watchers.one(caller.account_id),
            services.listener.subscribe(run_id) as subscription,
        ):
            checked = time.monotonic()
            while True:
                try:
                    if time.monotonic() - checked > RECHECK_SECONDS:
                        checked = time.monotonic()
                        await check_viewer(services, caller, "run_id", run_id)
                    events, ended = await _read(services, caller, run_id, seq)
                except OUTAGES:
                    # The listener wakes everybody when PostgreSQL is back.
                    await subscription.wait(RECHECK_SECONDS)
                    continue
                yield events
                seq = events[-1].seq if events else seq
                if ended:
                    return
                await subscription.wait(RECHECK_SECONDS)
    finally:
        EVENT_STREAMS.dec()


async def _read(
    services: Services, caller: Caller, run_id: UUID, seq: int
) -> tuple[list[RunEvent], bool]:
    """What came after `seq`, and whether the run has ended."""
    changes = await _changes(services, caller, run_id, seq)
    if changes.status_seq <= seq:
        return [step_event(attempt) for attempt in changes.attempts], changes.status in FINAL_RUN
    while True:
        async with services.database.sessions.begin() as session:
            found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
        changes = await _changes(services, caller, run_id, seq)
        # A status from in between would be passed over by the steps that came after it.
        if changes.status_seq <= found.run.status_seq:
            break
    events = [step_event(attempt) for attempt in changes.attempts]
    ended = found.run.status in FINAL_RUN
    # The final status comes last, even after a step that was written later.
    last = max([found.run.status_seq, *(event.seq for event in events)])
    events.append(run_event(found, last if ended else found.run.status_seq, services.settings))
    return sorted(events, key=lambda event: (event.seq, event.kind == "run")), ended


async def _changes(services: Services, caller: Caller, run_id: UUID, seq: int) -> Changes:
    return await read_changes(
        services.database, workspace_id=caller.workspace_id, run_id=run_id, after_seq=seq
    )


async def _send_until_closed(
    websocket: WebSocket, services: Services, caller: Caller, run_id: UUID, seq: int
) -> None:
    closed = asyncio.create_task(_until_closed(websocket))
    sending = asyncio.create_task(_send(websocket, services, caller, run_id, seq))
    try:
        done, _ = await asyncio.wait({closed, sending}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in (closed, sending):
            task.cancel()
        await asyncio.gather(closed, sending, return_exceptions=True)


async def _send(
    websocket: WebSocket, services: Services, caller: Caller, run_id: UUID, seq: int
) -> None:
    async for events in follow(services, caller, run_id, seq):
        for event in events:
            await websocket.send_text(event.model_dump_json())
    await websocket.close(NORMAL)


async def _until_closed(websocket: WebSocket) -> None:
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass
