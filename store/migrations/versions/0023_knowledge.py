"""Knowledge bases, their documents and chunks, and vectors of texts.

Revision ID: 0023_knowledge
Revises: 0022_trigger_kinds
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_knowledge"
down_revision = "0022_trigger_kinds"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False) -> sa.Column:
    if nullable:
        return sa.Column(name, sa.DateTime(timezone=True), nullable=True)
    default = sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=False)


def _number(name: str, default: str = "0", kind: sa.types.TypeEngine | None = None) -> sa.Column:
    return sa.Column(name, kind or sa.Integer(), server_default=sa.text(default), nullable=False)


def upgrade() -> None:
    op.create_table(
        "knowledge_base",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("credential", sa.Text(), nullable=True),
        sa.Column("dimensions", sa.Integer(), nullable=True),
        sa.Column("rule", sa.JSON(), nullable=False),
        _time("created_at"),
        _time("updated_at"),
        _time("deleted_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_knowledge_base_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_base")),
        sa.UniqueConstraint("workspace_id", "id", name=op.f("uq_knowledge_base_workspace_id_id")),
    )
    op.create_index(
        "ux_knowledge_base_name",
        "knowledge_base",
        ["workspace_id", "name"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "knowledge_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        _number("size", kind=sa.BigInteger()),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        _number("revision", "1"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        _number("chunks"),
        _number("indexed"),
        _time("created_at"),
        _time("updated_at"),
        _time("indexed_at", nullable=True),
        _time("deleted_at", nullable=True),
        sa.CheckConstraint(
            "status IN ('queued','reading','indexing','ready','failed')",
            name=op.f("ck_knowledge_document_status"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_knowledge_document_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "base_id"],
            ["knowledge_base.workspace_id", "knowledge_base.id"],
            name=op.f("fk_knowledge_document_workspace_id_base_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_document")),
        sa.UniqueConstraint(
            "workspace_id", "id", name=op.f("uq_knowledge_document_workspace_id_id")
        ),
    )
    op.create_index(
        "ux_knowledge_document_name",
        "knowledge_document",
        ["base_id", "name"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        op.f("ix_knowledge_document_workspace_id_base_id_created_at_id"),
        "knowledge_document",
        ["workspace_id", "base_id", "created_at", "id"],
    )
    op.create_index(
        "ix_knowledge_document_open",
        "knowledge_document",
        ["updated_at"],
        postgresql_where=sa.text("status = 'queued' OR deleted_at IS NOT NULL"),
    )
    op.create_table(
        "knowledge_chunk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("is_indexed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "document_id"],
            ["knowledge_document.workspace_id", "knowledge_document.id"],
            name=op.f("fk_knowledge_chunk_workspace_id_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_chunk")),
    )
    op.create_index(
        op.f("ix_knowledge_chunk_document_id_number"), "knowledge_chunk", ["document_id", "number"]
    )
    op.create_index(op.f("ix_knowledge_chunk_base_id"), "knowledge_chunk", ["base_id"])
    op.create_table(
        "text_vector",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        _time("created_at"),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_text_vector_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "model", "text_hash", name=op.f("pk_text_vector")),
    )
    op.create_index(
        op.f("ix_text_vector_workspace_id_created_at"),
        "text_vector",
        ["workspace_id", "created_at"],
    )


def downgrade() -> None:
    op.drop_table("text_vector")
    op.drop_table("knowledge_chunk")
    op.drop_table("knowledge_document")
    op.drop_table("knowledge_base")
