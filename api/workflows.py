"""Workflows: what a user names, edits and runs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api import audit
from api.access import Caller, Editor, Reader
from api.compiling import problems_of_graph
from api.paging import CURSOR, LIMIT, SEARCH
from api.schemas.shape import GraphDocument, Page
from api.schemas.workflows import (
    DraftRead,
    ProblemRead,
    WorkflowCreate,
    WorkflowRead,
    WorkflowSummary,
    WorkflowUpdate,
)
from api.services import Db
from store import workflows
from store.tables import Workflow

router = APIRouter(prefix="/workflows", tags=["workflows"])


@router.get("")
async def list_workflows(
    caller: Reader,
    session: Db,
    search: SEARCH = None,
    archived: Annotated[bool, Query(description="The archived ones instead.")] = False,
    cursor: CURSOR = None,
    limit: LIMIT = 50,
) -> Page[WorkflowSummary]:
    """The last edited first, each with its last run."""
    page = await workflows.list_workflows(
        session,
        workspace_id=caller.workspace_id,
        filters=workflows.WorkflowFilter(search=search, archived=archived),
        cursor=cursor,
        limit=limit,
    )
    return Page(
        items=[WorkflowSummary.model_validate(item) for item in page.items],
        next_cursor=page.next_cursor,
    )


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_workflow(body: WorkflowCreate, caller: Editor, session: Db) -> WorkflowRead:
    """Make a workflow with a draft, which may have problems; nothing is published yet."""
    graph = body.graph.to_json()
    problems = await problems_of_graph(graph)
    workflow = await workflows.add_workflow(
        session, workspace_id=caller.workspace_id, name=body.name, graph=graph
    )
    return _read(workflow, problems)


@router.get("/{workflow_id}")
async def read_workflow(workflow_id: UUID, caller: Reader, session: Db) -> WorkflowRead:
    """A workflow with its draft and what is wrong with it."""
    workflow = await workflows.get_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    return _read(workflow, await problems_of_graph(workflow.draft_graph))


@router.patch("/{workflow_id}")
async def rename_workflow(
    workflow_id: UUID, body: WorkflowUpdate, caller: Editor, session: Db
) -> WorkflowRead:
    """Runs that are under way keep the name that they started with."""
    workflow = await workflows.rename_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id, name=body.name
    )
    return _read(workflow, await problems_of_graph(workflow.draft_graph))


@router.post("/{workflow_id}/archive", status_code=status.HTTP_204_NO_CONTENT)
async def archive_workflow(workflow_id: UUID, caller: Editor, session: Db) -> None:
    """Leave it out of lists and refuse new runs; runs under way go on."""
    await _set_archived(session, caller, workflow_id, archived=True)


@router.post("/{workflow_id}/unarchive", status_code=status.HTTP_204_NO_CONTENT)
async def unarchive_workflow(workflow_id: UUID, caller: Editor, session: Db) -> None:
    """Undo archiving."""
    await _set_archived(session, caller, workflow_id, archived=False)


@router.delete("/{workflow_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_workflow(workflow_id: UUID, caller: Editor, session: Db) -> None:
    """The same as archiving: runs and versions stay readable."""
    await _set_archived(session, caller, workflow_id, archived=True)


async def _set_archived(session: Db, caller: Caller, workflow_id: UUID, *, archived: bool) -> None:
    await workflows.set_archived(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id, archived=archived
    )
    action = "workflow.archive" if archived else "workflow.unarchive"
    await audit.note(session, caller, action, workflow_id)


def _read(workflow: Workflow, problems: list[ProblemRead]) -> WorkflowRead:
    return WorkflowRead(
        id=workflow.id,
        name=workflow.name,
        latest_version=workflow.latest_version,
        draft=DraftRead(
            graph=GraphDocument.model_validate(workflow.draft_graph),
            revision=workflow.draft_revision,
            updated_at=workflow.draft_updated_at,
        ),
        problems=problems,
        created_at=workflow.created_at,
        updated_at=workflow.updated_at,
        archived_at=workflow.archived_at,
    )
