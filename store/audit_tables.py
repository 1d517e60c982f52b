"""The tables of the audit trail: what was done, and the chain that shows that nothing was changed.

All three only grow: triggers refuse changes, and deletions that no anchor tells of. Links are
written by a trigger too, when a transaction commits; see migration `audit_chain`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text
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
    account_id: UUID | None = None
    """Stays when the account goes."""
    action: str = Field(sa_type=Text)
    """Of what on what, as `run.pause`."""
    target_type: str = Field(sa_type=Text)
    target_id: str = Field(sa_type=Text)
    result: str = Field(sa_type=Text)
    details: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    address: str | None = Field(default=None, sa_type=Text)
    """From where: the caller's network address."""
    at: datetime = Field(default=None, sa_column_kwargs=NOW)


class AuditLink(Table, table=True):
    """An entry's place in the chain of its workspace."""

    __table_args__ = (Index(None, "entry_id", unique=True),)

    workspace_id: UUID = Field(primary_key=True, foreign_key="workspace.id", ondelete="CASCADE")
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    """From 1, without gaps, in the order in which transactions were committed."""
    entry_id: UUID
    prev_hash: bytes
    """Of the link before; 32 zeros for the first."""
    hash: bytes
    """SHA-256 of `prev_hash` and the entry as `store.audit_chain` writes it out."""


class AuditAnchor(Table, table=True):
    """That the chain up to here was deleted, as its time was over; it goes on from this hash."""

    workspace_id: UUID = Field(primary_key=True, foreign_key="workspace.id", ondelete="CASCADE")
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    """Of the last link that went."""
    hash: bytes
    """Of that link."""
    entries: int
    """How many went with it."""
    at: datetime = Field(default=None, sa_column_kwargs=NOW)
