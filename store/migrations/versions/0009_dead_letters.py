"""What failed for good and waits for a person.

Revision ID: 0009_dead_letters
Revises: 0008_hand
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_dead_letters"
down_revision = "0008_hand"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("workflow_id", sa.Uuid(), nullable=True),
        sa.Column("error_type", sa.Text(), nullable=False),
        sa.Column("node_id", sa.Text(), nullable=True),
        sa.Column("error", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("retry_run_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('run','event')", name=op.f("ck_dead_letter_kind")),
        sa.CheckConstraint(
            "status IN ('open','retried','discarded')", name=op.f("ck_dead_letter_status")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_dead_letter_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["retry_run_id"],
            ["run.id"],
            name=op.f("fk_dead_letter_retry_run_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_dead_letter_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            name=op.f("fk_dead_letter_workspace_id_workflow_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_dead_letter_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letter")),
        sa.UniqueConstraint("run_id", name=op.f("uq_dead_letter_run_id")),
    )
    op.create_index(
        op.f("ix_dead_letter_workspace_id_status_created_at_id"),
        "dead_letter",
        ["workspace_id", "status", "created_at", "id"],
    )


def downgrade() -> None:
    op.drop_table("dead_letter")
