"""Who talks: a member who is signed in, or a visitor with the token of a public chat."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import Depends
from starlette.requests import HTTPConnection

from api.access import Caller, authenticate, caller_in, check_shared
from api.chats.sessions import PREFIX, read_session
from api.rate_limits import CHATS_PER_ADDRESS
from api.request_rates import address_group
from api.services import Services, services_of
from noria.errors import Forbidden, NotFound, Unauthenticated
from noria.triggers.chat import CHAT, ChatConfig
from store import sharing, triggers
from store.conversations import Talker
from store.row_security import enter_workspace, need_level
from store.trigger_tables import Trigger


@dataclass(frozen=True)
class Talk:
    """A talker at a chat that is open to them."""

    talker: Talker
    trigger: Trigger
    config: ChatConfig
    workflow_name: str
    caller: Caller | None
    """None: a visitor."""


async def open_talk(trigger_id: UUID, connection: HTTPConnection) -> Talk:
    """For routes that members and visitors share.

    Raises:
        Unauthenticated: Neither signed in nor with a token of this chat.
        Forbidden: A member who may not start runs.
        NotFound: No such chat for them.
        TooManyRequests: Too many from a visitor's address.
    """
    services = services_of(connection)
    token = connection.headers.get("authorization", "").partition(" ")[2].strip()
    if token.startswith(PREFIX):
        return await _visit(services, connection, trigger_id, token)
    await authenticate(connection, always=True)
    caller = caller_in(connection)
    if "run" not in caller.permissions:
        raise Forbidden("This needs the permission 'run' in this workspace.")
    if caller.is_limited:
        await check_shared(services, caller, "trigger_id", trigger_id, sharing.RUN)
        need_level(sharing.RUN)
    talker = Talker(caller.workspace_id, trigger_id, account_id=caller.account_id)
    return await _open(services, talker, caller)


async def _visit(
    services: Services, connection: HTTPConnection, trigger_id: UUID, token: str
) -> Talk:
    visit = read_session(services.settings.token_key, token)
    if visit.trigger_id != trigger_id:
        raise Unauthenticated("This chat session is of another chat.")
    await services.limits.hit(CHATS_PER_ADDRESS, "chat", address_group(connection.scope))
    enter_workspace(visit.workspace_id)
    talk = await _open(
        services, Talker(visit.workspace_id, trigger_id, visitor_id=visit.visitor_id), None
    )
    if talk.config.audience != "public":
        # It was public when the session began.
        raise Unauthenticated("This chat is for members: sign in.")
    return talk


async def _open(services: Services, talker: Talker, caller: Caller | None) -> Talk:
    async with services.database.sessions.begin() as session:
        found = await triggers.get_trigger(
            session, workspace_id=talker.workspace_id, trigger_id=talker.trigger_id
        )
    if found.trigger.type != CHAT.name:
        raise NotFound("chat", talker.trigger_id)
    structlog.contextvars.bind_contextvars(trigger_id=str(talker.trigger_id))
    config = ChatConfig.model_validate(found.trigger.config)
    return Talk(talker, found.trigger, config, found.workflow_name, caller)


AnyTalk = Annotated[Talk, Depends(open_talk)]
