"""Entities of knowledge bases, the chunks that speak of them, and their relations.

Revision ID: 0032_knowledge_links
Revises: 0031_credential_expiry
"""

import sqlalchemy as sa
from alembic import op

revision = "0032_knowledge_links"
down_revision = "0031_credential_expiry"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("knowledge_base", sa.Column("entity_model", sa.Text(), nullable=True))
    op.add_column("knowledge_base", sa.Column("entity_credential", sa.Text(), nullable=True))
    op.add_column("knowledge_chunk", sa.Column("linked_by", sa.Text(), nullable=True))
    op.create_table(
        "knowledge_entity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "base_id"],
            ["knowledge_base.workspace_id", "knowledge_base.id"],
            name=op.f("fk_knowledge_entity_workspace_id_base_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_entity")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_knowledge_entity_workspace_id_id")),
        sa.UniqueConstraint("base_id", "key", name=op.f("uq_knowledge_entity_base_id_key")),
    )
    op.create_table(
        "knowledge_mention",
        sa.Column("chunk_id", sa.Uuid(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chunk_id"],
            ["knowledge_chunk.id"],
            name=op.f("fk_knowledge_mention_chunk_id"),
            ondelete="CASCADE",
        ),
        _entity("mention", "entity_id"),
        sa.PrimaryKeyConstraint("chunk_id", "entity_id", name=op.f("pk_knowledge_mention")),
    )
    op.create_index(op.f("ix_knowledge_mention_entity_id"), "knowledge_mention", ["entity_id"])
    op.create_table(
        "knowledge_relation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("chunk_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chunk_id"],
            ["knowledge_chunk.id"],
            name=op.f("fk_knowledge_relation_chunk_id"),
            ondelete="CASCADE",
        ),
        _entity("relation", "source_id"),
        _entity("relation", "target_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_relation")),
    )
    for column in ("source_id", "target_id", "chunk_id"):
        op.create_index(op.f(f"ix_knowledge_relation_{column}"), "knowledge_relation", [column])


def _entity(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        ["knowledge_entity.workspace_id", "knowledge_entity.id"],
        name=op.f(f"fk_knowledge_{table}_workspace_id_{column}"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_table("knowledge_relation")
    op.drop_table("knowledge_mention")
    op.drop_table("knowledge_entity")
    op.drop_column("knowledge_chunk", "linked_by")
    op.drop_column("knowledge_base", "entity_credential")
    op.drop_column("knowledge_base", "entity_model")
