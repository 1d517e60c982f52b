"""Tables of what agents remember."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from store.tables import NOW, Table

FALSE = {"server_default": text("false")}


class AgentMemory(Table, table=True):
    """What stands under one key."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        UniqueConstraint("workspace_id", "key"),
        Index(None, "workspace_id", "updated_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    key: str = Field(sa_type=Text)
    summary: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    """Of the entries that are marked as summarized."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class MemoryEntry(Table, table=True):
    """A task, and what an agent answered."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "memory_id"],
            ["agent_memory.workspace_id", "agent_memory.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("memory_id", "source"),
        Index(None, "memory_id", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    memory_id: UUID
    source: str = Field(sa_type=Text)
    """The step that left it: a repeated attempt leaves none besides."""
    run_id: UUID | None = None
    """It may be gone."""
    node_id: str = Field(sa_type=Text)
    asked: str = Field(sa_type=Text)
    answered: str = Field(sa_type=Text)
    is_summarized: bool = Field(default=False, sa_column_kwargs=FALSE)
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
