"""Dead letters of messages that start no run."""

import sqlalchemy as sa
from alembic import op

revision = "0030_message_letters"
down_revision = "0029_turn_sending"

NAME = "ck_dead_letter_kind"
INDEX = "ix_dead_letter_trigger_id_status_created_at_id"


def upgrade() -> None:
    _allow("'run','event','message'")
    op.add_column("dead_letter", sa.Column("trigger_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_dead_letter_trigger_id"),
        "dead_letter",
        "trigger",
        ["trigger_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_index(op.f(INDEX), "dead_letter", ["trigger_id", "status", "created_at", "id"])


def downgrade() -> None:
    op.execute("DELETE FROM dead_letter WHERE kind = 'message'")
    op.drop_index(op.f(INDEX), table_name="dead_letter")
    op.drop_constraint(op.f("fk_dead_letter_trigger_id"), "dead_letter", type_="foreignkey")
    op.drop_column("dead_letter", "trigger_id")
    _allow("'run','event'")


def _allow(kinds: str) -> None:
    op.drop_constraint(op.f(NAME), "dead_letter", type_="check")
    op.create_check_constraint(op.f(NAME), "dead_letter", f"kind IN ({kinds})")
