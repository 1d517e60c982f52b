"""What agents remember.

Revision ID: 0024_memory
Revises: 0023_knowledge
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_memory"
down_revision = "0023_knowledge"
branch_labels = None
depends_on = None


def _time(name: str) -> sa.Column:
    default = sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=False)


def upgrade() -> None:
    op.create_table(
        "agent_memory",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), server_default=sa.text("''"), nullable=False),
        _time("created_at"),
        _time("updated_at"),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_agent_memory_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_memory")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_agent_memory_workspace_id_id")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_agent_memory_workspace_id_key")),
    )
    op.create_index(
        op.f("ix_agent_memory_workspace_id_updated_at_id"),
        "agent_memory",
        ["workspace_id", "updated_at", "id"],
    )
    op.create_table(
        "memory_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("memory_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("node_id", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("answered", sa.Text(), nullable=False),
        sa.Column("is_summarized", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _time("created_at"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "memory_id"],
            ["agent_memory.workspace_id", "agent_memory.id"],
            name=op.f("fk_memory_entry_workspace_id_memory_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memory_entry")),
        sa.UniqueConstraint("memory_id", "source", name=op.f("uq_memory_entry_memory_id_source")),
    )
    op.create_index(
        op.f("ix_memory_entry_memory_id_created_at_id"),
        "memory_entry",
        ["memory_id", "created_at", "id"],
    )


def downgrade() -> None:
    op.drop_table("memory_entry")
    op.drop_table("agent_memory")
