"""an index for the runs with one business key"""

import sqlalchemy as sa
from alembic import op

revision = "0012_run_key"
down_revision = "0011_host_rates"


def upgrade() -> None:
    op.create_index(
        "ix_run_key",
        "run",
        ["workspace_id", "key", "created_at", "id"],
        postgresql_where=sa.text("key IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_run_key", "run")
