"""The runs of one item are found among those of a hundred thousand.

Revision ID: 0038_run_parent
Revises: 0037_item_runs
"""

import sqlalchemy as sa
from alembic import op

revision = "0038_run_parent"
down_revision = "0037_item_runs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace("ix_run_parent_run_id", "ix_run_parent", "parent_run_id", "parent_iteration")


def downgrade() -> None:
    _replace("ix_run_parent", "ix_run_parent_run_id", "parent_run_id")


def _replace(old: str, new: str, *columns: str) -> None:
    has_parent = sa.text("parent_run_id IS NOT NULL")
    op.create_index(new, "run", list(columns), postgresql_where=has_parent)
    op.drop_index(old, table_name="run")
