"""Knowledge bases, their documents and chunks, and searches in them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints

from api.schemas.shape import Line, Read, Write
from noria.ai.names import LOCAL_EMBEDDING
from noria.knowledge.chunking import ChunkRule
from noria.knowledge.shelf import Filter, SearchMode

Description = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]
DocumentStatus = Literal["queued", "reading", "indexing", "ready", "failed"]
Details = Annotated[Filter, Field(max_length=50)]
MAX_SEARCH_CHARS = 4_000


class BaseWrite(Write):
    """What may be changed of one."""

    name: Line
    description: Description = ""
    rule: ChunkRule = ChunkRule()
    """How documents are cut; those that are there follow when they are indexed again."""
    entity_model: Line | None = None
    """What finds entities and relations in chunks: `local/names`, or a chat model. Null: nothing does."""
    entity_credential: Line | None = None
    """Of that model's provider."""


class BaseCreate(BaseWrite):
    """The model stays: vectors of two models can't be compared."""

    model: Line = LOCAL_EMBEDDING
    """Provider and model; the default is bundled."""
    credential: Line | None = None
    """Of the model's provider."""
    dimensions: int | None = Field(default=None, ge=2, le=8_192)
    """Null: the model's own."""


class BaseRead(Read):
    id: UUID
    name: str
    description: str
    model: str
    credential: str | None
    dimensions: int | None
    rule: ChunkRule
    entity_model: str | None
    entity_credential: str | None
    documents: int
    open: int
    """Of the documents, those that are being indexed."""
    failed: int
    chunks: int
    created_at: datetime
    updated_at: datetime


class UrlDocument(Write):
    url: str = Field(max_length=4_000, pattern=r"^(https?|s3)://[^\s\x00]+$")
    """Read now, and again whenever it is indexed again; `s3://bucket/path` with a credential."""
    credential: Line | None = None
    """Of the type `aws`, for a file of S3, or of a server that speaks its protocol."""
    name: Line | None = None
    """Null: the URL. A document of this name is replaced."""
    details: Details = {}
    """What searches may be narrowed to."""


class DocumentChange(Write):
    details: Details
    """All of them: those that are left out are gone."""


class DocumentRead(Read):
    id: UUID
    base_id: UUID
    name: str
    source: Literal["upload", "url", "node"]
    url: str | None
    credential: str | None
    media_type: str
    size: int
    """Bytes; 0 for one of a URL."""
    details: dict[str, JsonValue]
    status: DocumentStatus
    error: str | None
    chunks: int
    indexed: int
    """Of the chunks, those that can be searched."""
    revision: int
    created_at: datetime
    indexed_at: datetime | None


class ChunkRead(Read):
    number: int
    """In the document, from 0."""
    text: str
    page: int | None
    """From 1; null where the document has no pages."""
    start: int
    """Characters into the page, or into the text."""
    end: int
    heading: str


class PreviewCreate(Write):
    """Give one of both."""

    rule: ChunkRule = ChunkRule()
    text: str | None = Field(default=None, max_length=200_000, pattern=r"^[^\x00]*$")
    """A text to try the rule with."""
    document_id: UUID | None = None
    """A document of the base."""


class PreviewRead(Read):
    chunks: list[ChunkRead]
    """The first ones."""
    total: int


class SearchCreate(Write):
    query: str = Field(min_length=1, max_length=MAX_SEARCH_CHARS, pattern=r"^[^\x00]*\S[^\x00]*$")
    limit: int = Field(default=8, ge=1, le=50)
    mode: SearchMode = "hybrid"
    filter: Filter = Field(default={}, max_length=20)
    rerank_model: Line | None = None
    """A chat model that judges how well each passage answers, and orders them by it. Null: none."""
    rerank_credential: Line | None = None
    """Of that model's provider; built-in models need none."""


class HitRead(Read):
    chunk_id: str
    document_id: str
    document: str
    url: str | None
    text: str
    page: int | None
    start: int
    end: int
    heading: str
    details: dict[str, JsonValue]
    score: float
    """From 0 to 1; 1: first by meaning and by words."""
    meaning: float | None
    """Cosine similarity; null: not among those near in meaning."""
    words: float | None
    """BM25; null: not among those that share words."""
    relations: float | None
    """How near relations bring it to what the question names; null: none leads there."""
    entities: list[str]
    """What relations lead to it by."""
    relevance: float | None
    """From 0 to 1, as a model judges; null: none was asked."""
    place: int | None
    """Where the search had it, from 1, before a model was asked; null: none was."""


class SearchRead(Read):
    hits: list[HitRead]
    took_ms: int


class EntityRead(Read):
    id: UUID
    name: str
    kind: str
    """As `person`; empty: nobody said."""
    mentions: int
    """Chunks that speak of it."""


class RelationRead(Read):
    source: str
    how: str
    target: str
    document_id: UUID
    document: str
    """That says so."""
    page: int | None
