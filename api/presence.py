"""Who has a draft open with you, and which step each has chosen: over a WebSocket, kept nowhere."""

import asyncio
import json
from contextlib import suppress
from uuid import UUID

from fastapi import APIRouter, WebSocket

from api.access import Caller, open_to_all
from api.services import Services, services_of
from api.websockets import check_viewer, converse, until_one_ends
from noria.errors import Invalid
from noria.presence import PRESENCE_CHANNEL, Presence
from store import accounts, workflows
from store.database import OUTAGES
from store.ids import new_id
from store.notices import notify
from store.presence_board import News

BEAT_SECONDS = 10.0
"""So often each page is told of again, and whether its person is still a member is looked up."""
QUIET_SECONDS = 0.2
"""Between two notices of one page: who walks along the steps tells of where the walk rests."""
MAX_MESSAGE_CHARS = 1_000
MAX_NODE_ID_CHARS = 200

router = APIRouter(tags=["workflows"])


class _Seat:
    """One open page: what it tells of itself."""

    def __init__(self, presence: Presence) -> None:
        self.presence = presence
        self.moved = News()

    def choose(self, node_id: str | None) -> None:
        self.presence = self.presence.model_copy(update={"node_id": node_id})
        self.moved.wake()


@router.websocket("/workflows/{workflow_id}/presence")
@open_to_all
async def share_presence(websocket: WebSocket, workflow_id: UUID) -> None:
    """Everybody who has this draft open, as one JSON text at each change.

    The first message signs in, as at a run's WebSocket: `{"token": "...", "workspace": null}`. Each
    later one says which step is chosen: `{"node_id": "fetch"}`, or null.
    """
    services = services_of(websocket)

    async def talk(caller: Caller, _: int) -> None:
        seat = _Seat(await _introduced(services, caller, workflow_id))
        await _share(websocket, services, caller, seat)

    await converse(websocket, services, talk)


async def _introduced(services: Services, caller: Caller, workflow_id: UUID) -> Presence:
    async with services.database.sessions.begin() as session:
        await workflows.get_workflow(
            session, workspace_id=caller.workspace_id, workflow_id=workflow_id
        )
        account = await accounts.get_account(session, account_id=caller.account_id)
        name = account.name or account.email
    return Presence(
        workspace_id=str(caller.workspace_id),
        workflow_id=str(workflow_id),
        seat=str(new_id()),
        account_id=str(caller.account_id),
        name=name,
    )


async def _share(websocket: WebSocket, services: Services, caller: Caller, seat: _Seat) -> None:
    try:
        await until_one_ends(
            _hear(websocket, seat),
            _show(websocket, services, seat.presence),
            _tell(services, caller, seat),
        )
    finally:
        await _announce(services, seat.presence.model_copy(update={"left": True}))


async def _hear(websocket: WebSocket, seat: _Seat) -> None:
    while True:
        seat.choose(_chosen(await websocket.receive_text()))


def _chosen(text: str) -> str | None:
    try:
        node_id = json.loads(text[:MAX_MESSAGE_CHARS])["node_id"]
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid('A message must be {"node_id": "..."}.') from error
    if node_id is None:
        return None
    if not isinstance(node_id, str) or len(node_id) > MAX_NODE_ID_CHARS:
        raise Invalid("A 'node_id' must be the id of a node, or null.")
    return node_id


async def _show(websocket: WebSocket, services: Services, own: Presence) -> None:
    board = services.listener.presence
    with board.watch(own.workspace_id, own.workflow_id) as news:
        shown = ""
        while True:
            people = [
                {
                    "seat": each.seat,
                    "account_id": each.account_id,
                    "name": each.name,
                    "node_id": each.node_id,
                    "is_you": each.seat == own.seat,
                }
                for each in board.present(own.workspace_id, own.workflow_id)
            ]
            text = json.dumps({"people": people})
            if text != shown:
                await websocket.send_text(text)
                shown = text
            await news.wait(BEAT_SECONDS)


async def _tell(services: Services, caller: Caller, seat: _Seat) -> None:
    while True:
        with suppress(*OUTAGES):
            workflow_id = UUID(seat.presence.workflow_id)
            await check_viewer(services, caller, "workflow_id", workflow_id)
        await _announce(services, seat.presence)
        await asyncio.sleep(QUIET_SECONDS)
        await seat.moved.wait(BEAT_SECONDS)


async def _announce(services: Services, presence: Presence) -> None:
    # Nobody's work hangs on it: the next beat tells again.
    with suppress(*OUTAGES):
        await notify(services.database, PRESENCE_CHANNEL, [presence.model_dump_json()])
