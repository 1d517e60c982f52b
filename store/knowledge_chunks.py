"""Chunks of documents: written anew without losing vectors, embedded bit by bit, found again."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid5

from sqlalchemy import String, cast, delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, func, or_, select

from noria.errors import NotFound
from noria.knowledge.chunking import Chunk
from noria.knowledge.fusion import Ranked
from noria.knowledge.shelf import Filter, Hit
from noria.knowledge.work import DocumentCall
from store.database import Session
from store.knowledge import get_document
from store.knowledge_tables import KnowledgeBase, KnowledgeChunk, KnowledgeDocument

T = TypeVar("T")

AT_ONCE = 500
MAX_DOCUMENTS = 10_000
"""That a filter may leave; more would not fit into one question to Milvus."""


def ids_of(document_id: UUID, chunks: Sequence[Chunk]) -> list[UUID]:
    """The same text in the same document has the same id, also when it stands elsewhere by then."""
    seen: dict[str, int] = {}
    ids: list[UUID] = []
    for chunk in chunks:
        digest = hashlib.sha256(chunk.text.encode(errors="replace")).hexdigest()
        seen[digest] = seen.get(digest, 0) + 1
        ids.append(uuid5(document_id, f"{digest}:{seen[digest]}"))
    return ids


async def write_chunks(
    session: Session, *, document: KnowledgeDocument, chunks: Sequence[Chunk], content_hash: str
) -> list[str]:
    """Replace a document's chunks; gives the ids of those that are gone and had vectors."""
    ids = ids_of(document.id, chunks)
    mine = (
        col(KnowledgeChunk.workspace_id) == document.workspace_id,
        col(KnowledgeChunk.document_id) == document.id,
    )
    known = set(await session.exec(select(KnowledgeChunk.id).where(*mine)))
    gone = known.difference(ids)
    # By page, since a statement takes a limited number of parameters.
    for part in _parts(sorted(gone)):
        await session.exec(delete(KnowledgeChunk).where(*mine, col(KnowledgeChunk.id).in_(part)))
    rows = [
        {
            "id": chunk_id, "workspace_id": document.workspace_id, "base_id": document.base_id,
            "document_id": document.id, "number": number, "text": chunk.text.replace("\0", ""),
            "page": chunk.page, "start": chunk.start, "end": chunk.end, "heading": chunk.heading,
        }
        for number, (chunk_id, chunk) in enumerate(zip(ids, chunks, strict=True))
    ]  # fmt: skip
    for part in _parts(rows):
        statement = insert(KnowledgeChunk).values(part)
        moved = {name: statement.excluded[name] for name in _MOVED}
        await session.exec(
            statement.on_conflict_do_update(index_elements=[col(KnowledgeChunk.id)], set_=moved)
        )
    document.content_hash = content_hash
    document.chunks = len(rows)
    document.status = "indexing"
    await count_indexed(session, document)
    return [str(chunk_id) for chunk_id in gone]


_MOVED = ("number", "page", "start", "end", "heading")


async def count_indexed(session: Session, document: KnowledgeDocument) -> int:
    """How many chunks have no vector yet."""
    query = select(func.count()).where(
        KnowledgeChunk.workspace_id == document.workspace_id,
        KnowledgeChunk.document_id == document.id,
        col(KnowledgeChunk.is_indexed).is_(True),
    )
    document.indexed = (await session.exec(query)).one()
    return document.chunks - document.indexed


async def next_chunks(
    session: Session, *, workspace_id: UUID, document_id: UUID, count: int
) -> dict[str, str]:
    """Id → text of the first that have no vector yet."""
    mine = (
        KnowledgeChunk.workspace_id == workspace_id,
        KnowledgeChunk.document_id == document_id,
        col(KnowledgeChunk.is_indexed).is_(False),
    )
    return await first_texts(session, mine, count)


async def first_texts(session: Session, conditions: Iterable[Any], count: int) -> dict[str, str]:
    """Id → text, by number. The conditions name the workspace."""
    query = (
        select(KnowledgeChunk.id, KnowledgeChunk.text)
        .where(*conditions)
        .order_by(col(KnowledgeChunk.number))
        .limit(count)
    )
    return {str(chunk_id): text for chunk_id, text in await session.exec(query)}


async def texts_of(session: Session, *, workspace_id: UUID, ids: Sequence[str]) -> dict[str, str]:
    """Id → text of those that are still there."""
    query = select(KnowledgeChunk.id, KnowledgeChunk.text).where(
        KnowledgeChunk.workspace_id == workspace_id,
        col(KnowledgeChunk.id).in_([UUID(each) for each in ids]),
    )
    return {str(chunk_id): text for chunk_id, text in await session.exec(query)}


async def note_indexed(session: Session, *, document: KnowledgeDocument, ids: Sequence[str]) -> int:
    """These have vectors now. How many have none."""
    for part in _parts([UUID(each) for each in ids]):
        await session.exec(
            update(KnowledgeChunk)
            .where(
                col(KnowledgeChunk.workspace_id) == document.workspace_id,
                col(KnowledgeChunk.document_id) == document.id,
                col(KnowledgeChunk.id).in_(part),
            )
            .values(is_indexed=True)
            .execution_options(synchronize_session=False)
        )
    return await count_indexed(session, document)


async def matching_documents(
    session: Session,
    *,
    workspace_id: UUID,
    base_id: UUID,
    filter_: Filter,
    documents: Sequence[UUID] = (),
) -> list[str] | None:
    """Ids of the documents with all these details. None: more than can be asked for."""
    query = select(KnowledgeDocument.id).where(
        KnowledgeDocument.workspace_id == workspace_id,
        KnowledgeDocument.base_id == base_id,
        col(KnowledgeDocument.deleted_at).is_(None),
    )
    if documents:
        query = query.where(col(KnowledgeDocument.id).in_(documents))
    for name, value in filter_.items():
        said = str(value).lower() if isinstance(value, bool) else str(value)
        found = col(KnowledgeDocument.details).op("->>")(cast(name, String))
        query = query.where(found == said)
    ids = [str(each) for each in await session.exec(query.limit(MAX_DOCUMENTS + 1))]
    return ids if len(ids) <= MAX_DOCUMENTS else None


async def read_hits(
    session: Session, *, workspace_id: UUID, base_id: UUID, ranked: Sequence[Ranked]
) -> list[Hit]:
    """What was found, as far as it belongs here and is there still."""
    ids = [UUID(each.chunk_id) for each in ranked]
    query = (
        select(KnowledgeChunk, KnowledgeDocument)
        .join(KnowledgeDocument, col(KnowledgeDocument.id) == KnowledgeChunk.document_id)
        .where(
            KnowledgeChunk.workspace_id == workspace_id,
            KnowledgeDocument.workspace_id == workspace_id,
            KnowledgeChunk.base_id == base_id,
            col(KnowledgeChunk.id).in_(ids),
            col(KnowledgeDocument.deleted_at).is_(None),
        )
    )
    rows = {str(chunk.id): (chunk, document) for chunk, document in await session.exec(query)}
    return [_hit(*rows[each.chunk_id], each) for each in ranked if each.chunk_id in rows]


def _hit(chunk: KnowledgeChunk, document: KnowledgeDocument, ranked: Ranked) -> Hit:
    return Hit(
        chunk_id=ranked.chunk_id, document_id=str(document.id), document=document.name,
        url=document.url, text=chunk.text, page=chunk.page, start=chunk.start, end=chunk.end,
        heading=chunk.heading, details=document.details, score=ranked.score,
        meaning=ranked.meaning, words=ranked.words, relations=ranked.relations,
    )  # fmt: skip


async def list_chunks(
    session: Session, *, workspace_id: UUID, document_id: UUID, after: int, limit: int
) -> Sequence[KnowledgeChunk]:
    """From the number `after` on, one more than the limit where there are more."""
    query = (
        select(KnowledgeChunk)
        .where(
            KnowledgeChunk.workspace_id == workspace_id,
            KnowledgeChunk.document_id == document_id,
            col(KnowledgeChunk.number) >= after,
        )
        .order_by(col(KnowledgeChunk.number))
        .limit(limit + 1)
    )
    return (await session.exec(query)).all()


async def forget(session: Session, call: DocumentCall) -> None:
    """Delete the row of a document or a base that was marked as deleted, with all below it."""
    table = KnowledgeDocument if call.document_id else KnowledgeBase
    await session.exec(
        delete(table).where(
            col(table.workspace_id) == UUID(call.workspace_id),
            col(table.id) == UUID(call.document_id or call.base_id),
            col(table.deleted_at).is_not(None),
        )
    )


async def left_lying(session: Session, older_than: timedelta) -> list[DocumentCall]:
    """What a crash kept from being begun, of all workspaces: documents to index or to drop."""
    document = KnowledgeDocument
    query = (
        select(document)
        .where(
            or_(document.status == "queued", col(document.deleted_at).is_not(None)),
            col(document.updated_at) < func.now() - older_than,
        )
        .limit(AT_ONCE)
    )
    calls = [
        DocumentCall(
            workspace_id=str(row.workspace_id),
            kind="drop_document" if row.deleted_at else "index",
            base_id=str(row.base_id),
            document_id=str(row.id),
            revision=row.revision,
        )
        for row in await session.exec(query)
    ]
    bases = select(KnowledgeBase).where(
        col(KnowledgeBase.deleted_at).is_not(None),
        col(KnowledgeBase.deleted_at) < func.now() - older_than,
    )
    calls += [
        DocumentCall(workspace_id=str(row.workspace_id), kind="drop_base", base_id=str(row.id))
        for row in await session.exec(bases.limit(AT_ONCE))
    ]
    return calls


async def queued_of(session: Session, call: DocumentCall, limit: int) -> list[DocumentCall]:
    """Documents of one base that wait to be indexed, for whoever has it indexed."""
    document = KnowledgeDocument
    query = (
        select(document)
        .where(
            document.workspace_id == UUID(call.workspace_id),
            document.base_id == UUID(call.base_id),
            document.status == "queued",
            col(document.deleted_at).is_(None),
        )
        .order_by(col(document.id))
        .limit(limit)
    )
    given = {"kind": "index", "account_id": call.account_id}
    return [
        call.model_copy(update={**given, "document_id": str(row.id), "revision": row.revision})
        for row in await session.exec(query)
    ]


async def lock_revision(
    session: Session, *, workspace_id: UUID, document_id: UUID, revision: int
) -> KnowledgeDocument | None:
    """The document, if this is still what is to be indexed of it."""
    try:
        row = await get_document(session, workspace_id=workspace_id, document_id=document_id)
    except NotFound:
        return None
    return row if row.revision == revision else None


def _parts(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[at : at + AT_ONCE] for at in range(0, len(items), AT_ONCE)]
