"""Tables of knowledge: bases, their documents, the chunks of these, and vectors of texts.

What chunks are found by is in Milvus, under the ids that they have here.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlmodel import Field

from store.tables import JSON_OR_NULL, NOW, ONE, Table

ZERO = {"server_default": sql("0")}


class KnowledgeBase(Table, table=True):
    """Documents that are searched together, embedded by one model."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        Index(
            "ux_knowledge_base_name",
            "workspace_id",
            "name",
            unique=True,
            postgresql_where=sql("deleted_at IS NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    name: str = Field(sa_type=Text)
    description: str = Field(default="", sa_type=Text)
    model: str = Field(sa_type=Text)
    """With its provider; it stays, since vectors of two models can't be compared."""
    credential: str | None = Field(default=None, sa_type=Text)
    """Its name."""
    dimensions: int | None = None
    rule: dict[str, Any] = Field(sa_type=JSON, nullable=False)
    """How its documents are cut."""
    entity_model: str | None = Field(default=None, sa_type=Text)
    """What finds entities and relations in its chunks; None: nothing does."""
    entity_credential: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    deleted_at: datetime | None = None
    """Nobody sees it any more; its vectors are being removed."""


class KnowledgeDocument(Table, table=True):
    """A document of a base, and how far its indexing is."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        ForeignKeyConstraint(
            ["workspace_id", "base_id"],
            ["knowledge_base.workspace_id", "knowledge_base.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint(
            "status IN ('queued','reading','indexing','ready','failed')", name="status"
        ),
        Index(
            "ux_knowledge_document_name",
            "base_id",
            "name",
            unique=True,
            postgresql_where=sql("deleted_at IS NULL"),
        ),
        Index(None, "workspace_id", "base_id", "created_at", "id"),
        Index(
            "ix_knowledge_document_open",
            "updated_at",
            postgresql_where=sql("status = 'queued' OR deleted_at IS NOT NULL"),
        ),
    )

    id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", ondelete="CASCADE")
    base_id: UUID
    name: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    """`upload`, `url` or `node`."""
    url: str | None = Field(default=None, sa_type=Text)
    credential: str | None = Field(default=None, sa_type=Text)
    """That a file of S3 is read with."""
    content: dict[str, Any] | None = Field(default=None, sa_type=JSON_OR_NULL)
    """The reference to its bytes."""
    media_type: str = Field(default="", sa_type=Text)
    size: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=ZERO)
    """Bytes."""
    details: dict[str, Any] = Field(sa_type=JSON, nullable=False)
    """What searches may be narrowed to."""
    content_hash: str | None = Field(default=None, sa_type=Text)
    """Of what its chunks were cut from, and of how."""
    revision: int = Field(default=1, sa_column_kwargs=ONE)
    status: str = Field(default="queued", sa_type=Text)
    error: str | None = Field(default=None, sa_type=Text)
    chunks: int = Field(default=0, sa_column_kwargs=ZERO)
    indexed: int = Field(default=0, sa_column_kwargs=ZERO)
    """Of these, those with a vector."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    updated_at: datetime = Field(default=None, sa_column_kwargs=NOW)
    indexed_at: datetime | None = None
    deleted_at: datetime | None = None


class KnowledgeChunk(Table, table=True):
    """A stretch of a document."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "document_id"],
            ["knowledge_document.workspace_id", "knowledge_document.id"],
            ondelete="CASCADE",
        ),
        Index(None, "document_id", "number"),
        Index(None, "base_id"),
    )

    id: UUID = Field(primary_key=True)
    """Follows from the document and the text: what stays the same keeps its vector."""
    workspace_id: UUID
    base_id: UUID
    document_id: UUID
    number: int
    """In the document, from 0."""
    text: str = Field(sa_type=Text)
    page: int | None = None
    start: int
    end: int
    heading: str = Field(default="", sa_type=Text)
    is_indexed: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    """It has a vector in Milvus."""
    linked_by: str | None = Field(default=None, sa_type=Text)
    """The model that found its entities and relations. None: nobody looked."""


class KnowledgeEntity(Table, table=True):
    """Somebody or something that chunks of a base speak of."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "id"),
        UniqueConstraint("base_id", "key"),
        ForeignKeyConstraint(
            ["workspace_id", "base_id"],
            ["knowledge_base.workspace_id", "knowledge_base.id"],
            ondelete="CASCADE",
        ),
    )

    id: UUID = Field(primary_key=True)
    """Follows from the base and the key."""
    workspace_id: UUID
    base_id: UUID
    key: str = Field(sa_type=Text)
    """The name in small letters, without punctuation."""
    name: str = Field(sa_type=Text)
    """As it was written first."""
    kind: str = Field(default="", sa_type=Text)


class KnowledgeMention(Table, table=True):
    """That a chunk speaks of an entity."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "entity_id"],
            ["knowledge_entity.workspace_id", "knowledge_entity.id"],
            ondelete="CASCADE",
        ),
        Index(None, "entity_id"),
    )

    chunk_id: UUID = Field(primary_key=True, foreign_key="knowledge_chunk.id", ondelete="CASCADE")
    entity_id: UUID = Field(primary_key=True)
    workspace_id: UUID


class KnowledgeRelation(Table, table=True):
    """What a chunk says of two entities."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "source_id"],
            ["knowledge_entity.workspace_id", "knowledge_entity.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["workspace_id", "target_id"],
            ["knowledge_entity.workspace_id", "knowledge_entity.id"],
            ondelete="CASCADE",
        ),
        Index(None, "source_id"),
        Index(None, "target_id"),
        Index(None, "chunk_id"),
    )

    id: UUID = Field(primary_key=True)
    """Follows from the chunk and what it says."""
    workspace_id: UUID
    chunk_id: UUID = Field(foreign_key="knowledge_chunk.id", ondelete="CASCADE")
    source_id: UUID
    how: str = Field(sa_type=Text)
    target_id: UUID


class TextVector(Table, table=True):
    """The vector of a text that was embedded lately; goes after some weeks."""

    __table_args__ = (Index(None, "workspace_id", "created_at"),)

    workspace_id: UUID = Field(primary_key=True, foreign_key="workspace.id", ondelete="CASCADE")
    model: str = Field(primary_key=True, sa_type=Text)
    """With what else the vector depends on."""
    text_hash: bytes = Field(primary_key=True)
    vector: bytes
    """Numbers of 32 bits, little-endian."""
    created_at: datetime = Field(default=None, sa_column_kwargs=NOW)
