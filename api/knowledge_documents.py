"""Documents of knowledge bases: uploaded or named by URL, and indexed by a Temporal workflow."""

from typing import Annotated
from urllib.parse import unquote
from uuid import UUID

from fastapi import APIRouter, Query, Request, status
from pydantic import JsonValue, TypeAdapter, ValidationError

from api import audit
from api.access import Caller, Editor, Reader
from api.knowledge import begin
from api.knowledge_models import check_files
from api.paging import CURSOR as TIME_CURSOR
from api.paging import LIMIT
from api.schemas.knowledge import ChunkRead, Details, DocumentChange, DocumentRead, UrlDocument
from api.schemas.shape import Page
from api.services import Db, Parts, Services
from noria.errors import Invalid
from noria.knowledge.shelf import NewDocument
from noria.knowledge.work import DocumentCall
from store import knowledge
from store.knowledge_chunks import list_chunks
from store.knowledge_tables import KnowledgeDocument

router = APIRouter(prefix="/knowledge-bases/{base_id}/documents", tags=["knowledge"])

NAME = Annotated[
    str | None,
    Query(
        min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$",
        description="Of the file, as `handbook.pdf`. A document of this name is replaced.",
    ),
]  # fmt: skip
DETAILS = Annotated[
    str | None,
    Query(
        max_length=8_000,
        description='What searches may be narrowed to, as JSON: `{"language": "en"}`. Left out: a '
        "document that is replaced keeps its own.",
    ),
]
_DETAILS: TypeAdapter[Details] = TypeAdapter(Details)
FILE = {
    "requestBody": {
        "required": True,
        "description": "The file itself",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("")
async def list_documents(
    base_id: UUID, caller: Reader, session: Db, cursor: TIME_CURSOR = None, limit: LIMIT = 50
) -> Page[DocumentRead]:
    """The newest first."""
    await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
    page = await knowledge.list_documents(
        session, workspace_id=caller.workspace_id, base_id=base_id, cursor=cursor, limit=limit
    )
    return Page(items=[_read(row) for row in page.items], next_cursor=page.next_cursor)


@router.post("", status_code=status.HTTP_202_ACCEPTED, openapi_extra=FILE)
async def upload_document(
    base_id: UUID,
    request: Request,
    caller: Editor,
    parts: Parts,
    name: NAME = None,
    details: DETAILS = None,
) -> DocumentRead:
    """Add a file: PDF, Office, HTML, Markdown, text. It is indexed in the background."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "application/x-www-form-urlencoded":
        media_type = ""  # what curl says when it is told nothing
    async with parts.database.sessions.begin() as session:
        await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
    empty = Invalid("Send the file as the body, and its name as `name`; neither may be empty.")
    if name is None:
        raise empty
    content = await parts.blobs.put_stream(
        str(caller.workspace_id), request.stream(), media_type or "application/octet-stream"
    )
    if not content.size:
        raise empty
    new = NewDocument(
        name=unquote(name).strip(),
        content=content,
        media_type=media_type,
        details=None if details is None else _details(details),
        source="upload",
    )
    return await _add(parts, caller, base_id, new)


@router.post("/url", status_code=status.HTTP_202_ACCEPTED)
async def add_url(base_id: UUID, body: UrlDocument, caller: Editor, parts: Parts) -> DocumentRead:
    """Add what stands at a URL, as far as workers may call it, or a file of S3."""
    async with parts.database.sessions.begin() as session:
        await check_files(session, caller, body.url, body.credential)
    new = NewDocument(
        name=body.name or body.url[:200],
        url=body.url,
        credential=body.credential,
        details=dict(body.details),
        source="url",
    )
    return await _add(parts, caller, base_id, new)


@router.get("/{document_id:uuid}")
async def read_document(
    base_id: UUID, document_id: UUID, caller: Reader, session: Db
) -> DocumentRead:
    """How far it is."""
    row = await knowledge.get_document(
        session, workspace_id=caller.workspace_id, document_id=document_id, base_id=base_id
    )
    return _read(row)


@router.patch("/{document_id:uuid}")
async def change_document(
    base_id: UUID, document_id: UUID, body: DocumentChange, caller: Editor, session: Db
) -> DocumentRead:
    """Change what searches may be narrowed to; it counts at once, and nothing is indexed again."""
    row = await knowledge.get_document(
        session, workspace_id=caller.workspace_id, document_id=document_id, base_id=base_id
    )
    row.details = dict(body.details)
    await audit.note(session, caller, "document.change", document_id, name=row.name)
    await session.flush()
    await session.refresh(row)
    return _read(row)


@router.post("/{document_id}/index", status_code=status.HTTP_202_ACCEPTED)
async def index_document(
    base_id: UUID, document_id: UUID, caller: Editor, parts: Parts
) -> DocumentRead:
    """Read it again, cut it as the base says now, and embed what has changed."""
    async with parts.database.sessions.begin() as session:
        row = await knowledge.get_document(
            session, workspace_id=caller.workspace_id, document_id=document_id, base_id=base_id
        )
        await knowledge.index_again(session, row)
        await audit.note(session, caller, "document.index", document_id)
        read, call = _read(row), _call(row, caller)
    await begin(parts, call)
    return read


@router.delete("/{document_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_document(base_id: UUID, document_id: UUID, caller: Editor, parts: Parts) -> None:
    """Nobody finds it from here on; a worker then removes its vectors."""
    async with parts.database.sessions.begin() as session:
        row = await knowledge.get_document(
            session, workspace_id=caller.workspace_id, document_id=document_id, base_id=base_id
        )
        row.deleted_at = await knowledge.time_of(session)
        # Work on it that is under way ends.
        row.revision += 1
        await audit.note(session, caller, "document.delete", document_id, name=row.name)
        call = _call(row, caller)
    await begin(parts, call.model_copy(update={"kind": "drop_document"}))


@router.get("/{document_id}/chunks")
async def list_document_chunks(
    base_id: UUID,
    document_id: UUID,
    caller: Reader,
    session: Db,
    cursor: Annotated[
        str | None,
        Query(pattern=r"^\d{1,9}$", description="`next_cursor` of the page before."),
    ] = None,
    limit: LIMIT = 50,
) -> Page[ChunkRead]:
    """As it was cut, in order."""
    await knowledge.get_document(
        session, workspace_id=caller.workspace_id, document_id=document_id, base_id=base_id
    )
    rows = await list_chunks(
        session,
        workspace_id=caller.workspace_id,
        document_id=document_id,
        after=int(cursor or 0),
        limit=limit,
    )
    more = rows[limit].number if len(rows) > limit else None
    return Page(
        items=[ChunkRead.model_validate(row) for row in rows[:limit]],
        next_cursor=None if more is None else str(more),
    )


def _details(text: str) -> dict[str, JsonValue]:
    try:
        return dict(_DETAILS.validate_json(text))
    except ValidationError as error:
        raise Invalid(
            "Send details as a JSON object of at most 50 names with plain values."
        ) from error


async def _add(parts: Services, caller: Caller, base_id: UUID, new: NewDocument) -> DocumentRead:
    async with parts.database.sessions.begin() as session:
        await knowledge.get_base(session, workspace_id=caller.workspace_id, base_id=base_id)
        row = await knowledge.put_document(
            session, workspace_id=caller.workspace_id, base_id=base_id, new=new
        )
        await audit.note(session, caller, "document.add", row.id, name=row.name)
        read, call = _read(row), _call(row, caller)
    await begin(parts, call)
    return read


def _call(row: KnowledgeDocument, caller: Caller) -> DocumentCall:
    return DocumentCall(
        workspace_id=str(row.workspace_id),
        base_id=str(row.base_id),
        document_id=str(row.id),
        revision=row.revision,
        account_id=str(caller.account_id),
    )


def _read(row: KnowledgeDocument) -> DocumentRead:
    return DocumentRead.model_validate(row)
