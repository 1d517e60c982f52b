"""Tables that keep workflows in order: folders, stars, what drafts were, and who may see what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field

from store.tables import FALSE, JSON_OR_NULL, NOW, ONE, Table


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
        Index("ix_folder_restricted", "workspace_id", postgresql_where=text("restricted")),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    parent_id: UUID | None = None
    name: str = Field(sa_type=Text)
    restricted: bool = Field(default=False, sa_column_kwargs=FALSE)
    """Only those see it, and what is in it, whom a share names."""
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


class EarlierDraft(Table, table=True):
    """What a workflow's draft was at a revision that other revisions have replaced."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        Index(None, "kept_at"),
    )

    workflow_id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    workspace_id: UUID
    graph: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    node_count: int
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL")
    """Who saved it."""
    saved_at: datetime
    kept_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    """When it was replaced."""


class Share(Table, table=True):
    """What a member may do with a restricted workflow, or with what is in a restricted folder."""

    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 3", name="level"),
        CheckConstraint("num_nonnulls(workflow_id, folder_id) = 1", name="of_one"),
        ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["workspace_id", "folder_id"],
            ["folder.workspace_id", "folder.id"],
            ondelete="CASCADE",
        ),
        # Who leaves the workspace and comes back begins anew.
        ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["membership.workspace_id", "membership.account_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("workflow_id", "account_id"),
        UniqueConstraint("folder_id", "account_id"),
        Index(None, "workspace_id", "account_id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    workflow_id: UUID | None = None
    folder_id: UUID | None = None
    account_id: UUID
    level: int = Field(sa_type=SmallInteger)
    """1: view, 2: run, 3: edit."""
