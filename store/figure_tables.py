"""Tables of figures that outlive what they were counted from."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from store.notice_tables import ZERO
from store.tables import Table


class RunDay(Table, table=True):
    """How many runs of a workflow started and ended on a day of UTC."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        Index(None, "workspace_id", "day"),
    )

    workflow_id: UUID = Field(primary_key=True)
    day: date = Field(primary_key=True)
    workspace_id: UUID
    started: int = Field(default=0, sa_column_kwargs=ZERO)
    succeeded: int = Field(default=0, sa_column_kwargs=ZERO)
    failed: int = Field(default=0, sa_column_kwargs=ZERO)
    cancelled: int = Field(default=0, sa_column_kwargs=ZERO)
    seconds: float = Field(default=0.0, sa_column_kwargs=ZERO)
    """How long those that succeeded took together, each from its first step to its end."""
