"""Items of loops that are runs of their own.

Revision ID: 0037_item_runs
Revises: 0036_run_day
"""

from alembic import op

revision = "0037_item_runs"
down_revision = "0036_run_day"
branch_labels = None
depends_on = None

_NAME = "ck_run_relation"


def upgrade() -> None:
    _allow("'retry','fork','call','item'")


def downgrade() -> None:
    op.execute("UPDATE run SET relation = 'call' WHERE relation = 'item'")
    _allow("'retry','fork','call'")


def _allow(relations: str) -> None:
    op.drop_constraint(op.f(_NAME), "run", type_="check")
    op.create_check_constraint(op.f(_NAME), "run", f"relation IN ({relations})")
