"""Tells open pages what kinds of domain events there were, so that they ask again for what they show."""

import asyncio
import json
import time
from contextlib import suppress

from fastapi import APIRouter, WebSocket

from api.access import Caller, open_to_all
from api.services import Services, services_of
from api.websockets import check_member, converse, until_one_ends
from store.database import OUTAGES

BEAT_SECONDS = 10.0
"""So often it is looked up whether the person is still a member."""
QUIET_SECONDS = 0.5
"""Between two messages to one page: events come many at a time."""

router = APIRouter(tags=["notifications"])


@router.websocket("/domain-events")
@open_to_all
async def tell_domain_events(websocket: WebSocket) -> None:
    """Types of the workspace's domain events as they are told: `{"types": ["run.failed"]}`.

    The first message signs in, as at a run's WebSocket: `{"token": "...", "workspace": null}`. The first
    answer names no type: from then on all are told. What happened to what is for the API to say, to those
    who may see it.
    """
    services = services_of(websocket)

    async def talk(caller: Caller, _: int) -> None:
        await until_one_ends(_tell(websocket, services, caller), _wait_for_end(websocket))

    await converse(websocket, services, talk)


async def _tell(websocket: WebSocket, services: Services, caller: Caller) -> None:
    with services.listener.domain_events.listen(str(caller.workspace_id)) as ear:
        await websocket.send_text(json.dumps({"types": []}))
        checked = time.monotonic()
        while True:
            if types := await ear.wait(BEAT_SECONDS):
                await websocket.send_text(json.dumps({"types": sorted(types)}))
                await asyncio.sleep(QUIET_SECONDS)
            if time.monotonic() - checked >= BEAT_SECONDS:
                checked = time.monotonic()
                with suppress(*OUTAGES):
                    await check_member(services, caller)


async def _wait_for_end(websocket: WebSocket) -> None:
    """A page has nothing more to say; it goes, which raises `WebSocketDisconnect`."""
    while True:
        await websocket.receive_text()
