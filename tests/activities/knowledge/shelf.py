"""A shelf to test nodes with that reach no Milvus: it finds what the test says, or by plain words."""

from collections.abc import Mapping, Sequence

from noria.ai.vectors import Vector
from noria.errors import NodeFailed
from noria.knowledge.chunking import Chunk, ChunkRule
from noria.knowledge.entities import Links
from noria.knowledge.shelf import Base, Document, Hit, NewDocument, Query

BASE = Base(
    id="b1",
    name="Handbook",
    model="local/all-minilm-l6-v2",
    rule=ChunkRule(strategy="headings", size=200, overlap=0),
)


def hit(text: str, document: str = "handbook.md", page: int | None = None) -> Hit:
    return Hit(
        chunk_id="c", document_id="d1", document=document, text=text, page=page,
        start=0, end=len(text), score=1.0,
    )  # fmt: skip


class GivenShelf:
    """Implements `noria.knowledge.shelf.Shelf`."""

    def __init__(self, *hits: Hit) -> None:
        self.hits = hits
        self.made = {BASE.name}
        self.queries: list[tuple[Query, Vector | None]] = []
        self.added: list[NewDocument] = []
        self.texts: dict[str, str] = {}
        self.headings: dict[str, str] = {}
        self.vectors: dict[str, Vector] = {}
        self.links: dict[str, Links] = {}
        self.failed: list[str] = []

    async def base(self, name: str, *, make: bool = False) -> Base:
        if make:
            self.made.add(name)
        if name not in self.made:
            raise NodeFailed(f"There is no knowledge base {name!r} in this workspace.")
        return BASE.model_copy(update={"name": name})

    async def add(self, base_id: str, new: NewDocument) -> Document:
        self.added.append(new)
        return Document(
            id="d1", base_id=base_id, revision=1, name=new.name, url=new.url,
            content=new.content, media_type=new.media_type,
        )  # fmt: skip

    async def document(self, document_id: str, revision: int) -> tuple[Base, Document] | None:
        return None

    async def write_chunks(
        self, document: Document, chunks: Sequence[Chunk], content_hash: str
    ) -> int:
        self.texts = {str(number): chunk.text for number, chunk in enumerate(chunks)}
        self.headings = {str(number): chunk.heading for number, chunk in enumerate(chunks)}
        return len(self.texts)

    async def next_chunks(self, document: Document, count: int) -> Mapping[str, str]:
        left = {key: text for key, text in self.texts.items() if key not in self.vectors}
        return dict(list(left.items())[:count])

    async def keep_vectors(self, document: Document, vectors: Mapping[str, Vector]) -> int:
        self.vectors |= vectors
        return len(self.texts) - len(self.vectors)

    async def next_unlinked(self, base: Base, document: Document, count: int) -> Mapping[str, str]:
        left = {key: text for key, text in self.texts.items() if key not in self.links}
        return dict(list(left.items())[:count])

    async def count_unlinked(self, base: Base, document: Document) -> int:
        return len(self.texts) - len(self.links)

    async def keep_links(self, base: Base, document: Document, links: Mapping[str, Links]) -> int:
        self.links |= links
        return len(self.texts) - len(self.links)

    async def finish(self, document: Document) -> int:
        return len(self.vectors)

    async def fail(self, document: Document, message: str) -> None:
        self.failed.append(message)

    async def search(self, base: Base, query: Query, vector: Vector | None) -> Sequence[Hit]:
        self.queries.append((query, vector))
        if self.hits:
            return self.hits[: query.limit]
        asked = set(query.text.lower().split())
        alike = {key: len(asked & set(text.lower().split())) for key, text in self.texts.items()}
        best = sorted((key for key in alike if alike[key]), key=lambda key: -alike[key])
        return [
            hit(self.texts[key], self.added[-1].name).model_copy(
                update={"heading": self.headings[key]}
            )
            for key in best[: query.limit]
        ]
