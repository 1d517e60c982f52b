"""The table of the audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, Table


class AuditEntry(Table, table=True):
    """Who did what to what, and how it went; never with values."""

    __table_args__ = (
        CheckConstraint("result IN ('done','refused','failed')", name="result"),
        Index(None, "workspace_id", "at", "id"),
        Index(None, "workspace_id", "target_type", "target_id", "at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    action: str = Field(sa_type=Text)
    """Of what on what, as `run.pause`."""
    target_type: str = Field(sa_type=Text)
    target_id: str = Field(sa_type=Text)
    result: str = Field(sa_type=Text)
    details: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    at: datetime = Field(default=None, sa_column_kwargs=NOW)
