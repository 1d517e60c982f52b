"""Entities of knowledge bases and their relations: noted chunk by chunk, and listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy
from sqlalchemy import delete, exists, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from noria.knowledge.entities import Links, key_of
from store.database import Session
from store.knowledge_chunks import first_texts
from store.knowledge_tables import (
    KnowledgeChunk,
    KnowledgeDocument,
    KnowledgeEntity,
    KnowledgeMention,
    KnowledgeRelation,
)

_select: Any = sqlalchemy.select
"""Untyped: rows are as many columns as they are."""
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7402))")


async def next_unlinked(
    session: Session, *, workspace_id: UUID, document_id: UUID, model: str, count: int
) -> dict[str, str]:
    """Id → text of the first chunks in which this model has not looked."""
    return await first_texts(session, _unlinked(workspace_id, document_id, model), count)


async def count_unlinked(
    session: Session, *, workspace_id: UUID, document_id: UUID, model: str
) -> int:
    """In how many chunks this model has not looked."""
    query = select(func.count()).where(*_unlinked(workspace_id, document_id, model))
    return (await session.exec(query)).one()


def _unlinked(workspace_id: UUID, document_id: UUID, model: str) -> Sequence[Any]:
    return (
        KnowledgeChunk.workspace_id == workspace_id,
        KnowledgeChunk.document_id == document_id,
        col(KnowledgeChunk.linked_by).is_distinct_from(model),
    )


async def keep_links(
    session: Session,
    *,
    workspace_id: UUID,
    document_id: UUID,
    model: str,
    links: Mapping[str, Links],
) -> int:
    """Replace what was noted of these chunks. In how many of the document nobody has looked yet."""
    rows = await _chunks(session, workspace_id, document_id, links)
    if rows:
        await _lock(session, rows[0].base_id)
    for chunk in rows:
        await _note(session, chunk, links[str(chunk.id)])
        chunk.linked_by = model
    await session.flush()
    return await count_unlinked(
        session, workspace_id=workspace_id, document_id=document_id, model=model
    )


async def _chunks(
    session: Session, workspace_id: UUID, document_id: UUID, ids: Iterable[str]
) -> Sequence[KnowledgeChunk]:
    query = select(KnowledgeChunk).where(
        KnowledgeChunk.workspace_id == workspace_id,
        KnowledgeChunk.document_id == document_id,
        col(KnowledgeChunk.id).in_([UUID(each) for each in ids]),
    )
    return (await session.exec(query)).all()


async def _note(session: Session, chunk: KnowledgeChunk, links: Links) -> None:
    for table in (KnowledgeMention, KnowledgeRelation):
        await session.exec(
            delete(table).where(
                col(table.workspace_id) == chunk.workspace_id, col(table.chunk_id) == chunk.id
            )
        )
    own = {"workspace_id": chunk.workspace_id, "chunk_id": chunk.id}
    entities = [
        {
            "id": uuid5(chunk.base_id, key_of(each.name)), "workspace_id": chunk.workspace_id,
            "base_id": chunk.base_id, "key": key_of(each.name), "name": _clean(each.name),
            "kind": _clean(each.kind),
        }
        for each in links.entities
    ]  # fmt: skip
    if not entities:
        return
    await session.exec(insert(KnowledgeEntity).values(entities).on_conflict_do_nothing())
    mentions = [{**own, "entity_id": each["id"]} for each in entities]
    await session.exec(insert(KnowledgeMention).values(mentions).on_conflict_do_nothing())
    relations = [
        {
            **own,
            "id": uuid5(chunk.id, f"{key_of(each.source)}\0{each.how}\0{key_of(each.target)}"),
            "source_id": uuid5(chunk.base_id, key_of(each.source)),
            "how": _clean(each.how),
            "target_id": uuid5(chunk.base_id, key_of(each.target)),
        }
        for each in links.relations
    ]
    if relations:
        await session.exec(insert(KnowledgeRelation).values(relations).on_conflict_do_nothing())


def _clean(said: str) -> str:
    return said.replace("\0", "")


async def forget_unmentioned(session: Session, *, workspace_id: UUID, base_id: UUID) -> None:
    """Entities of which no chunk speaks any more."""
    await _lock(session, base_id)
    mentioned = exists().where(
        col(KnowledgeMention.workspace_id) == workspace_id,
        col(KnowledgeMention.entity_id) == col(KnowledgeEntity.id),
    )
    await session.exec(
        delete(KnowledgeEntity).where(
            col(KnowledgeEntity.workspace_id) == workspace_id,
            col(KnowledgeEntity.base_id) == base_id,
            ~mentioned,
        )
    )


async def forget_all(session: Session, *, workspace_id: UUID, base_id: UUID) -> None:
    """All entities of a base, with their relations: it notes none any more."""
    await _lock(session, base_id)
    await session.exec(
        delete(KnowledgeEntity).where(
            col(KnowledgeEntity.workspace_id) == workspace_id,
            col(KnowledgeEntity.base_id) == base_id,
        )
    )
    await session.exec(
        update(KnowledgeChunk)
        .where(
            col(KnowledgeChunk.workspace_id) == workspace_id,
            col(KnowledgeChunk.base_id) == base_id,
        )
        .values(linked_by=None)
        .execution_options(synchronize_session=False)
    )


async def _lock(session: Session, base_id: UUID) -> None:
    """Else an entity could be forgotten while a chunk is noted that speaks of it."""
    await session.exec(_LOCK, params={"key": str(base_id)})  # pyright: ignore[reportCallIssue,reportArgumentType] - a text, which the stubs of exec leave out


@dataclass(frozen=True)
class EntityRow:
    """An entity, and how many chunks speak of it."""

    id: UUID
    name: str
    kind: str
    mentions: int


async def list_entities(
    session: Session, *, workspace_id: UUID, base_id: UUID, search: str, window: tuple[int, int]
) -> list[EntityRow]:
    """Those of which most chunks speak first.

    `window`: how many to leave out, and how many to give; one more where there are more.
    """
    after, limit = window
    mentions = func.count(col(KnowledgeMention.chunk_id))
    query: Any = (
        _select(KnowledgeEntity.id, KnowledgeEntity.name, KnowledgeEntity.kind, mentions)
        .join(KnowledgeMention, col(KnowledgeMention.entity_id) == KnowledgeEntity.id)
        .where(KnowledgeEntity.workspace_id == workspace_id, KnowledgeEntity.base_id == base_id)
        .group_by(col(KnowledgeEntity.id))
        .order_by(mentions.desc(), col(KnowledgeEntity.key))
        .offset(after)
        .limit(limit + 1)
    )
    if key := key_of(search):
        query = query.where(col(KnowledgeEntity.key).contains(key, autoescape=True))
    return [EntityRow(*row) for row in await _all(session, query)]


@dataclass(frozen=True)
class RelationRow:
    """What a document says of two entities."""

    source: str
    how: str
    target: str
    document_id: UUID
    document: str
    page: int | None


async def list_relations(
    session: Session, *, workspace_id: UUID, base_id: UUID, entity_id: UUID, limit: int
) -> list[RelationRow]:
    """Of one entity, by document."""
    source, target = aliased(KnowledgeEntity), aliased(KnowledgeEntity)
    query: Any = (
        _select(
            source.name, KnowledgeRelation.how, target.name,
            KnowledgeDocument.id, KnowledgeDocument.name, KnowledgeChunk.page,
        )
        .join(source, col(source.id) == KnowledgeRelation.source_id)
        .join(target, col(target.id) == KnowledgeRelation.target_id)
        .join(KnowledgeChunk, col(KnowledgeChunk.id) == KnowledgeRelation.chunk_id)
        .join(KnowledgeDocument, col(KnowledgeDocument.id) == KnowledgeChunk.document_id)
        .where(
            KnowledgeRelation.workspace_id == workspace_id,
            source.workspace_id == workspace_id,
            source.base_id == base_id,
            or_(
                KnowledgeRelation.source_id == entity_id, KnowledgeRelation.target_id == entity_id
            ),
            col(KnowledgeDocument.deleted_at).is_(None),
        )
        .order_by(col(KnowledgeDocument.name), col(KnowledgeChunk.number), col(KnowledgeRelation.id))
        .limit(limit)
    )  # fmt: skip
    return [RelationRow(*row) for row in await _all(session, query)]


async def _all(session: Session, query: Any) -> Sequence[Any]:
    untyped: Any = session
    return (await untyped.exec(query)).all()


async def get_entity(
    session: Session, *, workspace_id: UUID, base_id: UUID, entity_id: UUID
) -> KnowledgeEntity | None:
    query = select(KnowledgeEntity).where(
        KnowledgeEntity.workspace_id == workspace_id,
        KnowledgeEntity.base_id == base_id,
        KnowledgeEntity.id == entity_id,
    )
    return (await session.exec(query)).first()
