"""Conversations with workflows: begun, listed, gone on with, rated."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from uuid import UUID

from sqlmodel import col, delete, func, select, tuple_
from sqlmodel.sql.expression import Select

from noria.errors import Conflict, NotFound
from noria.run import RunStatus
from store.conversation_tables import Conversation, ConversationFile, Turn
from store.database import Session, time_of
from store.ids import new_id
from store.paging import Page, page_of, read_cursor
from store.tables import Run

MAX_TITLE = 80
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

    @property
    def is_open(self) -> bool:
        """Its answer may still come."""
        return self.turn.outcome is None and self.status is not None


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

    Raises:
        Conflict: Its id is another turn's, or the last one has no answer yet.
    """
    earlier = (await session.exec(select(Turn).where(Turn.id == turn_id))).first()
    if earlier is not None:
        if earlier.conversation_id != conversation.id:
            raise Conflict(f"Another turn has the id {str(turn_id)!r}: choose a random one.")
        return earlier
    if await _open_turns(session, conversation):
        raise Conflict("The last message has no answer yet: wait for it, or stop it.")
    turn = Turn(
        id=turn_id,
        workspace_id=conversation.workspace_id,
        conversation_id=conversation.id,
        text=text,
        files=list(files),
    )
    session.add(turn)
    conversation.title = conversation.title or _title(text, files)
    conversation.updated_at = await time_of(session)
    await session.flush()
    await session.refresh(turn)
    return turn


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


async def list_rated(
    session: Session, *, workspace_id: UUID, trigger_id: UUID, cursor: str | None, limit: int
) -> Page[TurnOfRun]:
    """What people thought of a trigger's answers, the newest first."""
    query = (
        _turns()
        .join(Conversation, col(Conversation.id) == Turn.conversation_id)
        .where(
            Turn.workspace_id == workspace_id,
            Conversation.trigger_id == trigger_id,
            col(Turn.rating).is_not(None),
        )
    )
    return await _turn_page(session, query, cursor, limit)


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


async def _open_turns(session: Session, conversation: Conversation) -> bool:
    page = await list_turns(session, conversation, cursor=None, limit=1)
    return any(each.is_open and each.status not in _FINAL for each in page.items)


_FINAL = (RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED)


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
