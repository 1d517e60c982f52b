"""How a conversation by WebSocket begins and ends: of our own page, signed in by its first message."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import WebSocket, WebSocketDisconnect

from api.access import Caller, caller_of, check_shared, count_request
from api.services import Services
from noria.errors import Invalid, NoriaError, Unauthenticated
from store import memberships
from store.row_security import enter_workspace
from store.sharing import VIEW

SIGN_IN_SECONDS = 10
POLICY_VIOLATION = 1008


async def converse(
    websocket: WebSocket, services: Services, talk: Callable[[Caller, int], Awaitable[None]]
) -> None:
    """Let `talk` go on with whom the first message names, and the event after which they go on.

    Closes with 1008 and a reason where it may not, or raises an error of ours.
    """
    if not _same_origin(websocket):
        await websocket.close(POLICY_VIOLATION, "The page is of another site.")
        return
    await websocket.accept()
    try:
        await talk(*await _signed_in(websocket, services))
    except NoriaError as error:
        await websocket.close(POLICY_VIOLATION, str(error)[:100])
    except WebSocketDisconnect:
        return


async def check_member(services: Services, caller: Caller, place: str, id_: UUID) -> None:
    """A stream may outlive its caller's membership, or what was shared with them; it must not go on."""
    async with services.database.sessions.begin() as session:
        workspaces = await memberships.list_workspaces(session, account_id=caller.account_id)
    if caller.workspace_id not in {workspace.id for workspace in workspaces}:
        raise Unauthenticated("This account is no longer in the workspace.")
    await check_shared(services, caller, place, id_, VIEW)


def _same_origin(websocket: WebSocket) -> bool:
    """Whether the page that opens it is ours; a script names no origin."""
    origin = websocket.headers.get("origin")
    return origin is None or origin.partition("://")[2] == websocket.headers.get("host")


async def _signed_in(websocket: WebSocket, services: Services) -> tuple[Caller, int]:
    """The caller whom the first message names, and the event after which they go on."""
    try:
        async with asyncio.timeout(SIGN_IN_SECONDS):
            text = await websocket.receive_text()
        message = json.loads(text)
        token, workspace = str(message["token"]), message.get("workspace")
        seq = int(message.get("last_event_id") or 0)
    except (TimeoutError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid('The first message must be {"token": "..."}.') from error
    caller = await caller_of(services, token, str(workspace) if workspace else None)
    await count_request(services, websocket, caller)
    enter_workspace(caller.workspace_id, caller.viewer)
    if "read" not in caller.permissions:
        raise Invalid("This needs the permission 'read' in this workspace.")
    return caller, seq
