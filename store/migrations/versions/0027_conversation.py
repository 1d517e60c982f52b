"""Conversations with workflows.

Revision ID: 0027_conversation
Revises: 0026_sharing
"""

import sqlalchemy as sa
from alembic import op

revision = "0027_conversation"
down_revision = "0026_sharing"
branch_labels = None
depends_on = None


def _time(name: str) -> sa.Column:
    default = sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=False)


def _of_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "conversation_id"],
        ["conversation.workspace_id", "conversation.id"],
        name=op.f(f"fk_{table}_workspace_id_conversation_id"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("trigger_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("visitor_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        _time("created_at"),
        _time("updated_at"),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (visitor_id IS NULL)", name=op.f("ck_conversation_talker")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_conversation_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["trigger_id"],
            ["trigger.id"],
            name=op.f("fk_conversation_trigger_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_conversation_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_conversation_workspace_id_id")),
    )
    for who in ("account_id", "visitor_id"):
        op.create_index(
            op.f(f"ix_conversation_trigger_id_{who}_updated_at_id"),
            "conversation",
            ["trigger_id", who, "updated_at", "id"],
        )
    op.create_table(
        "turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        _time("created_at"),
        sa.CheckConstraint("rating IN ('good','bad')", name=op.f("ck_turn_rating")),
        _of_conversation("turn"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
    )
    op.create_index(
        op.f("ix_turn_conversation_id_created_at_id"),
        "turn",
        ["conversation_id", "created_at", "id"],
    )
    op.create_table(
        "conversation_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        _time("created_at"),
        _of_conversation("conversation_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_file")),
    )
    op.create_index(
        op.f("ix_conversation_file_conversation_id"), "conversation_file", ["conversation_id"]
    )


def downgrade() -> None:
    op.drop_table("conversation_file")
    op.drop_table("turn")
    op.drop_table("conversation")
