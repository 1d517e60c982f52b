"""Conversations with workflows: what people said, and the runs that answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, Table


class Conversation(Table, table=True):
    """Of one person with one chat trigger."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        CheckConstraint("(account_id IS NULL) <> (visitor_id IS NULL)", name="talker"),
        Index(None, "trigger_id", "account_id", "updated_at", "id"),
        Index(None, "trigger_id", "visitor_id", "updated_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    trigger_id: UUID = Field(foreign_key="trigger.id", ondelete="CASCADE")
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="CASCADE")
    visitor_id: UUID | None = None
    """Who is not signed in, by a token of theirs."""
    title: str = Field(sa_type=Text)
    """The beginning of what was said first."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class Turn(Table, table=True):
    """Something that was said, and what became of it."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("rating IN ('good','bad')", name="rating"),
        Index(None, "conversation_id", "created_at", "id"),
        Index(
            "ix_turn_rated",
            "workspace_id",
            "rating",
            "created_at",
            "id",
            postgresql_where=text("rating IS NOT NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    """The sender's own: sent again, it is the same turn."""
    workspace_id: UUID
    conversation_id: UUID
    text: str = Field(sa_type=Text)
    files: list[dict[str, Any]] = Field(default=[], sa_type=JSON_OR_NULL)
    """References to blobs, with names."""
    run_id: UUID | None = None
    """Stays when the run is deleted."""
    sending_until: datetime | None = None
    """While its run is being started nothing else may be said; who does that may die before it is."""
    answer: str | None = Field(default=None, sa_type=Text)
    outcome: str | None = Field(default=None, sa_type=Text)
    """The run's final status, once it was looked at after its end; with it, the answer is kept."""
    rating: str | None = Field(default=None, sa_type=Text)
    comment: str = Field(default="", sa_type=Text)
    """Of who rated the answer."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)


class ConversationFile(Table, table=True):
    """A file that may go along with what is said in the conversation."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "conversation_id"],
            ["conversation.workspace_id", "conversation.id"],
            ondelete="CASCADE",
        ),
        Index(None, "conversation_id"),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID
    conversation_id: UUID
    content: dict[str, Any] = Field(sa_type=JSON_OR_NULL)
    """The reference to its bytes, with its name."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
