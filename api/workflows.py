"""Workflows: what a user names, edits and runs, one at a time; `api.workflow_list` lists them."""

from uuid import UUID

from fastapi import APIRouter, status

from api import audit
from api.access import Caller, Editor, Reader
from api.compiling import problems_of_graph
from api.schemas.shape import GraphDocument
from api.schemas.workflows import (
    DraftRead,
    ProblemRead,
    WorkflowCopy,
    WorkflowCreate,
    WorkflowRead,
    WorkflowUpdate,
)
from api.services import Db
from api.shared_levels import workflow_levels
from store import drafts, folders, workflows
from store.tables import Workflow

MAX_NAME = 200
COPY = " copy"

router = APIRouter(prefix="/workflows", tags=["workflows"])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_workflow(body: WorkflowCreate, caller: Editor, session: Db) -> WorkflowRead:
    """Make a workflow with a draft, which may have problems; nothing is published yet."""
    graph = body.graph.to_json()
    problems = await problems_of_graph(graph)
    workflow = await workflows.add_workflow(
        session, workspace_id=caller.workspace_id, name=body.name, graph=graph
    )
    await drafts.note_author(session, workflow=workflow, account_id=caller.account_id)
    return await _read(session, caller, workflow, problems)


@router.post("/{workflow_id}/duplicate", status_code=status.HTTP_201_CREATED)
async def duplicate_workflow(
    workflow_id: UUID, body: WorkflowCopy, caller: Editor, session: Db
) -> WorkflowRead:
    """A new workflow with this one's draft, folder, tags and limits; nothing is published yet."""
    workflow = await workflows.get_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    name = body.name or f"{workflow.name[: MAX_NAME - len(COPY)]}{COPY}"
    made = await workflows.copy_workflow(session, workflow=workflow, name=name)
    await drafts.note_author(session, workflow=made, account_id=caller.account_id)
    await audit.note(session, caller, "workflow.duplicate", made.id, source=str(workflow_id))
    return await _read(session, caller, made, await problems_of_graph(made.draft_graph))


@router.get("/{workflow_id:uuid}")
async def read_workflow(workflow_id: UUID, caller: Reader, session: Db) -> WorkflowRead:
    """A workflow with its draft and what is wrong with it."""
    workflow = await workflows.get_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    return await _read(session, caller, workflow, await problems_of_graph(workflow.draft_graph))


@router.patch("/{workflow_id:uuid}")
async def change_workflow(
    workflow_id: UUID, body: WorkflowUpdate, caller: Editor, session: Db
) -> WorkflowRead:
    """Its name, folder and tags. Runs that are under way keep the name that they started with."""
    workflow = await workflows.lock_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    if body.name is not None:
        await workflows.rename_workflow(session, workflow=workflow, name=body.name)
    if "folder_id" in body.model_fields_set:
        if body.folder_id is not None:
            await folders.get_folder(
                session, workspace_id=caller.workspace_id, folder_id=body.folder_id
            )
        if body.folder_id != workflow.folder_id:
            # Who sees it may hang on where it lies.
            await audit.note(session, caller, "workflow.move", workflow_id)
        workflow.folder_id = body.folder_id
        await session.flush()
    if body.tags is not None:
        workflow.tags = list(dict.fromkeys(body.tags))
    return await _read(session, caller, workflow, await problems_of_graph(workflow.draft_graph))


@router.post("/{workflow_id}/archive", status_code=status.HTTP_204_NO_CONTENT)
async def archive_workflow(workflow_id: UUID, caller: Editor, session: Db) -> None:
    """Leave it out of lists and refuse new runs; runs under way go on."""
    await _set_archived(session, caller, workflow_id, archived=True)


@router.post("/{workflow_id}/unarchive", status_code=status.HTTP_204_NO_CONTENT)
async def unarchive_workflow(workflow_id: UUID, caller: Editor, session: Db) -> None:
    """Undo archiving."""
    await _set_archived(session, caller, workflow_id, archived=False)


@router.delete("/{workflow_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_workflow(workflow_id: UUID, caller: Editor, session: Db) -> None:
    """The same as archiving: runs and versions stay readable."""
    await _set_archived(session, caller, workflow_id, archived=True)


async def _set_archived(session: Db, caller: Caller, workflow_id: UUID, *, archived: bool) -> None:
    await workflows.set_archived(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id, archived=archived
    )
    action = "workflow.archive" if archived else "workflow.unarchive"
    await audit.note(session, caller, action, workflow_id)


async def _read(
    session: Db, caller: Caller, workflow: Workflow, problems: list[ProblemRead]
) -> WorkflowRead:
    levels = await workflow_levels(session, caller, [workflow.id])
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
        folder_id=workflow.folder_id,
        tags=workflow.tags,
        restricted=workflow.id in levels,
        level=levels.get(workflow.id, "edit"),
    )
