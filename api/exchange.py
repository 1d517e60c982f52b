"""Import and export of workflows as documents."""

from collections import deque
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from api import audit
from api.access import Editor, Reader
from api.importing import import_document
from api.schemas.exchange import ImportRead, ImportWrite
from api.services import Db
from noria.catalog import load_catalog
from noria.errors import NotFound
from noria.exchange import (
    MAX_WORKFLOWS,
    Document,
    Exported,
    Format,
    read_document,
    sub_workflows,
    without_secrets,
    write_document,
)
from store import workflows
from store.tables import Workflow

router = APIRouter(tags=["workflows"])

MEDIA_TYPES: dict[Format, str] = {"json": "application/json", "yaml": "application/yaml"}


@router.get(
    "/export",
    response_class=Response,
    responses={200: {"content": {"application/yaml": {"schema": {"type": "string"}}}}},
)
async def export_workflows(
    caller: Reader,
    session: Db,
    workflow_id: Annotated[list[UUID], Query(min_length=1, max_length=MAX_WORKFLOWS)],
    form: Annotated[Format, Query(alias="format", description="How it is written.")] = "yaml",
    called: Annotated[
        bool, Query(description="Also the workflows that these run, and so on.")
    ] = False,
) -> Response:
    """The drafts of workflows as one document, which holds no secrets: credentials stay names."""
    found = await _gather(session, caller.workspace_id, workflow_id, called=called)
    document = Document(workflows=[_exported(workflow) for workflow in found])
    for workflow in found:
        await audit.note(session, caller, "workflow.export", workflow.id)
    return Response(
        write_document(document, form),
        media_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="workflows.{form}"'},
    )


@router.post("/import")
async def import_workflows(body: ImportWrite, caller: Editor, session: Db) -> ImportRead:
    """Bring the workflows of a document in as drafts: all of them, or none when it is refused."""
    document = read_document(body.text)
    return ImportRead(workflows=await import_document(session, caller, document, body))


async def _gather(
    session: Db, workspace_id: UUID, workflow_ids: list[UUID], *, called: bool
) -> list[Workflow]:
    """
    Raises:
        NotFound: One of those that were asked for is not in the workspace.
    """
    listed = await workflows.list_documents(
        session, workspace_id=workspace_id, workflow_ids=workflow_ids
    )
    found = {workflow.id: workflow for workflow in listed}
    missing = set(workflow_ids) - found.keys()
    if missing:
        raise NotFound("workflow", min(missing))
    if not called:
        return list(found.values())
    here = await workflows.names_in(session, workspace_id=workspace_id)
    ids = {**here, **{str(known): known for known in here.values()}}
    pending = deque(found.values())
    while pending and len(found) < MAX_WORKFLOWS:
        wanted = {ids[name] for name in sub_workflows(pending.popleft().draft_graph) if name in ids}
        more = await workflows.list_documents(
            session, workspace_id=workspace_id, workflow_ids=sorted(wanted - found.keys())
        )
        found.update({workflow.id: workflow for workflow in more})
        pending.extend(more)
    return list(found.values())[:MAX_WORKFLOWS]


def _exported(workflow: Workflow) -> Exported:
    graph, _ = without_secrets(workflow.draft_graph, load_catalog())
    return Exported(name=workflow.name, tags=workflow.tags, graph=graph)
