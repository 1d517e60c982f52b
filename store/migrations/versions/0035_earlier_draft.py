"""What drafts were before, and who saved a draft last."""

import sqlalchemy as sa
from alembic import op

revision = "0035_earlier_draft"
down_revision = "0034_parent_iteration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workflow", sa.Column("draft_account_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_workflow_draft_account_id"),
        "workflow",
        "account",
        ["draft_account_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_table(
        "earlier_draft",
        sa.Column("workflow_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("graph", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("node_count", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kept_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            name=op.f("fk_earlier_draft_workspace_id_workflow_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_earlier_draft_account_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("workflow_id", "revision", name=op.f("pk_earlier_draft")),
    )
    op.create_index(op.f("ix_earlier_draft_kept_at"), "earlier_draft", ["kept_at"])


def downgrade() -> None:
    op.drop_table("earlier_draft")
    op.drop_constraint(op.f("fk_workflow_draft_account_id"), "workflow", type_="foreignkey")
    op.drop_column("workflow", "draft_account_id")
