"""What agents remember: read and left by workers, looked at and erased by people."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, select, tuple_

from noria.ai.memory import MAX_ENTRIES, MAX_SAID_CHARS, Exchange, NewExchange, Remembered, text_of
from noria.errors import NotFound
from store.database import Session
from store.ids import new_id
from store.knowledge_tables import TextVector
from store.memory_tables import AgentMemory, MemoryEntry
from store.paging import Page, like, page_of, read_cursor


@dataclass(frozen=True)
class MemoryRow:
    """A memory, and how much is in it."""

    memory: AgentMemory
    entries: int


async def recall(
    session: Session, *, workspace_id: UUID, key: str, limit: int, whole: bool, beside: str
) -> Remembered:
    """The summary and the newest entries, the oldest of these first."""
    memory = await _find(session, workspace_id, key)
    if memory is None:
        return Remembered()
    query = (
        select(MemoryEntry)
        .where(MemoryEntry.memory_id == memory.id, MemoryEntry.source != beside)
        .order_by(col(MemoryEntry.created_at).desc(), col(MemoryEntry.id).desc())
        .limit(limit)
    )
    if not whole:
        query = query.where(col(MemoryEntry.is_summarized).is_(False))
    rows = (await session.exec(query)).all()
    exchanges = [Exchange(str(row.id), row.asked, row.answered, row.created_at) for row in rows]
    return Remembered(memory.summary, exchanges[::-1])


async def keep(session: Session, *, workspace_id: UUID, key: str, exchange: NewExchange) -> None:
    """One entry for each source. The oldest go where there are too many."""
    statement = insert(AgentMemory).values(id=new_id(), workspace_id=workspace_id, key=key)
    made = await session.exec(
        statement.on_conflict_do_update(
            index_elements=[col(AgentMemory.workspace_id), col(AgentMemory.key)],
            set_={"updated_at": func.now()},
        ).returning(col(AgentMemory.id))
    )
    memory_id: UUID = made.scalar_one()
    values = {
        "source": exchange.source,
        "run_id": UUID(exchange.run_id) if exchange.run_id else None,
        "node_id": exchange.node_id,
        "asked": exchange.asked[:MAX_SAID_CHARS],
        "answered": exchange.answered[:MAX_SAID_CHARS],
    }
    row = insert(MemoryEntry).values(
        id=new_id(), workspace_id=workspace_id, memory_id=memory_id, **values
    )
    await session.exec(row.on_conflict_do_nothing())
    old = (
        select(MemoryEntry.id)
        .where(MemoryEntry.memory_id == memory_id)
        .order_by(col(MemoryEntry.created_at).desc(), col(MemoryEntry.id).desc())
        .offset(MAX_ENTRIES)
    )
    await session.exec(delete(MemoryEntry).where(col(MemoryEntry.id).in_(old)))


async def summarize(
    session: Session, *, workspace_id: UUID, key: str, summary: str, ids: Sequence[UUID]
) -> None:
    """Nothing is changed where one of them is gone, or is told of already."""
    memory = await _find(session, workspace_id, key, locked=True)
    if memory is None:
        return
    open_ids = select(MemoryEntry.id).where(
        MemoryEntry.memory_id == memory.id,
        col(MemoryEntry.id).in_(ids),
        col(MemoryEntry.is_summarized).is_(False),
    )
    if len((await session.exec(open_ids)).all()) != len(ids):
        return
    await session.exec(
        update(MemoryEntry).where(col(MemoryEntry.id).in_(ids)).values(is_summarized=True)
    )
    memory.summary = summary[:MAX_SAID_CHARS]


async def list_memories(
    session: Session, *, workspace_id: UUID, search: str | None, cursor: str | None, limit: int
) -> Page[MemoryRow]:
    """Those that were last added to first."""
    count = (
        select(func.count())
        .where(MemoryEntry.memory_id == AgentMemory.id)
        .scalar_subquery()
        .label("entries")
    )
    newest = (col(AgentMemory.updated_at).desc(), col(AgentMemory.id).desc())
    query = (
        select(AgentMemory, count)
        .where(AgentMemory.workspace_id == workspace_id)
        .order_by(*newest)
        .limit(limit + 1)
    )
    if search:
        query = query.where(col(AgentMemory.key).ilike(like(search), escape="\\"))
    if cursor:
        place = tuple_(col(AgentMemory.updated_at), col(AgentMemory.id))
        query = query.where(place < read_cursor(cursor))
    rows = [MemoryRow(*row) for row in (await session.exec(query)).all()]
    return page_of(rows, limit, lambda row: (row.memory.updated_at, row.memory.id))


async def get_memory(
    session: Session, *, workspace_id: UUID, memory_id: UUID, locked: bool = False
) -> AgentMemory:
    """
    Raises:
        NotFound: No such memory, or it belongs to another workspace.
    """
    query = select(AgentMemory).where(
        AgentMemory.workspace_id == workspace_id, AgentMemory.id == memory_id
    )
    if locked:
        query = query.with_for_update()
    memory = (await session.exec(query)).first()
    if memory is None:
        raise NotFound("memory", memory_id)
    return memory


async def list_entries(
    session: Session, *, workspace_id: UUID, memory_id: UUID, cursor: str | None, limit: int
) -> Page[MemoryEntry]:
    """The newest first."""
    query = (
        select(MemoryEntry)
        .where(MemoryEntry.workspace_id == workspace_id, MemoryEntry.memory_id == memory_id)
        .order_by(col(MemoryEntry.created_at).desc(), col(MemoryEntry.id).desc())
        .limit(limit + 1)
    )
    if cursor:
        place = tuple_(col(MemoryEntry.created_at), col(MemoryEntry.id))
        query = query.where(place < read_cursor(cursor))
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, lambda row: (row.created_at, row.id))


async def erase_memory(session: Session, memory: AgentMemory) -> None:
    """With all that is in it."""
    query = select(MemoryEntry).where(MemoryEntry.memory_id == memory.id)
    await _forget_vectors(session, memory.workspace_id, (await session.exec(query)).all())
    await session.delete(memory)


async def erase_entry(session: Session, memory: AgentMemory, entry_id: UUID) -> None:
    """A summary that tells of it goes too: the next run makes one of what is left.

    Raises:
        NotFound: The memory has no such entry.
    """
    query = select(MemoryEntry).where(
        MemoryEntry.memory_id == memory.id, MemoryEntry.id == entry_id
    )
    entry = (await session.exec(query)).first()
    if entry is None:
        raise NotFound("memory entry", entry_id)
    if entry.is_summarized:
        memory.summary = ""
        await session.exec(
            update(MemoryEntry)
            .where(col(MemoryEntry.memory_id) == memory.id)
            .values(is_summarized=False)
        )
    await _forget_vectors(session, memory.workspace_id, [entry])
    await session.delete(entry)


def vector_hash(text: str) -> bytes:
    """By which the vector of a text is known."""
    return hashlib.sha256(text.encode(errors="replace")).digest()


async def _forget_vectors(
    session: Session, workspace_id: UUID, entries: Sequence[MemoryEntry]
) -> None:
    """What an entry was found by: a vector tells something of its text."""
    hashes = [vector_hash(text_of(each.asked, each.answered)) for each in entries]
    await session.exec(
        delete(TextVector).where(
            col(TextVector.workspace_id) == workspace_id, col(TextVector.text_hash).in_(hashes)
        )
    )


async def _find(
    session: Session, workspace_id: UUID, key: str, *, locked: bool = False
) -> AgentMemory | None:
    query = select(AgentMemory).where(
        AgentMemory.workspace_id == workspace_id, AgentMemory.key == key
    )
    if locked:
        query = query.with_for_update()
    return (await session.exec(query)).first()
