"""The table of bulk actions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, Table

ZERO = {"server_default": text("0")}


class BulkAction(Table, table=True):
    """One thing done to all runs that match a filter, and how far it is."""

    __table_args__ = (
        CheckConstraint(
            "action IN ('pause','resume','cancel','terminate','retry','fork')", name="action"
        ),
        CheckConstraint("status IN ('queued','running','succeeded','cancelled')", name="status"),
        UniqueConstraint("workspace_id", "idempotency_key"),
        Index(None, "workspace_id", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    action: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    filter: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """Of `store.runs.RunFilter`; runs made after the action was asked for are not in it."""
    arguments: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """`version`, `node_id`, `reason`, as far as the action takes them."""
    total: int
    """Runs that matched when it was asked for."""
    done: int = Field(default=0, sa_column_kwargs=ZERO)
    refused: int = Field(default=0, sa_column_kwargs=ZERO)
    refusals: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON_OR_NULL)
    """The first ones: `{"run_id", "reason"}`."""
    last_created_at: datetime | None = None
    """Of the run that was dealt with last; the next one is older."""
    last_run_id: UUID | None = None
    idempotency_key: str | None = Field(default=None, sa_type=Text)
    request_hash: bytes | None = None
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    finished_at: datetime | None = None
