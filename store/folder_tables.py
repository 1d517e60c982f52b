"""Tables that keep workflows in order: folders, stars, and who wrote a draft."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from store.tables import NOW, ONE, Table


class Folder(Table, table=True):
    """Where workflows are kept. A folder in a folder holds no further ones."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        UniqueConstraint("workspace_id", "parent_id", "name", postgresql_nulls_not_distinct=True),
        ForeignKeyConstraint(
            ["workspace_id", "parent_id"],
            ["folder.workspace_id", "folder.id"],
            ondelete="CASCADE",
        ),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    parent_id: UUID | None = None
    name: str = Field(sa_type=Text)
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


# Declared here and not beside the column: `store.tables` knows none of the tables that build on it.
Table.metadata.tables["workflow"].append_constraint(
    ForeignKeyConstraint(
        ["workspace_id", "folder_id"],
        ["folder.workspace_id", "folder.id"],
        name="fk_workflow_workspace_id_folder_id",
        ondelete="SET NULL (folder_id)",
    )
)


class WorkflowStar(Table, table=True):
    """A workflow that an account wants to have at hand."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        Index(None, "workflow_id"),
    )

    account_id: UUID = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    workflow_id: UUID = Field(primary_key=True)
    workspace_id: UUID


class DraftAuthor(Table, table=True):
    """An account that has saved a workflow's draft since its newest version."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
    )

    workflow_id: UUID = Field(primary_key=True)
    account_id: UUID = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    workspace_id: UUID
    saves: int = Field(default=1, sa_column_kwargs=ONE)
    saved_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    """The last time."""
