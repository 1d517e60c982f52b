"""circuits"""

import sqlalchemy as sa
from alembic import op

revision = "0003_circuits"
down_revision = "0002_audit"


def upgrade() -> None:
    op.create_table(
        "circuit",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "opened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("probed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_circuit_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "destination", "credential", name=op.f("pk_circuit")
        ),
    )


def downgrade() -> None:
    op.drop_table("circuit")
