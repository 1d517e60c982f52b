"""Workflows of a workspace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select, tuple_
from sqlmodel.sql.expression import SelectOfScalar

from noria.errors import NotFound
from store.database import Session, time_of
from store.ids import new_id
from store.paging import Page, like, page_of, read_cursor
from store.tables import Run, Workflow, left_out


@dataclass(frozen=True)
class WorkflowFilter:
    """Which workflows of a workspace to list."""

    search: str | None = None
    archived: bool = False


@dataclass(frozen=True)
class LastRun:
    """The newest run of a workflow."""

    id: UUID
    status: str
    created_at: datetime


@dataclass(frozen=True)
class WorkflowRow:
    """A workflow as it is listed, without its graph."""

    id: UUID
    name: str
    latest_version: int | None
    draft_revision: int
    last_run: LastRun | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


async def add_workflow(
    session: Session, *, workspace_id: UUID, name: str, graph: dict[str, Any]
) -> Workflow:
    """A workflow with a draft at revision 1."""
    workflow = Workflow(
        id=new_id(), workspace_id=workspace_id, name=name, draft_graph=graph, draft_revision=1
    )
    session.add(workflow)
    await session.flush()
    await session.refresh(workflow)
    return workflow


async def get_workflow(session: Session, *, workspace_id: UUID, workflow_id: UUID) -> Workflow:
    """
    Raises:
        NotFound: No such workflow, or it belongs to another workspace.
    """
    return await _one(session, _select(workspace_id, workflow_id), workflow_id)


async def lock_workflow(session: Session, *, workspace_id: UUID, workflow_id: UUID) -> Workflow:
    """As `get_workflow`, and nobody else changes it before the transaction ends."""
    query = _select(workspace_id, workflow_id).with_for_update(key_share=True)
    return await _one(session, query, workflow_id)


async def rename_workflow(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, name: str
) -> Workflow:
    """Does not touch the draft or its revision."""
    workflow = await lock_workflow(session, workspace_id=workspace_id, workflow_id=workflow_id)
    workflow.name = name
    workflow.updated_at = await time_of(session)
    return workflow


async def set_archived(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, archived: bool
) -> None:
    """Archiving twice keeps the first time."""
    workflow = await lock_workflow(session, workspace_id=workspace_id, workflow_id=workflow_id)
    if archived != (workflow.archived_at is not None):
        workflow.archived_at = await time_of(session) if archived else None


async def list_workflows(
    session: Session,
    *,
    workspace_id: UUID,
    filters: WorkflowFilter,
    cursor: str | None,
    limit: int,
) -> Page[WorkflowRow]:
    """The last edited first."""
    last = (
        select(Run.id, Run.status, Run.created_at)
        .where(Run.workspace_id == workspace_id, Run.workflow_id == Workflow.id)
        .order_by(col(Run.created_at).desc(), col(Run.id).desc())
        .limit(1)
        .lateral()
    )
    query = (
        select(Workflow, last.c.id, last.c.status, last.c.created_at)
        .outerjoin(last, col(Workflow.workspace_id) == workspace_id)
        .options(*left_out(Workflow.draft_graph))
        .where(
            Workflow.workspace_id == workspace_id,
            col(Workflow.archived_at).is_not(None)
            if filters.archived
            else col(Workflow.archived_at).is_(None),
        )
        .order_by(col(Workflow.updated_at).desc(), col(Workflow.id).desc())
        .limit(limit + 1)
    )
    if filters.search:
        query = query.where(col(Workflow.name).ilike(like(filters.search)))
    if cursor:
        query = query.where(
            tuple_(col(Workflow.updated_at), col(Workflow.id)) < read_cursor(cursor)
        )
    rows = [_row(*row) for row in await session.exec(query)]
    return page_of(rows, limit, lambda row: (row.updated_at, row.id))


def _row(
    workflow: Workflow,
    run_id: UUID | None,
    run_status: str | None,
    run_created_at: datetime | None,
) -> WorkflowRow:
    last = None
    if run_id and run_status and run_created_at:
        last = LastRun(run_id, run_status, run_created_at)
    return WorkflowRow(
        id=workflow.id,
        name=workflow.name,
        latest_version=workflow.latest_version,
        draft_revision=workflow.draft_revision,
        last_run=last,
        created_at=workflow.created_at,
        updated_at=workflow.updated_at,
        archived_at=workflow.archived_at,
    )


def _select(workspace_id: UUID, workflow_id: UUID) -> SelectOfScalar[Workflow]:
    return select(Workflow).where(Workflow.workspace_id == workspace_id, Workflow.id == workflow_id)


async def _one(session: Session, query: SelectOfScalar[Workflow], workflow_id: UUID) -> Workflow:
    workflow = (await session.exec(query)).first()
    if workflow is None:
        raise NotFound("workflow", workflow_id)
    return workflow
