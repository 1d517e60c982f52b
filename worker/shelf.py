"""A workspace's knowledge bases: rows in PostgreSQL, vectors in Milvus."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from noria.ai.vectors import Vector
from noria.errors import Conflict, NodeFailed, NodeUnavailable, NotFound, Unavailable
from noria.knowledge.chunking import Chunk
from noria.knowledge.entities import Links
from noria.knowledge.fusion import Ranked, fuse
from noria.knowledge.shelf import Base, Document, Hit, NewDocument, Query
from noria.knowledge.work import DocumentCall, Queued
from store import knowledge, knowledge_chunks, knowledge_links
from store.database import OUTAGES, REFUSALS, Database, Session
from store.knowledge_related import Related, Walk
from store.knowledge_tables import KnowledgeDocument
from store.milvus import Milvus

CANDIDATES = 4
"""Times as many as asked for are looked at by each search, before both are put together."""
NO_BASE = "There is no knowledge base {!r} in this workspace: make it, or choose another."


@dataclass(frozen=True)
class Shelves:
    """Of all workspaces; gives the one of each."""

    database: Database
    milvus: Milvus

    def of(self, workspace_id: str) -> "DatabaseShelf":
        return DatabaseShelf(self.database, self.milvus, UUID(workspace_id))

    async def queued(self, call: DocumentCall, limit: int) -> Queued:
        """Documents of a base that wait to be indexed."""
        async with _answering(), self.database.sessions.begin() as session:
            return Queued(calls=tuple(await knowledge_chunks.queued_of(session, call, limit)))

    async def drop(self, call: DocumentCall) -> None:
        """Remove what was marked as deleted: from Milvus first, so that nothing is forgotten there."""
        async with _answering():
            if call.document_id:
                await self.milvus.delete_document(call.base_id, call.document_id)
            else:
                await self.milvus.drop(call.base_id)
            async with self.database.sessions.begin() as session:
                await knowledge_chunks.forget(session, call)
                await knowledge_links.forget_unmentioned(
                    session, workspace_id=UUID(call.workspace_id), base_id=UUID(call.base_id)
                )


@dataclass(frozen=True)
class DatabaseShelf:
    """Implements `noria.knowledge.shelf.Shelf`."""

    database: Database
    milvus: Milvus
    workspace_id: UUID

    async def base(self, name: str, *, make: bool = False) -> Base:
        if make:
            await self._make(name)
        async with self._session() as session:
            row = await knowledge.find_base(session, workspace_id=self.workspace_id, name=name)
            if row is None:
                try:
                    row = await knowledge.get_base(
                        session, workspace_id=self.workspace_id, base_id=UUID(name)
                    )
                except (ValueError, NotFound):
                    raise NodeFailed(NO_BASE.format(name)) from None
            return knowledge.read_base(row)

    async def _make(self, name: str) -> None:
        try:
            async with self._session() as session:
                await knowledge.make_base(session, workspace_id=self.workspace_id, name=name)
        except (Conflict, *REFUSALS):
            return  # it is there, or another step makes it at this moment

    async def add(self, base_id: str, new: NewDocument) -> Document:
        async with self._session() as session:
            row = await knowledge.put_document(
                session, workspace_id=self.workspace_id, base_id=UUID(base_id), new=new
            )
            row.status = "reading"
            return knowledge.read_document(row)

    async def document(self, document_id: str, revision: int) -> tuple[Base, Document] | None:
        async with self._session() as session:
            row = await self._locked(session, document_id, revision)
            if row is None:
                return None
            base = await knowledge.get_base(
                session, workspace_id=self.workspace_id, base_id=row.base_id
            )
            if row.status == "queued":
                row.status = "reading"
            return knowledge.read_base(base), knowledge.read_document(row)

    async def write_chunks(
        self, document: Document, chunks: Sequence[Chunk], content_hash: str
    ) -> int:
        async with self._session() as session:
            row = await self._current(session, document)
            if row.content_hash == content_hash and row.chunks == len(chunks):
                row.status = "indexing"
                return await knowledge_chunks.count_indexed(session, row)
            gone = await knowledge_chunks.write_chunks(
                session, document=row, chunks=chunks, content_hash=content_hash
            )
            # Before the rows are gone for good: else nobody would know of them any more.
            await self.milvus.delete_chunks(document.base_id, gone)
            return row.chunks - row.indexed

    async def next_chunks(self, document: Document, count: int) -> Mapping[str, str]:
        async with self._session() as session:
            return await knowledge_chunks.next_chunks(
                session,
                workspace_id=self.workspace_id,
                document_id=UUID(document.id),
                count=count,
            )

    async def keep_vectors(self, document: Document, vectors: Mapping[str, Vector]) -> int:
        async with self._session() as session:
            row = await self._current(session, document)
            texts = await knowledge_chunks.texts_of(
                session, workspace_id=self.workspace_id, ids=list(vectors)
            )
            await self.milvus.put(
                document.base_id, document.id, texts, [vectors[each] for each in texts]
            )
            return await knowledge_chunks.note_indexed(session, document=row, ids=list(texts))

    async def next_unlinked(self, base: Base, document: Document, count: int) -> Mapping[str, str]:
        async with self._session() as session:
            return await knowledge_links.next_unlinked(
                session,
                workspace_id=self.workspace_id,
                document_id=UUID(document.id),
                model=base.entity_model or "",
                count=count,
            )

    async def count_unlinked(self, base: Base, document: Document) -> int:
        async with self._session() as session:
            return await knowledge_links.count_unlinked(
                session,
                workspace_id=self.workspace_id,
                document_id=UUID(document.id),
                model=base.entity_model or "",
            )

    async def keep_links(self, base: Base, document: Document, links: Mapping[str, Links]) -> int:
        async with self._session() as session:
            row = await self._current(session, document)
            return await knowledge_links.keep_links(
                session,
                workspace_id=self.workspace_id,
                document_id=row.id,
                model=base.entity_model or "",
                links=links,
            )

    async def finish(self, document: Document) -> int:
        async with self._session() as session:
            row = await self._current(session, document)
            await knowledge_links.forget_unmentioned(
                session, workspace_id=self.workspace_id, base_id=row.base_id
            )
            await self.milvus.flush(document.base_id)
            await knowledge.note_ready(session, row)
            return row.chunks

    async def fail(self, document: Document, message: str) -> None:
        async with self._session() as session:
            row = await self._locked(session, document.id, document.revision)
            if row is not None:
                row.status, row.error = "failed", message[:2_000]

    async def search(self, base: Base, query: Query, vector: Vector | None) -> Sequence[Hit]:
        async with _answering():
            documents = await self._documents(base, query)
            wide = query.limit * CANDIDATES
            near, with_words = await asyncio.gather(
                self._near(base, query, vector, wide, documents),
                self._with_words(base, query, wide, documents),
            )
            related = await self._related(base, query, [near, with_words], documents)
            scores = {chunk_id: each.score for chunk_id, each in related.items()}
            ranked = fuse(near, with_words, wide, scores)
            hits = (await self._hits(base, ranked))[: query.limit]
            return [
                hit.model_copy(update={"entities": related[hit.chunk_id].names})
                if hit.chunk_id in related
                else hit
                for hit in hits
            ]

    async def _related(
        self,
        base: Base,
        query: Query,
        found: Sequence[Mapping[str, float]],
        documents: Sequence[str] | None,
    ) -> dict[str, Related]:
        """From what the question names, and what the best passages of the other searches speak of."""
        if query.mode != "relations":
            return {}
        first = [each.chunk_id for each in fuse(found[0], found[1], query.limit)]
        async with self.database.sessions.begin() as session:
            walk = Walk(session, self.workspace_id, UUID(base.id))
            return await walk.find(query.text, first, documents, query.limit * CANDIDATES)

    async def _near(
        self,
        base: Base,
        query: Query,
        vector: Vector | None,
        limit: int,
        documents: Sequence[str] | None,
    ) -> dict[str, float]:
        if query.mode == "words" or vector is None:
            return {}
        return await self.milvus.near(base.id, vector, limit, documents)

    async def _with_words(
        self, base: Base, query: Query, limit: int, documents: Sequence[str] | None
    ) -> dict[str, float]:
        if query.mode == "meaning":
            return {}
        return await self.milvus.with_words(base.id, query.text, limit, documents)

    async def _hits(self, base: Base, ranked: Sequence[Ranked]) -> list[Hit]:
        async with self.database.sessions.begin() as session:
            return await knowledge_chunks.read_hits(
                session, workspace_id=self.workspace_id, base_id=UUID(base.id), ranked=ranked
            )

    async def _documents(self, base: Base, query: Query) -> list[str] | None:
        """Those to look in. None: all."""
        if not query.filter and not query.documents:
            return None
        async with self.database.sessions.begin() as session:
            found = await knowledge_chunks.matching_documents(
                session,
                workspace_id=self.workspace_id,
                base_id=UUID(base.id),
                filter_=query.filter,
                documents=[UUID(each) for each in query.documents],
            )
        if found is None:
            raise NodeFailed(
                f"More than {knowledge_chunks.MAX_DOCUMENTS:,} documents have these details: "
                "narrow the filter, or leave it out."
            )
        return found

    async def _current(self, session: Session, document: Document) -> KnowledgeDocument:
        row = await self._locked(session, document.id, document.revision)
        if row is None:
            raise NodeFailed(f"{document.name!r} was deleted, or is being indexed anew.")
        return row

    async def _locked(
        self, session: Session, document_id: str, revision: int
    ) -> KnowledgeDocument | None:
        return await knowledge_chunks.lock_revision(
            session,
            workspace_id=self.workspace_id,
            document_id=UUID(document_id),
            revision=revision,
        )

    @asynccontextmanager
    async def _session(self) -> AsyncGenerator[Session]:
        async with _answering(), self.database.sessions.begin() as session:
            yield session


@asynccontextmanager
async def _answering() -> AsyncGenerator[None]:
    """
    Raises:
        NodeUnavailable: The database or Milvus does not answer.
    """
    try:
        yield
    except OUTAGES as error:
        raise NodeUnavailable("The database does not answer just now.") from error
    except Unavailable as error:
        raise NodeUnavailable(str(error)) from error
