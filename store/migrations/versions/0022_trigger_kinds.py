"""Further kinds of triggers that start runs, and the items that some have dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0022_trigger_kinds"
down_revision = "0021_audit_chain"

NAME = "ck_run_trigger"
BEFORE = "'manual','webhook','schedule','event','chat','workflow'"


def upgrade() -> None:
    _allow(f"{BEFORE},'form','poll','email'")
    op.create_table(
        "trigger_item",
        sa.Column("trigger_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["trigger_id"],
            ["trigger.id"],
            name=op.f("fk_trigger_item_trigger_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_trigger_item_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("trigger_id", "key_hash", name=op.f("pk_trigger_item")),
    )
    op.create_index(op.f("ix_trigger_item_seen_at"), "trigger_item", ["seen_at"])


def downgrade() -> None:
    op.drop_table("trigger_item")
    op.execute("UPDATE run SET trigger = 'event' WHERE trigger IN ('form','poll','email')")
    _allow(BEFORE)


def _allow(kinds: str) -> None:
    op.drop_constraint(op.f(NAME), "run", type_="check")
    op.create_check_constraint(op.f(NAME), "run", f"trigger IN ({kinds})")
