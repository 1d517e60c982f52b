"""What agents remember."""

from datetime import datetime
from uuid import UUID

from api.schemas.shape import Read


class MemoryRead(Read):
    id: UUID
    key: str
    summary: str
    """Of entries that are marked as summarized; empty: there is none."""
    entries: int
    created_at: datetime
    updated_at: datetime
    """When it was last added to."""


class MemoryEntryRead(Read):
    id: UUID
    asked: str
    answered: str
    run_id: UUID | None
    """Whose agent left it; the run may be gone."""
    node_id: str
    is_summarized: bool
    """The summary tells of it."""
    created_at: datetime
