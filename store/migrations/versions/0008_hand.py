"""Runs start with breakpoints, and know since when they have their status."""

import sqlalchemy as sa
from alembic import op

revision = "0008_hand"
down_revision = "0007_bulk"


def upgrade() -> None:
    op.add_column("run", sa.Column("breakpoints", sa.ARRAY(sa.Text()), nullable=True))
    op.add_column("run", sa.Column("status_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("run", "status_at")
    op.drop_column("run", "breakpoints")
