"""The table of dead letters."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, Table


class DeadLetter(Table, table=True):
    """What failed for good and waits for a person: a run, an event that nothing took, or a message.

    A message is one that its trigger could start no run with.

    A run's letter is written with the run's end, in the same transaction. Test runs have none.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('run','event','message')", name="kind"),
        CheckConstraint("status IN ('open','retried','discarded')", name="status"),
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        Index(None, "workspace_id", "status", "created_at", "id"),
        Index(None, "trigger_id", "status", "created_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    kind: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    run_id: UUID | None = Field(default=None, foreign_key="run.id", ondelete="CASCADE", unique=True)
    workflow_id: UUID | None = None
    trigger_id: UUID | None = Field(default=None, foreign_key="trigger.id", ondelete="CASCADE")
    error_type: str = Field(sa_type=Text)
    node_id: str | None = Field(default=None, sa_type=Text)
    """Where the run failed."""
    error: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    """Of what is no run; a run's own row has it."""
    payload: Any = Field(default=None, sa_type=JSON_OR_NULL, nullable=True)
    """Of what is no run: what to try again with."""
    retry_run_id: UUID | None = Field(default=None, foreign_key="run.id", ondelete="SET NULL")
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    """Who retried or discarded it."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    closed_at: datetime | None = None
