"""Knowledge bases and their documents. What was deleted is not there for anybody but who removes it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col, func, select

from noria.ai.names import LOCAL_EMBEDDING
from noria.errors import Conflict, NotFound
from noria.knowledge.chunking import ChunkRule
from noria.knowledge.shelf import Base, Document, NewDocument
from store.database import Session, time_of
from store.ids import new_id
from store.knowledge_tables import KnowledgeBase, KnowledgeDocument
from store.paging import Page, page_of, read_cursor

MAX_BASES = 200
"""Of a workspace: they are listed in one answer, and each is a collection of its own in Milvus."""
OPEN = ("queued", "reading", "indexing")


@dataclass(frozen=True)
class BaseRow:
    """A base, with how its documents stand."""

    base: KnowledgeBase
    documents: int
    open: int
    """Of these, those that are being indexed."""
    failed: int
    chunks: int


async def add_base(session: Session, *, base: KnowledgeBase) -> KnowledgeBase:
    """
    Raises:
        Conflict: There is one of that name, or there are too many.
    """
    query = select(func.count()).where(
        KnowledgeBase.workspace_id == base.workspace_id, col(KnowledgeBase.deleted_at).is_(None)
    )
    if (await session.exec(query)).one() >= MAX_BASES:
        raise Conflict(f"A workspace has at most {MAX_BASES} knowledge bases: delete one first.")
    await _check_name(session, base.workspace_id, base.name, None)
    session.add(base)
    await session.flush()
    await session.refresh(base)
    return base


async def make_base(session: Session, *, workspace_id: UUID, name: str) -> KnowledgeBase:
    """With the bundled model; raises as `add_base`."""
    row = KnowledgeBase(
        id=new_id(),
        workspace_id=workspace_id,
        name=name,
        model=LOCAL_EMBEDDING,
        rule=ChunkRule(strategy="headings").model_dump(),
    )
    return await add_base(session, base=row)


async def rename_base(session: Session, *, base: KnowledgeBase, name: str) -> None:
    """
    Raises:
        Conflict: There is one of that name.
    """
    await _check_name(session, base.workspace_id, name, base.id)
    base.name = name


async def _check_name(session: Session, workspace_id: UUID, name: str, but: UUID | None) -> None:
    query = select(KnowledgeBase.id).where(
        KnowledgeBase.workspace_id == workspace_id,
        KnowledgeBase.name == name,
        col(KnowledgeBase.deleted_at).is_(None),
    )
    found = (await session.exec(query)).first()
    if found not in (None, but):
        raise Conflict(f"There is a knowledge base {name!r} already.")


async def get_base(
    session: Session, *, workspace_id: UUID, base_id: UUID, with_deleted: bool = False
) -> KnowledgeBase:
    """
    Raises:
        NotFound: No such base, or it belongs to another workspace.
    """
    query = select(KnowledgeBase).where(
        KnowledgeBase.workspace_id == workspace_id, KnowledgeBase.id == base_id
    )
    found = (await session.exec(query)).first()
    if found is None or (found.deleted_at is not None and not with_deleted):
        raise NotFound("knowledge base", base_id)
    return found


async def find_base(session: Session, *, workspace_id: UUID, name: str) -> KnowledgeBase | None:
    """By name."""
    query = select(KnowledgeBase).where(
        KnowledgeBase.workspace_id == workspace_id,
        KnowledgeBase.name == name,
        col(KnowledgeBase.deleted_at).is_(None),
    )
    return (await session.exec(query)).first()


async def list_bases(
    session: Session, *, workspace_id: UUID, base_id: UUID | None = None
) -> list[BaseRow]:
    """By name; with `base_id` that one alone."""
    query = (
        select(KnowledgeBase)
        .where(KnowledgeBase.workspace_id == workspace_id, col(KnowledgeBase.deleted_at).is_(None))
        .order_by(func.lower(KnowledgeBase.name), col(KnowledgeBase.id))
    )
    if base_id is not None:
        query = query.where(KnowledgeBase.id == base_id)
    bases = (await session.exec(query)).all()
    document = KnowledgeDocument
    counting = (
        select(document.base_id, document.status, func.count(), func.sum(col(document.chunks)))
        .where(document.workspace_id == workspace_id, col(document.deleted_at).is_(None))
        .group_by(col(document.base_id), col(document.status))
    )
    counts = {base.id: _Counts() for base in bases}
    for owner, status, count, chunks in await session.exec(counting):
        if owner in counts:
            counts[owner].add(status, count, int(chunks or 0))
    return [BaseRow(base, **vars(counts[base.id])) for base in bases]


@dataclass
class _Counts:
    documents: int = 0
    open: int = 0
    failed: int = 0
    chunks: int = 0

    def add(self, status: str, count: int, chunks: int) -> None:
        self.documents += count
        self.chunks += chunks
        self.open += count if status in OPEN else 0
        self.failed += count if status == "failed" else 0


async def put_document(
    session: Session, *, workspace_id: UUID, base_id: UUID, new: NewDocument
) -> KnowledgeDocument:
    """A new one, or a new revision of the one that has this name, to be indexed."""
    query = (
        select(KnowledgeDocument)
        .where(
            KnowledgeDocument.workspace_id == workspace_id,
            KnowledgeDocument.base_id == base_id,
            KnowledgeDocument.name == new.name,
            col(KnowledgeDocument.deleted_at).is_(None),
        )
        .with_for_update()
    )
    row = (await session.exec(query)).first()
    if row is None:
        row = KnowledgeDocument(
            id=new_id(), workspace_id=workspace_id, base_id=base_id, name=new.name,
            source=new.source, details={},
        )  # fmt: skip
        session.add(row)
    else:
        row.revision += 1
    row.source, row.url = new.source, new.url
    if new.details is not None:
        row.details = dict(new.details)
    row.credential = new.credential
    row.content = new.content.to_json() if new.content else None
    row.media_type = new.media_type or (new.content.media_type if new.content else "")
    row.size = new.content.size if new.content else 0
    await requeue(session, row)
    return row


async def index_again(session: Session, row: KnowledgeDocument) -> None:
    """In a new revision; work on earlier ones ends."""
    row.revision += 1
    await requeue(session, row)


async def index_all_again(session: Session, base: KnowledgeBase) -> None:
    """Every document of the base, each in a new revision."""
    document = KnowledgeDocument
    change = (
        update(document)
        .where(
            col(document.workspace_id) == base.workspace_id,
            col(document.base_id) == base.id,
            col(document.deleted_at).is_(None),
        )
        .values(
            revision=col(document.revision) + 1,
            status="queued",
            error=None,
            updated_at=func.now(),
        )
        .execution_options(synchronize_session=False)
    )
    await session.exec(change)


async def requeue(session: Session, row: KnowledgeDocument) -> None:
    row.status, row.error = "queued", None
    await session.flush()
    await touch(session, row)


async def note_ready(session: Session, row: KnowledgeDocument) -> None:
    """It can be searched."""
    row.status, row.error = "ready", None
    row.indexed_at = await time_of(session)


async def touch(session: Session, row: KnowledgeDocument) -> None:
    """By PostgreSQL's clock."""
    change = (
        update(KnowledgeDocument)
        .where(
            col(KnowledgeDocument.workspace_id) == row.workspace_id,
            col(KnowledgeDocument.id) == row.id,
        )
        .values(updated_at=func.now())
        .execution_options(synchronize_session=False)
    )
    await session.exec(change)
    await session.refresh(row)


async def get_document(
    session: Session,
    *,
    workspace_id: UUID,
    document_id: UUID,
    base_id: UUID | None = None,
    with_deleted: bool = False,
) -> KnowledgeDocument:
    """Locked until the transaction's end.

    Raises:
        NotFound: No such document, or it belongs to another workspace or base.
    """
    query = (
        select(KnowledgeDocument)
        .where(KnowledgeDocument.workspace_id == workspace_id, KnowledgeDocument.id == document_id)
        .with_for_update()
    )
    found = (await session.exec(query)).first()
    if (
        found is None
        or base_id not in (None, found.base_id)
        or (found.deleted_at is not None and not with_deleted)
    ):
        raise NotFound("document", document_id)
    return found


async def list_documents(
    session: Session, *, workspace_id: UUID, base_id: UUID, cursor: str | None, limit: int
) -> Page[KnowledgeDocument]:
    """The newest first."""
    query = (
        select(KnowledgeDocument)
        .where(
            KnowledgeDocument.workspace_id == workspace_id,
            KnowledgeDocument.base_id == base_id,
            col(KnowledgeDocument.deleted_at).is_(None),
        )
        .order_by(col(KnowledgeDocument.created_at).desc(), col(KnowledgeDocument.id).desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        time, last = read_cursor(cursor)
        created, row_id = col(KnowledgeDocument.created_at), col(KnowledgeDocument.id)
        query = query.where((created < time) | ((created == time) & (row_id < last)))
    rows = (await session.exec(query)).all()
    return page_of(rows, limit, lambda row: (row.created_at, row.id))


def read_base(row: KnowledgeBase) -> Base:
    """As nodes see it."""
    return Base(
        id=str(row.id), name=row.name, model=row.model, credential=row.credential,
        dimensions=row.dimensions, rule=ChunkRule.model_validate(row.rule),
        entity_model=row.entity_model, entity_credential=row.entity_credential,
    )  # fmt: skip


def read_document(row: KnowledgeDocument) -> Document:
    """As those who index it see it."""
    return Document.model_validate(
        {
            "id": str(row.id), "base_id": str(row.base_id), "revision": row.revision,
            "name": row.name, "url": row.url, "credential": row.credential, "content": row.content,
            "media_type": row.media_type, "content_hash": row.content_hash,
        }
    )  # fmt: skip
