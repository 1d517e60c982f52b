"""business keys, the line of runs, and settings of workflows"""

import sqlalchemy as sa
from alembic import op

revision = "0005_limits"
down_revision = "0004_waits"

OPEN = "status NOT IN ('succeeded','failed','cancelled')"


def upgrade() -> None:
    op.create_table(
        "workflow_settings",
        sa.Column("workflow_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("max_concurrent_runs", sa.Integer(), nullable=True),
        sa.Column("rate_runs", sa.Integer(), nullable=True),
        sa.Column("rate_seconds", sa.Float(), nullable=True),
        sa.Column("run_timeout_seconds", sa.Float(), nullable=True),
        sa.Column("retention_days", sa.Integer(), nullable=True),
        sa.Column("priority", sa.SmallInteger(), server_default=sa.text("3"), nullable=False),
        sa.Column("rate_used_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workflow_id"],
            ["workflow.workspace_id", "workflow.id"],
            name=op.f("fk_workflow_settings_workspace_id_workflow_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workflow_id", name=op.f("pk_workflow_settings")),
    )
    op.add_column("run", sa.Column("key", sa.Text(), nullable=True))
    op.add_column(
        "run",
        sa.Column("in_line", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("run", sa.Column("start_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "run", sa.Column("priority", sa.SmallInteger(), server_default=sa.text("3"), nullable=False)
    )
    op.create_index(
        "ux_run_workflow_id_key",
        "run",
        ["workflow_id", "key"],
        unique=True,
        postgresql_where=sa.text(f"key IS NOT NULL AND NOT in_line AND {OPEN}"),
    )
    op.create_index(
        "ix_run_line",
        "run",
        ["workflow_id", "priority", "created_at", "id"],
        postgresql_where=sa.text("in_line"),
    )
    op.create_index(
        "ix_run_open_of_workflow", "run", ["workflow_id", "key"], postgresql_where=sa.text(OPEN)
    )
    op.create_index(
        "ix_run_finished",
        "run",
        ["workflow_id", "finished_at"],
        postgresql_where=sa.text("finished_at IS NOT NULL"),
    )


def downgrade() -> None:
    for name in (
        "ix_run_finished", "ix_run_open_of_workflow", "ix_run_line", "ux_run_workflow_id_key",
    ):  # fmt: skip
        op.drop_index(name, table_name="run")
    for name in ("priority", "start_at", "in_line", "key"):
        op.drop_column("run", name)
    op.drop_table("workflow_settings")
