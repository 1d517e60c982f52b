"""What is asked of the workers that keep knowledge bases, and their names in Temporal."""

from typing import Literal

from noria.blobs import BlobRef
from noria.knowledge.chunking import ChunkRule
from noria.knowledge.shelf import Hit, Query
from noria.run import Record

READ = "noria.knowledge_read"
EMBED = "noria.knowledge_embed"
FINISH = "noria.knowledge_finish"
FAIL = "noria.knowledge_fail"
DROP = "noria.knowledge_drop"
NEXT = "noria.knowledge_next"
SEARCH = "noria.knowledge_search"
PREVIEW = "noria.knowledge_preview"
"""Activities; the last two stand alone: no workflow starts them."""


class DocumentCall(Record):
    """Index a document or all of a base that are queued, drop one, or drop a base with all that is in it."""

    workspace_id: str
    kind: Literal["index", "index_base", "drop_document", "drop_base"] = "index"
    base_id: str
    document_id: str = ""
    """Empty: the base."""
    revision: int = 0
    account_id: str = ""
    """Who had it indexed, and pays for it."""

    @property
    def workflow_id(self) -> str:
        """One at a time for each: whoever begins the same finds the one that goes on."""
        return f"knowledge-{self.kind}-{self.document_id or self.base_id}-{self.revision}"


class Queued(Record):
    """Documents of a base that wait to be indexed, not all of them."""

    calls: tuple[DocumentCall, ...]


class FailCall(Record):
    """What to note of a document that can't be indexed."""

    call: DocumentCall
    message: str


class SearchCall(Record):
    """A search that somebody makes by hand."""

    workspace_id: str
    base_id: str
    query: Query
    account_id: str = ""
    """Who looked, and pays for it."""
    judge_model: str = ""
    """Empty: none."""
    judge_credential: str = ""


class PreviewCall(Record):
    """How a document would be cut."""

    workspace_id: str
    content: BlobRef
    name: str
    media_type: str = ""
    rule: ChunkRule
    limit: int = 20


class PreviewChunk(Record):
    """As `noria.knowledge.chunking.Chunk`."""

    text: str
    page: int | None
    start: int
    end: int
    heading: str


class Found(Record):
    """The answer to a search, or why there is none."""

    hits: tuple[Hit, ...] = ()
    took_ms: int = 0
    refusal: str | None = None


class Preview(Record):
    """The first chunks, or why there are none."""

    chunks: tuple[PreviewChunk, ...] = ()
    total: int = 0
    refusal: str | None = None
