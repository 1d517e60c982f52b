"""The page of a chat for people who don't sign in, the script that puts it on a site, and its sessions."""

import re
from uuid import uuid4

from fastapi import APIRouter, Request, status
from starlette.responses import FileResponse, HTMLResponse, Response

from api.access import open_to_all
from api.chats.reading import read_chat
from api.chats.sessions import PREFIX, ChatSession, read_session, sign_session
from api.rate_limits import CHAT_SESSIONS_PER_ADDRESS
from api.request_rates import address_group
from api.schemas.chats import ChatSessionCreate, ChatSessionRead
from api.security_headers import CONTENT_SECURITY_POLICY
from api.services import Parts, Services
from api.signing_in import FromOurPages
from api.web import CHECK, INDEX, NOT_BUILT
from noria.errors import Forbidden, NotFound, Unauthenticated
from noria.triggers.chat import CHAT, CHAT_PATH, ChatConfig
from store import triggers
from store.trigger_tables import Trigger

SCRIPT = "chat-widget.js"
_NOBODY = "frame-ancestors 'none'"

router = APIRouter(include_in_schema=False)
api_router = APIRouter(tags=["chats"])


@api_router.post("/chat-sessions", status_code=status.HTTP_201_CREATED, dependencies=[FromOurPages])
@open_to_all
async def create_chat_session(
    body: ChatSessionCreate, request: Request, parts: Parts
) -> ChatSessionRead:
    """Begin to talk with a public chat without signing in, or go on with the token of the last visit."""
    await parts.limits.hit(CHAT_SESSIONS_PER_ADDRESS, "chat", address_group(request.scope))
    _check_origin(request)
    trigger = await _find(parts, body.path)
    if ChatConfig.model_validate(trigger.config).audience != "public":
        raise Unauthenticated("This chat is for members: sign in to Noria to talk.")
    visit = _earlier(parts, trigger, body.token) or ChatSession(
        trigger.workspace_id, trigger.id, uuid4()
    )
    token, until = sign_session(parts.settings.token_key, visit)
    return ChatSessionRead(token=token, expires_at=until, chat=read_chat(trigger, None))


@router.get("/chats/{path}")
@open_to_all
async def show_chat(path: str, parts: Parts) -> Response:
    """The web app, which may stand in a frame on the sites that the trigger names."""
    index = parts.settings.web_dir / INDEX
    if not index.is_file():
        return HTMLResponse(NOT_BUILT, status_code=503)
    policy = CONTENT_SECURITY_POLICY.replace(_NOBODY, await _ancestors(parts, path))
    return FileResponse(
        index,
        headers={
            "Cache-Control": CHECK,
            "Content-Security-Policy": policy,
            "X-Robots-Tag": "noindex",
        },
    )


@router.get(f"/{SCRIPT}")
@open_to_all
async def widget_script(parts: Parts) -> Response:
    """Loaded by other sites, unlike everything else."""
    script = parts.settings.web_dir / SCRIPT
    if not script.is_file():
        raise NotFound("file", SCRIPT, "The web app is not built.")
    return FileResponse(
        script,
        media_type="text/javascript",
        headers={
            "Cache-Control": "public, max-age=3600",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


async def _ancestors(parts: Services, path: str) -> str:
    try:
        config = ChatConfig.model_validate((await _find(parts, path)).config)
    except NotFound:
        return _NOBODY
    if config.audience != "public" or not config.origins:
        return _NOBODY
    return f"frame-ancestors {' '.join(config.origins)}"


async def _find(parts: Services, path: str) -> Trigger:
    if not re.fullmatch(CHAT_PATH, path):
        raise NotFound("chat", path, "There is no chat at this address.")
    async with parts.database.sessions.begin() as session:
        trigger = await triggers.find_by_path(session, path=path, types=[CHAT.name])
    if trigger is None:
        raise NotFound("chat", path, "There is no chat at this address.")
    return trigger


def _check_origin(request: Request) -> None:
    """Pages of other sites show the chat in a frame; they don't ask in its place."""
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise Forbidden("A page of another site may not begin a chat session.")


def _earlier(parts: Services, trigger: Trigger, token: str | None) -> ChatSession | None:
    if not token or not token.startswith(PREFIX):
        return None
    try:
        visit = read_session(parts.settings.token_key, token)
    except Unauthenticated:
        return None
    is_ours = (visit.workspace_id, visit.trigger_id) == (trigger.workspace_id, trigger.id)
    return visit if is_ours else None
