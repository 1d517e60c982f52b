"""How much of a destination's rate is used.

Revision ID: 0011_host_rates
Revises: 0010_undo
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_host_rates"
down_revision = "0010_undo"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "host_rate",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("used_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_host_rate_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "destination", name=op.f("pk_host_rate")),
    )


def downgrade() -> None:
    op.drop_table("host_rate")
