"""Tables of what runs wait for from outside: events and approvals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, Table

OPEN = text("closed_at IS NULL")
ZERO = {"server_default": text("0")}


class Event(Table, table=True):
    """What somebody told a workspace under a key; one wait gets it, once."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "idempotency_key"),
        Index(None, "workspace_id", "created_at", "id"),
        Index(None, "wait_id"),
        # What a new wait looks at, and what is removed once it is too old.
        Index(
            "ix_event_unclaimed",
            "workspace_id",
            "key",
            "created_at",
            postgresql_where=text("wait_id IS NULL"),
        ),
        Index("ix_event_expiry", "expires_at", postgresql_where=text("wait_id IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    key: str = Field(sa_type=Text)
    payload: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    """Large ones by reference."""
    idempotency_key: str | None = Field(default=None, sa_type=Text)
    request_hash: bytes | None = None
    """SHA-256 of the request that came with the key."""
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    """Who sent it."""
    wait_id: UUID | None = None
    """The wait that it is for; None while it is kept for one that is still to come."""
    delivered_at: datetime | None = None
    """When the run took it."""
    expires_at: datetime
    """Until when it is kept for a wait that is still to come."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class EventWait(Table, table=True):
    """A step that waits for an event."""

    __table_args__ = (
        Index(None, "run_id"),
        Index("ix_event_wait_open", "workspace_id", "key", "created_at", postgresql_where=OPEN),
    )

    id: UUID = Field(primary_key=True)
    """Given by the run, so that to begin a wait twice is to begin it once."""
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    run_id: UUID = Field(foreign_key="run.id", ondelete="CASCADE")
    node_id: str = Field(sa_type=Text)
    iteration: str = Field(sa_type=Text)
    key: str = Field(sa_type=Text)
    until: datetime | None = None
    """When the step gives up."""
    event_id: UUID | None = None
    closed_at: datetime | None = None
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class Approval(Table, table=True):
    """A person's answer that a run waits for, or waited for."""

    __table_args__ = (
        CheckConstraint("decision IN ('approved','rejected')", name="decision"),
        Index(None, "run_id"),
        Index(None, "workspace_id", "created_at", "id"),
        Index("ix_approval_open", "workspace_id", "created_at", "id", postgresql_where=OPEN),
    )

    id: UUID = Field(primary_key=True)
    """Given by the run, as an event's wait."""
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    run_id: UUID = Field(foreign_key="run.id", ondelete="CASCADE")
    node_id: str = Field(sa_type=Text)
    iteration: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    description: str = Field(sa_type=Text)
    form: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    """JSON Schema of the answer's data."""
    assignees: list[str] = Field(sa_type=ARRAY(Text))
    """Emails in lower case; empty: everybody who may run workflows."""
    until: datetime | None = None
    reminders: int = Field(default=0, sa_column_kwargs=ZERO)
    """How often people were reminded."""
    reminded_at: datetime | None = None
    decision: str | None = Field(default=None, sa_type=Text)
    answered_by: str | None = Field(default=None, sa_type=Text)
    """Email."""
    answered_via: str | None = Field(default=None, sa_type=Text)
    """`api` or `link`."""
    answered_at: datetime | None = None
    comment: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})
    data: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    closed_at: datetime | None = None
    """When the run took the answer, gave up waiting, or was stopped."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
