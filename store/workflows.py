"""Workflows of a workspace, one at a time; `store.workflow_list` lists and arranges them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from noria.errors import NotFound
from store.database import Session, time_of
from store.ids import new_id
from store.sharing import copy_sharing
from store.tables import Workflow
from store.workflow_settings import Settings, find_settings, save_settings


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


async def names_in(session: Session, *, workspace_id: UUID) -> dict[str, UUID]:
    """Of all workflows that are not archived, with their ids; of two of one name the older one."""
    query = (
        select(Workflow.name, Workflow.id)
        .where(Workflow.workspace_id == workspace_id, col(Workflow.archived_at).is_(None))
        .order_by(col(Workflow.created_at).desc(), col(Workflow.id).desc())
    )
    return dict((await session.exec(query)).all())


async def names_of(session: Session, *, workflow_ids: Sequence[UUID]) -> dict[str, str]:
    """Name by id, of any workspaces: for the relay of domain events."""
    query = select(Workflow.id, Workflow.name).where(col(Workflow.id).in_(workflow_ids))
    return {str(workflow_id): name for workflow_id, name in await session.exec(query)}


async def list_documents(
    session: Session, *, workspace_id: UUID, workflow_ids: Sequence[UUID]
) -> Sequence[Workflow]:
    """With their drafts, by name."""
    query = (
        select(Workflow)
        .where(Workflow.workspace_id == workspace_id, col(Workflow.id).in_(workflow_ids))
        .order_by(Workflow.name, col(Workflow.id))
    )
    return (await session.exec(query)).all()


async def lock_workflow(session: Session, *, workspace_id: UUID, workflow_id: UUID) -> Workflow:
    """As `get_workflow`, and nobody else changes it before the transaction ends."""
    query = _select(workspace_id, workflow_id).with_for_update(key_share=True)
    return await _one(session, query, workflow_id)


async def rename_workflow(session: Session, *, workflow: Workflow, name: str) -> None:
    """Of a locked workflow. Does not touch the draft or its revision."""
    workflow.name = name
    workflow.updated_at = await time_of(session)


async def copy_workflow(session: Session, *, workflow: Workflow, name: str) -> Workflow:
    """A new workflow with the draft, folder, tags, limits and sharing of another one; nothing is
    published.
    """
    made = await add_workflow(
        session, workspace_id=workflow.workspace_id, name=name, graph=workflow.draft_graph
    )
    made.folder_id, made.tags = workflow.folder_id, list(workflow.tags)
    settings = await find_settings(
        session, workspace_id=workflow.workspace_id, workflow_id=workflow.id
    )
    if settings != Settings():
        await save_settings(
            session,
            workspace_id=workflow.workspace_id,
            workflow_id=made.id,
            settings=settings,
        )
    if workflow.restricted:
        await copy_sharing(session, source=workflow, made=made)
    return made


async def set_archived(
    session: Session, *, workspace_id: UUID, workflow_id: UUID, archived: bool
) -> None:
    """Archiving twice keeps the first time."""
    workflow = await lock_workflow(session, workspace_id=workspace_id, workflow_id=workflow_id)
    if archived != (workflow.archived_at is not None):
        workflow.archived_at = await time_of(session) if archived else None


def _select(workspace_id: UUID, workflow_id: UUID) -> SelectOfScalar[Workflow]:
    return select(Workflow).where(Workflow.workspace_id == workspace_id, Workflow.id == workflow_id)


async def _one(session: Session, query: SelectOfScalar[Workflow], workflow_id: UUID) -> Workflow:
    workflow = (await session.exec(query)).first()
    if workflow is None:
        raise NotFound("workflow", workflow_id)
    return workflow
