"""Knowledge bases: made and looked at here; read, embedded and searched by workers of the queue `ai`."""

from uuid import UUID

import structlog
from fastapi import APIRouter, status

from api import audit
from api.access import Caller, Editor, Reader, Runner
from api.knowledge_models import check_embedding, check_entities
from api.model_checks import check_model
from api.schemas.knowledge import (
    BaseCreate,
    BaseRead,
    BaseWrite,
    ChunkRead,
    HitRead,
    PreviewCreate,
    PreviewRead,
    SearchCreate,
    SearchRead,
)
from api.schemas.shape import Page
from api.services import Db, Parts, Services
from noria.errors import Invalid, NotFound, Unavailable
from noria.knowledge.shelf import Query
from noria.knowledge.work import DocumentCall, PreviewCall, SearchCall
from store import knowledge, knowledge_links
from store.database import Session
from store.ids import new_id
from store.knowledge import BaseRow
from store.knowledge_tables import KnowledgeBase

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
router = APIRouter(prefix="/knowledge-bases", tags=["knowledge"])


@router.get("")
async def list_knowledge_bases(caller: Reader, session: Db) -> Page[BaseRead]:
    """All of them in one page, by name."""
    rows = await knowledge.list_bases(session, workspace_id=caller.workspace_id)
    return Page(items=[_read(row) for row in rows], next_cursor=None)


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_knowledge_base(body: BaseCreate, caller: Editor, session: Db) -> BaseRead:
    """Names are unique in the workspace."""
    await check_embedding(session, caller, body.model, body.credential)
    await check_entities(session, caller, body.entity_model, body.entity_credential)
    row = KnowledgeBase(
        id=new_id(),
        workspace_id=caller.workspace_id,
        name=body.name,
        description=body.description,
        model=body.model,
        credential=body.credential,
        dimensions=body.dimensions,
        rule=body.rule.model_dump(),
        entity_model=body.entity_model,
        entity_credential=body.entity_credential,
    )
    base = await knowledge.add_base(session, base=row)
    await audit.note(session, caller, "knowledge_base.create", base.id, name=base.name)
    return _read(BaseRow(base, 0, 0, 0, 0))


@router.get("/{base_id}")
async def read_knowledge_base(base_id: UUID, caller: Reader, session: Db) -> BaseRead:
    """With how its documents stand."""
    return await _one(session, caller, base_id)


@router.put("/{base_id}")
async def change_knowledge_base(
    base_id: UUID, body: BaseWrite, caller: Editor, session: Db
) -> BaseRead:
    """Documents follow a new way of cutting, or of finding entities, when they are indexed again.

    Without `entity_model`, the entities that there are go.
    """
    base = await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
    await check_entities(session, caller, body.entity_model, body.entity_credential)
    await knowledge.rename_base(session, base=base, name=body.name)
    if body.entity_model is None and base.entity_model is not None:
        await knowledge_links.forget_all(session, workspace_id=caller.workspace_id, base_id=base_id)
    base.entity_model, base.entity_credential = body.entity_model, body.entity_credential
    base.description, base.rule = body.description, body.rule.model_dump()
    base.updated_at = await knowledge.time_of(session)
    await audit.note(session, caller, "knowledge_base.change", base_id)
    await session.flush()
    return await _one(session, caller, base_id)


@router.post("/{base_id}/index", status_code=status.HTTP_202_ACCEPTED)
async def index_knowledge_base(base_id: UUID, caller: Editor, parts: Parts) -> BaseRead:
    """Read all documents again, cut them as the base says now, and embed what has changed.

    One workflow sees all of them through, also when workers or this server die meanwhile; `open` of the
    base says how many are left. What was not changed, by its content and the way it is cut, costs nothing.
    """
    async with parts.database.sessions.begin() as session:
        base = await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
        await knowledge.index_all_again(session, base)
        await audit.note(session, caller, "knowledge_base.index", base_id)
        read = await _one(session, caller, base_id)
    call = DocumentCall(
        workspace_id=str(caller.workspace_id),
        kind="index_base",
        base_id=str(base_id),
        account_id=str(caller.account_id),
    )
    await begin(parts, call)
    return read


@router.delete("/{base_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_knowledge_base(base_id: UUID, caller: Editor, parts: Parts) -> None:
    """With all its documents. Nobody finds them from here on; workers then remove their vectors."""
    async with parts.database.sessions.begin() as session:
        base = await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
        base.deleted_at = await knowledge.time_of(session)
        await audit.note(session, caller, "knowledge_base.delete", base_id, name=base.name)
    call = DocumentCall(
        workspace_id=str(caller.workspace_id), kind="drop_base", base_id=str(base_id)
    )
    await begin(parts, call)


@router.post("/{base_id}/search")
async def search_knowledge_base(
    base_id: UUID, body: SearchCreate, caller: Runner, parts: Parts
) -> SearchRead:
    """The passages that fit, with how meaning and words judged each. An embedding model is asked.

    With `rerank_model`, that one judges three times as many, and the best by it are given. It costs what
    it costs, and counts against the budgets.
    """
    async with parts.database.sessions.begin() as session:
        await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
    if body.rerank_model is not None:
        await check_model(parts, caller, body.rerank_model, body.rerank_credential, "rerank_")
    query = Query(text=body.query, limit=body.limit, mode=body.mode, filter=body.filter)
    found = await parts.runs.search_knowledge(
        SearchCall(
            workspace_id=str(caller.workspace_id),
            base_id=str(base_id),
            query=query,
            account_id=str(caller.account_id),
            judge_model=body.rerank_model or "",
            judge_credential=body.rerank_credential or "",
        )
    )
    if found.refusal is not None:
        raise Unavailable(found.refusal)
    hits = [HitRead.model_validate(hit) for hit in found.hits]
    return SearchRead(hits=hits, took_ms=found.took_ms)


@router.post("/{base_id}/chunks")
async def preview_chunks(
    base_id: UUID, body: PreviewCreate, caller: Editor, parts: Parts
) -> PreviewRead:
    """How a text or a document would be cut; nothing is kept."""
    if (body.text is None) == (body.document_id is None):
        raise Invalid("Give either a text or a document to cut.")
    async with parts.database.sessions.begin() as session:
        await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
        call = await _preview_call(session, caller, base_id, body, parts)
    shown = await parts.runs.preview_chunks(call)
    if shown.refusal is not None:
        raise Invalid(shown.refusal)
    chunks = [
        ChunkRead(number=number, **chunk.model_dump()) for number, chunk in enumerate(shown.chunks)
    ]
    return PreviewRead(chunks=chunks, total=shown.total)


async def _preview_call(
    session: Session, caller: Caller, base_id: UUID, body: PreviewCreate, parts: Services
) -> PreviewCall:
    workspace_id = str(caller.workspace_id)
    if body.document_id is None:
        content = await parts.blobs.put(workspace_id, (body.text or "").encode(), "text/markdown")
        name, media_type = "text.md", "text/markdown"
    else:
        row = await knowledge.get_document(
            session,
            workspace_id=caller.workspace_id,
            document_id=body.document_id,
            base_id=base_id,
        )
        document = knowledge.read_document(row)
        if document.content is None:
            raise Invalid("A document of a URL is read when it is indexed: try a text instead.")
        content, name, media_type = document.content, document.name, document.media_type
    return PreviewCall(
        workspace_id=workspace_id, content=content, name=name, media_type=media_type, rule=body.rule
    )


async def begin(parts: Services, call: DocumentCall) -> None:
    """What Temporal does not hear of now, a worker begins a minute later."""
    try:
        await parts.runs.begin_document(call)
    except Unavailable:
        log.warning("document_work_begins_later", kind=call.kind, base_id=call.base_id)


async def _one(session: Session, caller: Caller, base_id: UUID) -> BaseRead:
    rows = await knowledge.list_bases(session, workspace_id=caller.workspace_id, base_id=base_id)
    if not rows:
        raise NotFound("knowledge base", base_id)
    return _read(rows[0])


def _read(row: BaseRow) -> BaseRead:
    base = row.base.model_dump(exclude={"workspace_id", "deleted_at"})
    return BaseRead.model_validate({**base, **{k: v for k, v in vars(row).items() if k != "base"}})
