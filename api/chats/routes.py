"""Conversations with workflows. Members come signed in, visitors with the token of a public chat."""

from collections.abc import AsyncIterable, Collection
from typing import Annotated
from urllib.parse import unquote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, status
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.access import Editor, Reader, open_to_all
from api.audit import note
from api.chats.following import follow_turn, read_one
from api.chats.reading import read_chat, read_turn, settle
from api.chats.saying import begin, say
from api.chats.talkers import AnyTalk
from api.paging import CURSOR, LIMIT
from api.rate_limits import SAID_PER_TALKER
from api.schemas.chats import (
    ChatRead,
    ConversationFileRead,
    ConversationRead,
    FeedbackRead,
    FeedbackWrite,
    Rating,
    TurnCreate,
    TurnPiece,
    TurnRead,
)
from api.schemas.shape import Page
from api.services import Db, Parts
from noria.errors import Forbidden, Invalid, NoriaError, TooLarge
from noria.run import FINAL_RUN
from noria.triggers.chat import CHAT
from store import conversations, starting, triggers
from store.conversation_tables import Turn
from store.triggers import TriggerFilter

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_FILES = 100
"""In one conversation."""
FILE = {
    "requestBody": {
        "required": True,
        "description": "The file itself",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
NAME = Annotated[
    str, Query(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")
]
OF = "/chats/{trigger_id}/conversations"

router = APIRouter(tags=["chats"])


@router.get("/chats")
async def list_chats(
    caller: Reader, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[ChatRead]:
    """The chats of the workspace, the newest first."""
    page = await triggers.list_triggers(
        session,
        workspace_id=caller.workspace_id,
        filters=TriggerFilter(type=CHAT.name),
        cursor=cursor,
        limit=limit,
    )
    items = [read_chat(row.trigger, row.workflow_name) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get("/chats/{trigger_id}")
@open_to_all
async def read_one_chat(talk: AnyTalk) -> ChatRead:
    """What is said to people before they say something."""
    return read_chat(talk.trigger, talk.workflow_name if talk.caller else None)


@router.get("/chats/{trigger_id}/feedback")
async def list_feedback(
    trigger_id: UUID,
    caller: Editor,
    session: Db,
    rating: Rating | None = None,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[FeedbackRead]:
    """What people thought of the answers, the newest first; those of one `rating` alone, if you like."""
    await triggers.get_trigger(session, workspace_id=caller.workspace_id, trigger_id=trigger_id)
    page = await conversations.list_rated(
        session,
        workspace_id=caller.workspace_id,
        trigger_id=trigger_id,
        rating=rating,
        cursor=cursor,
        limit=limit,
    )
    own = await conversations.own_among(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        ids={row.turn.conversation_id for row in page.items},
    )
    items = [_read_feedback(row.turn, own) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


def _read_feedback(turn: Turn, own: Collection[UUID]) -> FeedbackRead:
    conversation_id = turn.conversation_id if turn.conversation_id in own else None
    facts = {**turn.model_dump(), "turn_id": turn.id, "conversation_id": conversation_id}
    return FeedbackRead.model_validate(facts)


@router.get(OF)
@open_to_all
async def list_conversations(
    talk: AnyTalk, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[ConversationRead]:
    """The caller's own, the last used first."""
    page = await conversations.list_conversations(session, talk.talker, cursor=cursor, limit=limit)
    items = [ConversationRead.model_validate(row) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.post(OF, status_code=status.HTTP_201_CREATED)
@open_to_all
async def create_conversation(talk: AnyTalk, parts: Parts) -> ConversationRead:
    """Begin one. It is listed once something is said in it."""
    return ConversationRead.model_validate(await begin(parts, talk))


@router.delete(f"{OF}/{{conversation_id}}", status_code=status.HTTP_204_NO_CONTENT)
@open_to_all
async def delete_conversation(conversation_id: UUID, talk: AnyTalk, session: Db) -> None:
    """With all that was said in it; the runs stay."""
    await conversations.delete_conversation(session, talk.talker, conversation_id)
    if talk.caller:
        await note(session, talk.caller, "conversation.delete", conversation_id)


@router.get(f"{OF}/{{conversation_id}}/turns")
@open_to_all
async def list_turns(
    conversation_id: UUID,
    talk: AnyTalk,
    parts: Parts,
    session: Db,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[TurnRead]:
    """What was said and answered, the newest first."""
    conversation = await conversations.get_conversation(session, talk.talker, conversation_id)
    page = await conversations.list_turns(session, conversation, cursor=cursor, limit=limit)
    await settle(parts, session, page.items)
    items = [read_turn(talk, row) for row in page.items]
    return Page(items=items, next_cursor=page.next_cursor)


@router.post(f"{OF}/{{conversation_id}}/turns", status_code=status.HTTP_202_ACCEPTED)
@open_to_all
async def create_turn(
    conversation_id: UUID, body: TurnCreate, talk: AnyTalk, parts: Parts
) -> TurnRead:
    """Say something: a run is started that answers. The same `id` again is the same turn."""
    await say(parts, talk, conversation_id, body)
    return await read_one(parts, talk, conversation_id, body.id)


@router.get(f"{OF}/{{conversation_id}}/turns/{{turn_id}}")
@open_to_all
async def read_one_turn(
    conversation_id: UUID, turn_id: UUID, talk: AnyTalk, parts: Parts
) -> TurnRead:
    """As it stands now."""
    return await read_one(parts, talk, conversation_id, turn_id)


async def check_turn(conversation_id: UUID, turn_id: UUID, talk: AnyTalk, parts: Parts) -> None:
    """A stream has begun before its generator runs: what may fail has to fail here."""
    parts.watchers.check(talk.talker.key)
    await read_one(parts, talk, conversation_id, turn_id)


@router.get(
    f"{OF}/{{conversation_id}}/turns/{{turn_id}}/events",
    response_class=EventSourceResponse,
    dependencies=[Depends(check_turn, scope="function")],
)
@open_to_all
async def stream_turn(
    conversation_id: UUID, turn_id: UUID, talk: AnyTalk, parts: Parts
) -> AsyncIterable[ServerSentEvent]:
    """The answer while it is written; ends when there is one, or none will come.

    An event `turn` is the turn as it stands now, a `TurnRead`; an event `piece` is some text, a
    `TurnPiece`. Pieces are kept nowhere: the answer is what lasts.
    """
    try:
        async for each in follow_turn(parts, talk, conversation_id, turn_id):
            name = "piece" if isinstance(each, TurnPiece) else "turn"
            yield ServerSentEvent(raw_data=each.model_dump_json(), event=name)
    except NoriaError as error:
        # Too late for a status: the stream ends, and asking again gets the answer.
        yield ServerSentEvent(comment=error.title)


@router.post(
    f"{OF}/{{conversation_id}}/turns/{{turn_id}}/stop", status_code=status.HTTP_202_ACCEPTED
)
@open_to_all
async def stop_turn(conversation_id: UUID, turn_id: UUID, talk: AnyTalk, parts: Parts) -> TurnRead:
    """Cancel the run that is to answer. One that has ended stays as it is."""
    turn = await read_one(parts, talk, conversation_id, turn_id)
    if turn.status != "unsent" and turn.status not in FINAL_RUN:
        async with parts.database.sessions.begin() as session:
            conversation = await conversations.get_conversation(
                session, talk.talker, conversation_id
            )
            run_id = (await conversations.get_turn(session, conversation, turn_id)).turn.run_id
            if run_id and talk.caller:
                await note(session, talk.caller, "run.cancel", run_id, turn_id=str(turn_id))
        if run_id:
            await starting.stop(parts, talk.talker.workspace_id, run_id)
    return await read_one(parts, talk, conversation_id, turn_id)


@router.put(f"{OF}/{{conversation_id}}/turns/{{turn_id}}/feedback")
@open_to_all
async def rate_turn(
    conversation_id: UUID, turn_id: UUID, body: FeedbackWrite, talk: AnyTalk, parts: Parts
) -> TurnRead:
    """Whether the answer was good, and why. Again replaces it."""
    await parts.limits.hit(SAID_PER_TALKER, "rate", str(talk.talker.key))
    async with parts.database.sessions.begin() as session:
        conversation = await conversations.get_conversation(session, talk.talker, conversation_id)
        row = await conversations.get_turn(session, conversation, turn_id)
        row.turn.rating = body.rating
        row.turn.comment = body.comment if body.rating else ""
        session.add(row.turn)
    return await read_one(parts, talk, conversation_id, turn_id)


@router.post(
    f"{OF}/{{conversation_id}}/files", status_code=status.HTTP_201_CREATED, openapi_extra=FILE
)
@open_to_all
async def upload_file(
    conversation_id: UUID, request: Request, talk: AnyTalk, parts: Parts, name: NAME
) -> ConversationFileRead:
    """A file, to go along with what is said next; the body is the file itself."""
    if not talk.config.files:
        raise Forbidden("This chat takes no files.")
    await parts.limits.hit(SAID_PER_TALKER, "file", str(talk.talker.key))
    data = await request.body()
    if not data:
        raise Invalid("Send the file as the body; it may not be empty.")
    if len(data) > MAX_FILE_BYTES:
        raise TooLarge(f"A file may have {MAX_FILE_BYTES // 1024**2} MiB at most.")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    async with parts.database.sessions.begin() as session:
        conversation = await conversations.get_conversation(session, talk.talker, conversation_id)
        if await conversations.count_files(session, conversation) >= MAX_FILES:
            raise Invalid(f"A conversation may have {MAX_FILES} files at most: begin another.")
        workspace = str(talk.talker.workspace_id)
        ref = await parts.blobs.put(workspace, data, media_type or "application/octet-stream")
        shown = {"name": unquote(name).strip(), "media_type": ref.media_type, "size": ref.size}
        content = {**ref.to_json(), "name": shown["name"]}
        file_id = await conversations.add_file(session, conversation, content)
    return ConversationFileRead.model_validate({"id": file_id, **shown})
