"""what compensations could not undo"""

import sqlalchemy as sa
from alembic import op

revision = "0010_undo"
down_revision = "0009_dead_letters"


def upgrade() -> None:
    op.add_column("run", sa.Column("not_undone", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("run", "not_undone")
