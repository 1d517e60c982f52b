"""What nodes and the work on documents may reach of a workspace's knowledge bases.

A shelf belongs to one workspace: there is no way to name another one.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Protocol

from pydantic import Field, JsonValue, StringConstraints

from noria.ai.vectors import Vector
from noria.blobs import BlobRef
from noria.knowledge.chunking import Chunk, ChunkRule
from noria.knowledge.entities import Links
from noria.run import Record

SearchMode = Literal["hybrid", "meaning", "words", "relations"]
Filter = dict[
    Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,64}$")], str | int | float | bool
]
"""A document's detail → its value; a document has to have all of them."""
MAX_LIMIT = 100


class Base(Record):
    """A knowledge base."""

    id: str
    name: str
    model: str
    """That embeds its chunks, and what is searched for."""
    credential: str | None = None
    dimensions: int | None = None
    """Asked of the model; None: its own."""
    rule: ChunkRule = ChunkRule()
    entity_model: str | None = None
    """What finds entities and relations in its chunks; None: nothing does."""
    entity_credential: str | None = None


class Document(Record):
    """A document as it is being indexed."""

    id: str
    base_id: str
    revision: int
    """Raised when it is to be indexed anew; work on an earlier one ends."""
    name: str
    url: str | None = None
    credential: str | None = None
    """That a file of S3 is read with."""
    content: BlobRef | None = None
    """None: of a URL that was not read yet."""
    media_type: str = ""
    content_hash: str | None = None
    """Of what its chunks were cut from, and of how."""


class NewDocument(Record):
    """One to be added, or to take the place of the one that has its name."""

    name: str
    content: BlobRef | None = None
    url: str | None = None
    credential: str | None = None
    media_type: str = ""
    details: dict[str, JsonValue] | None = None
    """None: those of the one that it takes the place of."""
    source: Literal["upload", "url", "node"] = "node"


class Hit(Record):
    """A chunk that was found, with where it stands and why it was found."""

    chunk_id: str
    document_id: str
    document: str
    """Its name."""
    url: str | None = None
    text: str
    page: int | None
    """From 1; null where the document has no pages."""
    start: int
    """Characters into the page, or into the text."""
    end: int
    heading: str = ""
    details: dict[str, JsonValue] = {}
    """The document's."""
    score: float
    """From 0 to 1, of all searches together; 1: first in all of them."""
    meaning: float | None = None
    """Cosine similarity. Null: not among those near in meaning."""
    words: float | None = None
    """BM25. Null: not among those that share words."""
    relations: float | None = None
    """How near it is to what the question names, by relations. Null: none leads there."""
    entities: tuple[str, ...] = ()
    """What relations lead to it by, the nearest first."""
    relevance: float | None = None
    """From 0 to 1, as a model judges how well it answers. Null: no model was asked."""
    place: int | None = None
    """Where the search had it, from 1, before a model was asked. Null: none was."""


class Query(Record):
    """What to look for."""

    text: str
    limit: int = Field(default=8, ge=1, le=MAX_LIMIT)
    mode: SearchMode = "hybrid"
    filter: Filter = {}
    documents: tuple[str, ...] = ()
    """Ids; none: all."""


class Shelf(Protocol):
    """Each method raises `NodeUnavailable` when the database or Milvus does not answer."""

    async def base(self, name: str, *, make: bool = False) -> Base:
        """By name or id; `make` one of this name, with the bundled model, where there is none.

        Raises:
            NodeFailed: The workspace has none such.
        """
        ...

    async def add(self, base_id: str, new: NewDocument) -> Document:
        """Queued, with the revision after that of the document whose place it takes."""
        ...

    async def document(self, document_id: str, revision: int) -> tuple[Base, Document] | None:
        """None: it was deleted, or is to be indexed in a later revision."""
        ...

    async def write_chunks(
        self, document: Document, chunks: Sequence[Chunk], content_hash: str
    ) -> int:
        """Replace its chunks; those whose text stayed keep their vectors. How many have none."""
        ...

    async def next_chunks(self, document: Document, count: int) -> Mapping[str, str]:
        """Id → text of some that have no vector yet."""
        ...

    async def keep_vectors(self, document: Document, vectors: Mapping[str, Vector]) -> int:
        """How many chunks still have none."""
        ...

    async def next_unlinked(self, base: Base, document: Document, count: int) -> Mapping[str, str]:
        """Id → text of some in which the base's model has not looked for entities yet."""
        ...

    async def count_unlinked(self, base: Base, document: Document) -> int:
        """In how many chunks it has not."""
        ...

    async def keep_links(self, base: Base, document: Document, links: Mapping[str, Links]) -> int:
        """In how many chunks it still has not."""
        ...

    async def finish(self, document: Document) -> int:
        """It can be searched from here on. How many chunks it has."""
        ...

    async def fail(self, document: Document, message: str) -> None:
        """It can't be indexed; the message is for people."""
        ...

    async def search(self, base: Base, query: Query, vector: Vector | None) -> Sequence[Hit]:
        """`vector`: of the text; None where the mode needs none."""
        ...
