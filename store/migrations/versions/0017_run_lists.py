"""What started a run, and indexes for the filters of the runs list.

Revision ID: 0017_run_lists
Revises: 0016_accounts
"""

import sqlalchemy as sa
from alembic import op

revision = "0017_run_lists"
down_revision = "0016_accounts"
branch_labels = None
depends_on = None


# As the index of workflows' names: search goes through all failed runs of the workspace without it.
ERROR_INDEX = """
DO $$ BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX ix_run_error_trgm ON run USING gin ((error ->> 'message') gin_trgm_ops)
        WHERE error IS NOT NULL;
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'pg_trgm is not available: %', SQLERRM;
END $$
"""


def upgrade() -> None:
    op.add_column(
        "run", sa.Column("trigger", sa.Text(), server_default=sa.text("'manual'"), nullable=False)
    )
    op.execute("UPDATE run SET trigger = 'workflow' WHERE relation = 'call'")
    op.create_check_constraint(
        op.f("ck_run_trigger"),
        "run",
        "trigger IN ('manual','webhook','schedule','event','chat','workflow')",
    )
    op.create_index(
        op.f("ix_run_workspace_id_trigger_created_at_id"),
        "run",
        ["workspace_id", "trigger", "created_at", "id"],
    )
    op.create_index(
        "ix_run_status",
        "run",
        ["workspace_id", "status", "created_at", "id"],
        postgresql_where=sa.text("status <> 'succeeded'"),
    )
    op.execute(ERROR_INDEX)


def downgrade() -> None:
    op.execute("DROP INDEX IF EXISTS ix_run_error_trgm")
    op.drop_index("ix_run_status", "run")
    op.drop_index("ix_run_workspace_id_trigger_created_at_id", "run")
    op.drop_constraint(op.f("ck_run_trigger"), "run", type_="check")
    op.drop_column("run", "trigger")
