"""Conversations with workflows: begun, listed, gone on with, rated."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, cast
from uuid import UUID

from sqlmodel import col, delete, func, or_, select, tuple_
from sqlmodel.sql.expression import Select

from noria.errors import Conflict, NotFound
from noria.run import FINAL_RUN, RunStatus
from store.conversation_tables import Conversation, ConversationFile, Turn
from store.database import Session, time_of
from store.ids import new_id
from store.paging import Page, page_of, read_cursor
from store.tables import Run

MAX_TITLE = 80
SENDING = timedelta(seconds=30)
"""For so long a run may be about to start; who started it may have died before it did."""
Rating = Literal["good", "bad"]


@dataclass(frozen=True)
class Talker:
    """Who talks through which trigger; one of the two ids says who it is."""

    workspace_id: UUID
    trigger_id: UUID
    account_id: UUID | None = None
    visitor_id: UUID | None = None

    @property
    def key(self) -> UUID:
        """To count by."""
        found = self.account_id or self.visitor_id
        assert found is not None
        return found


@dataclass(frozen=True)
class TurnOfRun:
    """A turn, and its run as it is now; None where there is none, or none any more."""

    turn: Turn
    status: RunStatus | None
    output: Any
    error: dict[str, Any] | None


async def add_conversation(session: Session, talker: Talker) -> Conversation:
    """One without a word yet."""
    row = Conversation(
        id=new_id(),
        workspace_id=talker.workspace_id,
        trigger_id=talker.trigger_id,
        account_id=talker.account_id,
        visitor_id=talker.visitor_id,
        title="",
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def list_conversations(
    session: Session, talker: Talker, *, cursor: str | None, limit: int
) -> Page[Conversation]:
    """Those in which something was said, the last used first."""
    query = select(Conversation).where(*_of(talker), Conversation.title != "")
    if cursor:
        place = tuple_(col(Conversation.updated_at), col(Conversation.id))
        query = query.where(place < read_cursor(cursor))
    query = query.order_by(col(Conversation.updated_at).desc(), col(Conversation.id).desc())
    rows = (await session.exec(query.limit(limit + 1))).all()
    return page_of(rows, limit, lambda row: (row.updated_at, row.id))


async def get_conversation(
    session: Session, talker: Talker, conversation_id: UUID, *, lock: bool = False
) -> Conversation:
    """
    Raises:
        NotFound: None of this talker's.
    """
    query = select(Conversation).where(*_of(talker), Conversation.id == conversation_id)
    row = (await session.exec(query.with_for_update() if lock else query)).first()
    if row is None:
        raise NotFound("conversation", conversation_id)
    return row


async def delete_conversation(session: Session, talker: Talker, conversation_id: UUID) -> None:
    """With all that was said; runs stay.

    Raises:
        NotFound: As `get_conversation`.
    """
    await get_conversation(session, talker, conversation_id)
    await session.exec(
        delete(Conversation).where(*_of(talker), col(Conversation.id) == conversation_id)
    )


async def add_turn(
    session: Session,
    conversation: Conversation,
    *,
    turn_id: UUID,
    text: str,
    files: Sequence[dict[str, Any]],
) -> Turn:
    """What is said, of a locked conversation; the one there is, if it came before.

    Until `note_sent`, or for a while, nothing else can be said: its run is being started.

    Raises:
        Conflict: Its id is another turn's, or another one has no answer yet.
    """
    earlier = (await session.exec(select(Turn).where(Turn.id == turn_id))).first()
    if earlier is not None:
        if earlier.conversation_id != conversation.id:
            raise Conflict(f"Another turn has the id {str(turn_id)!r}: choose a random one.")
        if earlier.run_id is not None:
            return earlier
    if await _is_busy(session, conversation, beside=turn_id):
        raise Conflict("The last message has no answer yet: wait for it, or stop it.")
    now = await time_of(session)
    turn = earlier or Turn(
        id=turn_id,
        workspace_id=conversation.workspace_id,
        conversation_id=conversation.id,
        text=text,
        files=list(files),
    )
    turn.sending_until = now + SENDING
    session.add(turn)
    conversation.title = conversation.title or _title(text, files)
    conversation.updated_at = now
    await session.flush()
    await session.refresh(turn)
    return turn


def note_sent(turn: Turn, run_id: UUID | None) -> None:
    """Its run was started, or could not be: then it may be sent again, and something else be said."""
    turn.sending_until = None
    turn.run_id = run_id or turn.run_id


async def list_turns(
    session: Session, conversation: Conversation, *, cursor: str | None, limit: int
) -> Page[TurnOfRun]:
    """The newest first."""
    query = _turns().where(
        Turn.workspace_id == conversation.workspace_id, Turn.conversation_id == conversation.id
    )
    return await _turn_page(session, query, cursor, limit)


async def get_turn(session: Session, conversation: Conversation, turn_id: UUID) -> TurnOfRun:
    """
    Raises:
        NotFound: None of this conversation.
    """
    query = _turns().where(
        Turn.workspace_id == conversation.workspace_id,
        Turn.conversation_id == conversation.id,
        Turn.id == turn_id,
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("turn", turn_id)
    return _read(row)


async def has_turn(session: Session, conversation: Conversation, turn_id: UUID) -> bool:
    """Whether it was said before."""
    query = select(Turn.id).where(Turn.conversation_id == conversation.id, Turn.id == turn_id)
    return (await session.exec(query)).first() is not None


async def list_rated(
    session: Session,
    *,
    workspace_id: UUID,
    trigger_id: UUID,
    rating: Rating | None,
    cursor: str | None,
    limit: int,
) -> Page[TurnOfRun]:
    """What people thought of a trigger's answers, the newest first."""
    query = (
        _turns()
        .join(Conversation, col(Conversation.id) == Turn.conversation_id)
        .where(
            Turn.workspace_id == workspace_id,
            Conversation.trigger_id == trigger_id,
            col(Turn.rating).is_not(None) if rating is None else Turn.rating == rating,
        )
    )
    return await _turn_page(session, query, cursor, limit)


async def own_among(
    session: Session, *, workspace_id: UUID, account_id: UUID, ids: Collection[UUID]
) -> set[UUID]:
    """Those of these conversations that the account began."""
    query = select(Conversation.id).where(
        Conversation.workspace_id == workspace_id,
        Conversation.account_id == account_id,
        col(Conversation.id).in_(ids),
    )
    return set(await session.exec(query)) if ids else set()


async def add_file(session: Session, conversation: Conversation, content: dict[str, Any]) -> UUID:
    """Its id, by which what is said may name it."""
    row = ConversationFile(
        id=new_id(),
        workspace_id=conversation.workspace_id,
        conversation_id=conversation.id,
        content=content,
    )
    session.add(row)
    await session.flush()
    return row.id


async def count_files(session: Session, conversation: Conversation) -> int:
    """All that were ever sent in it."""
    query = select(func.count()).where(ConversationFile.conversation_id == conversation.id)
    return (await session.exec(query)).one()


async def find_files(
    session: Session, conversation: Conversation, ids: Collection[UUID]
) -> list[dict[str, Any]]:
    """In the order of the ids.

    Raises:
        NotFound: One is none of this conversation.
    """
    query = select(ConversationFile).where(
        ConversationFile.workspace_id == conversation.workspace_id,
        ConversationFile.conversation_id == conversation.id,
        col(ConversationFile.id).in_(ids),
    )
    known = {row.id: row.content for row in await session.exec(query)} if ids else {}
    for each in ids:
        if each not in known:
            raise NotFound("file", each)
    return [known[each] for each in ids]


async def _is_busy(session: Session, conversation: Conversation, *, beside: UUID) -> bool:
    """Whether an answer is still to come, or a run about to be started, for another turn."""
    query = (
        select(Turn.id)
        .outerjoin(Run, (col(Run.id) == Turn.run_id) & (col(Run.workspace_id) == Turn.workspace_id))
        .where(
            Turn.workspace_id == conversation.workspace_id,
            Turn.conversation_id == conversation.id,
            Turn.id != beside,
            col(Turn.outcome).is_(None),
            or_(col(Turn.sending_until) > func.now(), col(Run.status).not_in(FINAL_RUN)),
        )
        .limit(1)
    )
    return (await session.exec(query)).first() is not None


def _of(talker: Talker) -> list[Any]:
    who = (
        Conversation.account_id == talker.account_id
        if talker.account_id
        else Conversation.visitor_id == talker.visitor_id
    )
    return [
        Conversation.workspace_id == talker.workspace_id,
        Conversation.trigger_id == talker.trigger_id,
        who,
    ]


_Row = tuple[Turn, str | None, Any, dict[str, Any] | None]
_Rows = Select[Turn, str | None, Any, dict[str, Any] | None]


def _turns() -> _Rows:
    query: Any = select(Turn, Run.status, Run.output, col(Run.error)).outerjoin(
        Run, (col(Run.id) == Turn.run_id) & (col(Run.workspace_id) == Turn.workspace_id)
    )
    return cast("_Rows", query)


async def _turn_page(
    session: Session, query: _Rows, cursor: str | None, limit: int
) -> Page[TurnOfRun]:
    if cursor:
        query = query.where(tuple_(col(Turn.created_at), col(Turn.id)) < read_cursor(cursor))
    query = query.order_by(col(Turn.created_at).desc(), col(Turn.id).desc())
    rows = [_read(row) for row in await session.exec(query.limit(limit + 1))]
    return page_of(rows, limit, lambda row: (row.turn.created_at, row.turn.id))


def _read(row: _Row) -> TurnOfRun:
    turn, status, output, error = row
    return TurnOfRun(turn, RunStatus(status) if status else None, output, error)


def _title(text: str, files: Sequence[dict[str, Any]]) -> str:
    said = " ".join(text.split()) or (str(files[0]["name"]) if files else "…")
    return said if len(said) <= MAX_TITLE else f"{said[: MAX_TITLE - 1].rstrip()}…"
