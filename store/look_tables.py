"""Tables of what people look at runs with: lines that steps logged, and filters that they keep."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, Table


class StepLog(Table, table=True):
    """One line that a node logged in an attempt."""

    run_id: UUID = Field(primary_key=True, foreign_key="run.id", ondelete="CASCADE")
    node_id: str = Field(primary_key=True, sa_type=Text)
    iteration: str = Field(primary_key=True, sa_type=Text)
    attempt: int = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=SmallInteger)
    """From 1 in each attempt."""
    workspace_id: UUID
    at: datetime
    level: str = Field(sa_type=Text)
    message: str = Field(sa_type=Text)
    facts: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)


class SavedFilter(Table, table=True):
    """How an account likes to see a list, under a name."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "account_id", "page", "name"),
        Index(None, "account_id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE")
    page: str = Field(sa_type=Text)
    """Which list."""
    name: str = Field(sa_type=Text)
    search: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """The filters, as the page's address has them."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
