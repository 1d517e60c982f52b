"""What is said is marked while its run is being started, and ratings are found quickly.

Revision ID: 0029_turn_sending
Revises: 0028_evaluation
"""

import sqlalchemy as sa
from alembic import op

revision = "0029_turn_sending"
down_revision = "0028_evaluation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turn", sa.Column("sending_until", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_turn_rated",
        "turn",
        ["workspace_id", "rating", "created_at", "id"],
        postgresql_where=sa.text("rating IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_turn_rated", "turn")
    op.drop_column("turn", "sending_until")
