"""Runs know their parents, and steps the run that they are reused from.

Revision ID: 0006_lineage
Revises: 0005_limits
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_lineage"
down_revision = "0005_limits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("run", sa.Column("parent_run_id", sa.Uuid(), nullable=True))
    op.add_column("run", sa.Column("relation", sa.Text(), nullable=True))
    op.add_column("run", sa.Column("parent_node_id", sa.Text(), nullable=True))
    op.add_column("run", sa.Column("part", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("run", sa.Column("snapshot", sa.JSON(none_as_null=True), nullable=True))
    op.create_foreign_key(
        op.f("fk_run_parent_run_id"), "run", "run", ["parent_run_id"], ["id"], ondelete="SET NULL"
    )
    op.create_check_constraint(
        op.f("ck_run_relation"), "run", "relation IN ('retry','fork','call')"
    )
    op.create_index(
        "ix_run_parent_run_id",
        "run",
        ["parent_run_id"],
        postgresql_where=sa.text("parent_run_id IS NOT NULL"),
    )
    op.add_column("step", sa.Column("source", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("step", "source")
    op.drop_index("ix_run_parent_run_id", table_name="run")
    for name in ("snapshot", "part", "parent_node_id", "relation", "parent_run_id"):
        op.drop_column("run", name)
