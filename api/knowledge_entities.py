"""Entities of knowledge bases, and what documents say of two of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.access import Reader
from api.paging import LIMIT, SEARCH
from api.schemas.knowledge import EntityRead, RelationRead
from api.schemas.shape import Page
from api.services import Db
from noria.errors import NotFound
from store import knowledge, knowledge_links

MAX_RELATIONS = 200
router = APIRouter(prefix="/knowledge-bases/{base_id}/entities", tags=["knowledge"])


@router.get("")
async def list_entities(
    base_id: UUID,
    caller: Reader,
    session: Db,
    search: SEARCH = None,
    cursor: Annotated[
        str | None,
        Query(pattern=r"^\d{1,9}$", description="`next_cursor` of the page before."),
    ] = None,
    limit: LIMIT = 50,
) -> Page[EntityRead]:
    """Those of which most chunks speak first."""
    await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
    after = int(cursor or 0)
    rows = await knowledge_links.list_entities(
        session,
        workspace_id=caller.workspace_id,
        base_id=base_id,
        search=search or "",
        window=(after, limit),
    )
    more = str(after + limit) if len(rows) > limit else None
    return Page(items=[EntityRead.model_validate(row) for row in rows[:limit]], next_cursor=more)


@router.get("/{entity_id}/relations")
async def list_relations(
    base_id: UUID, entity_id: UUID, caller: Reader, session: Db
) -> Page[RelationRead]:
    """Of one entity, the first 200, by the documents that say so."""
    await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
    found = await knowledge_links.get_entity(
        session, workspace_id=caller.workspace_id, base_id=base_id, entity_id=entity_id
    )
    if found is None:
        raise NotFound("entity", entity_id)
    rows = await knowledge_links.list_relations(
        session,
        workspace_id=caller.workspace_id,
        base_id=base_id,
        entity_id=entity_id,
        limit=MAX_RELATIONS,
    )
    return Page(items=[RelationRead.model_validate(row) for row in rows], next_cursor=None)
