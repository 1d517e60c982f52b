"""Triggers, and what became of each time one fired."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, Table


class Trigger(Table, table=True):
    """What starts runs of a workflow besides people."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        Index(None, "workspace_id", "created_at", "id"),
        Index(None, "workspace_id", "workflow_id"),
        Index(None, "type"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    workflow_id: UUID
    type: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    config: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """As its type's model says; holds names of credentials, never secrets."""
    mapping: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """`noria.triggers.mapping.MessageMapping`."""
    path: str | None = Field(default=None, sa_type=Text, unique=True)
    """Of its address; one trigger of the whole installation has it."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    """Who made it: its runs are in their name."""
    paused_at: datetime | None = None
    edition: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    """Counts up with each change, so that who works by it sees that it must begin anew."""
    cursor: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    """How far a trigger that asks for news has come."""
    last_error: str | None = Field(default=None, sa_type=Text)
    """Why it can't fire at present, of one that has to reach a server for it."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class TriggerFiring(Table, table=True):
    """One time that a trigger fired, and what became of it."""

    __table_args__ = (
        CheckConstraint(
            "outcome IN ('started','duplicate','skipped','refused','failed','sample')",
            name="outcome",
        ),
        Index(None, "trigger_id", "at", "id"),
        Index(None, "at"),
        Index("ix_trigger_firing_run_id", "run_id", postgresql_where=text("run_id IS NOT NULL")),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    trigger_id: UUID = Field(foreign_key="trigger.id", ondelete="CASCADE")
    outcome: str = Field(sa_type=Text)
    run_id: UUID | None = Field(default=None, foreign_key="run.id", ondelete="SET NULL")
    message_id: str | None = Field(default=None, sa_type=Text)
    """What the sender calls the message, or the time that a schedule fired for."""
    detail: str | None = Field(default=None, sa_type=Text)
    """Why no run was started."""
    sample: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    """The message, of a sample; of a run, if its input is another value."""
    at: datetime = Field(default=None, sa_column_kwargs=NOW)


class TriggerItem(Table, table=True):
    """An item that a trigger which asks for news has dealt with."""

    __table_args__ = (Index(None, "seen_at"),)

    trigger_id: UUID = Field(primary_key=True, foreign_key="trigger.id", ondelete="CASCADE")
    key_hash: bytes = Field(primary_key=True)
    """SHA-256 of the item's key."""
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    seen_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    """When it was given last: it is kept for a while beyond."""
