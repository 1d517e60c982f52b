"""How a conversation by WebSocket begins and ends: of our own page, signed in by its first message."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
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


async def check_member(services: Services, caller: Caller) -> None:
    """A stream may outlive its caller's membership; it must not go on."""
    async with services.database.sessions.begin() as session:
        workspaces = await memberships.list_workspaces(session, account_id=caller.account_id)
    if caller.workspace_id not in {workspace.id for workspace in workspaces}:
        raise Unauthenticated("This account is no longer in the workspace.")


async def check_viewer(services: Services, caller: Caller, place: str, id_: UUID) -> None:
    """As `check_member`, for a stream about a thing that may no longer be shared with them."""
    await check_member(services, caller)
    await check_shared(services, caller, place, id_, VIEW)


async def until_one_ends(*work: Coroutine[Any, Any, None]) -> None:
    """Do all of it side by side; when one ends or fails, so do the others, and so does this."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


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
