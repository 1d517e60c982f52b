"""Something is said: it is kept, and a run is started that answers."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import JsonValue

from api.chats.reading import settle
from api.chats.talkers import Talk
from api.rate_limits import SAID_PER_TALKER, per_minute
from api.schemas.chats import TurnCreate
from api.services import Services
from noria.errors import Invalid, Problem, Unavailable
from noria.triggers.chat import ChatConfig
from store import conversations, firing
from store.conversation_tables import Conversation, Turn
from store.conversations import TurnOfRun
from store.database import Session
from store.firing import Message

MAX_EARLIER_CHARS = 200_000
"""Of all that goes along with a message."""


async def say(parts: Services, talk: Talk, conversation_id: UUID, body: TurnCreate) -> None:
    """Keep it and start its run; said again with the same id, it is the same turn with the same run.

    Raises:
        NotFound: No such conversation of this talker, or no such file in it.
        Conflict: The last turn has no answer yet.
        Unavailable: The chat is paused.
        TooManyRequests: Too much is said, by this talker or by all.
        NoriaError: The workflow can't be started: the turn stays unsent.
    """
    if talk.trigger.paused_at is not None:
        raise Unavailable("This chat is closed at present: come back later.")
    await parts.limits.hit(SAID_PER_TALKER, "chat", str(talk.talker.key))
    await parts.limits.hit(per_minute(talk.config.per_minute), "chat", str(talk.trigger.id))
    async with parts.database.sessions.begin() as session:
        conversation = await conversations.get_conversation(
            session, talk.talker, conversation_id, lock=True
        )
        is_empty = not body.text.strip() and not body.files
        # Sent again, what it says and its files are those that were kept.
        if is_empty and not await conversations.has_turn(session, conversation, body.id):
            raise _empty()
        files = await conversations.find_files(session, conversation, body.files)
        turn = await conversations.add_turn(
            session, conversation, turn_id=body.id, text=body.text, files=files
        )
        if turn.run_id is not None:
            return
        earlier = await _earlier(parts, session, conversation, turn, talk.config)
        message = _message(talk, conversation, turn, earlier)
    run_id: UUID | None = None
    try:
        run_id = (await firing.fire(parts, talk.trigger, message)).run_id
    finally:
        await _note_sent(parts, talk, conversation_id, body.id, run_id)
    if run_id is None:
        raise Invalid("What you said was taken, but is not for this workflow.")


async def _note_sent(
    parts: Services, talk: Talk, conversation_id: UUID, turn_id: UUID, run_id: UUID | None
) -> None:
    async with parts.database.sessions.begin() as session:
        conversation = await conversations.get_conversation(session, talk.talker, conversation_id)
        row = await conversations.get_turn(session, conversation, turn_id)
        conversations.note_sent(row.turn, run_id)
        session.add(row.turn)


async def begin(parts: Services, talk: Talk) -> Conversation:
    """
    Raises:
        TooManyRequests: Too many were begun by this talker.
    """
    await parts.limits.hit(SAID_PER_TALKER, "begin", str(talk.talker.key))
    async with parts.database.sessions.begin() as session:
        return await conversations.add_conversation(session, talk.talker)


async def _earlier(
    parts: Services, session: Session, conversation: Conversation, turn: Turn, config: ChatConfig
) -> list[JsonValue]:
    """What was said before, the oldest first."""
    page = await conversations.list_turns(
        session, conversation, cursor=None, limit=max(config.earlier, 1)
    )
    rows = [row for row in page.items if row.turn.id != turn.id]
    await settle(parts, session, rows)
    found: list[JsonValue] = []
    left = MAX_EARLIER_CHARS
    for said in _newest_first(rows)[: config.earlier]:
        left -= len(said["content"])
        if left < 0:
            break
        found.append({**said})
    return found[::-1]


def _newest_first(rows: Sequence[TurnOfRun]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for row in rows:
        if row.turn.answer is None:
            continue
        found.append({"role": "assistant", "content": row.turn.answer})
        found.append({"role": "user", "content": row.turn.text})
    return found


def _message(
    talk: Talk, conversation: Conversation, turn: Turn, earlier: list[JsonValue]
) -> Message:
    account = talk.talker.account_id
    files: list[Any] = turn.files
    payload: dict[str, JsonValue] = {
        "text": turn.text,
        "files": files,
        "earlier": earlier,
        "conversation_id": str(conversation.id),
        "message_id": str(turn.id),
        "member": str(account) if account else None,
        "sent_at": datetime.now(UTC).isoformat(),
    }
    return Message(payload, id=str(turn.id), behind=True, account_id=account)


def _empty() -> Invalid:
    message = "Say something, or send a file."
    return Invalid(message, [Problem(code="empty", message=message, field="/text")])
