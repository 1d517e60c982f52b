"""What agents remember: to be looked at, and erased."""

from uuid import UUID

from fastapi import APIRouter, status

from api import audit
from api.access import Editor, Reader
from api.paging import CURSOR, LIMIT, SEARCH
from api.schemas.memories import MemoryEntryRead, MemoryRead
from api.schemas.shape import Page
from api.services import Db
from noria.compiling.agents import owner_of
from store import memories
from store.memory_tables import MemoryEntry

router = APIRouter(prefix="/memories", tags=["models"])


@router.get("")
async def list_memories(
    caller: Reader, session: Db, search: SEARCH = None, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[MemoryRead]:
    """Those that were last added to first, by the keys that agents use."""
    page = await memories.list_memories(
        session, workspace_id=caller.workspace_id, search=search, cursor=cursor, limit=limit
    )
    items = [
        MemoryRead.model_validate({**row.memory.model_dump(), "entries": row.entries})
        for row in page.items
    ]
    return Page(items=items, next_cursor=page.next_cursor)


@router.get("/{memory_id}/entries")
async def list_memory_entries(
    memory_id: UUID, caller: Reader, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[MemoryEntryRead]:
    """The newest first."""
    await memories.get_memory(session, workspace_id=caller.workspace_id, memory_id=memory_id)
    page = await memories.list_entries(
        session,
        workspace_id=caller.workspace_id,
        memory_id=memory_id,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=[_read(row) for row in page.items], next_cursor=page.next_cursor)


@router.delete("/{memory_id}", status_code=status.HTTP_204_NO_CONTENT)
async def erase_memory(memory_id: UUID, caller: Editor, session: Db) -> None:
    """With all that is in it; it can't be brought back."""
    memory = await memories.get_memory(
        session, workspace_id=caller.workspace_id, memory_id=memory_id, locked=True
    )
    await memories.erase_memory(session, memory)
    await audit.note(session, caller, "memory.erase", memory_id, key=memory.key)


@router.delete("/{memory_id}/entries/{entry_id}", status_code=status.HTTP_204_NO_CONTENT)
async def erase_memory_entry(memory_id: UUID, entry_id: UUID, caller: Editor, session: Db) -> None:
    """One exchange; where the summary tells of it, that goes too, and is made anew of what is left."""
    memory = await memories.get_memory(
        session, workspace_id=caller.workspace_id, memory_id=memory_id, locked=True
    )
    await memories.erase_entry(session, memory, entry_id)
    details = {"key": memory.key, "entry_id": str(entry_id)}
    await audit.note(session, caller, "memory.erase_entry", memory_id, **details)


def _read(row: MemoryEntry) -> MemoryEntryRead:
    return MemoryEntryRead.model_validate({**row.model_dump(), "node_id": owner_of(row.node_id)})
