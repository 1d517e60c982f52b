"""The list of workflows, and what is done to many of them at once."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api import audit
from api.access import Caller, Editor, Reader
from api.schemas.shape import Page
from api.schemas.workflows import (
    Arranged,
    TagRead,
    WorkflowArrange,
    WorkflowQuery,
    WorkflowSummary,
)
from api.services import Db
from api.shared_levels import workflow_levels
from noria.errors import Invalid
from store import folders, workflow_list, workflows
from store.workflow_list import WorkflowFilter

router = APIRouter(tags=["workflows"])


@router.get("/workflows")
async def list_workflows(
    query: Annotated[WorkflowQuery, Query()], caller: Reader, session: Db
) -> Page[WorkflowSummary]:
    """Each with its last run."""
    page = await workflow_list.list_workflows(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        filters=WorkflowFilter(
            search=query.search,
            archived=query.archived,
            folder_id=None if query.folder_id == "none" else query.folder_id,
            loose=query.folder_id == "none",
            tags=tuple(query.tag),
            starred=query.starred,
            published=query.published,
        ),
        sort=query.sort,
        cursor=query.cursor,
        limit=query.limit,
    )
    levels = await workflow_levels(session, caller, [item.id for item in page.items])
    return Page(
        items=[
            WorkflowSummary.model_validate(
                {
                    **vars(item),
                    "restricted": item.id in levels,
                    "level": levels.get(item.id, "edit"),
                }
            )
            for item in page.items
        ],
        next_cursor=page.next_cursor,
    )


@router.get("/workflow-tags")
async def list_tags(caller: Reader, session: Db) -> Page[TagRead]:
    """All of them in one page, by name."""
    found = await workflow_list.list_tags(session, workspace_id=caller.workspace_id)
    return Page(items=[TagRead.model_validate(tag) for tag in found], next_cursor=None)


@router.put("/workflows/{workflow_id}/star", status_code=status.HTTP_204_NO_CONTENT)
async def star_workflow(workflow_id: UUID, caller: Reader, session: Db) -> None:
    """Have it at hand. Each account has its own stars."""
    await workflows.get_workflow(session, workspace_id=caller.workspace_id, workflow_id=workflow_id)
    await _star(session, caller, [workflow_id], on=True)


@router.delete("/workflows/{workflow_id}/star", status_code=status.HTTP_204_NO_CONTENT)
async def unstar_workflow(workflow_id: UUID, caller: Reader, session: Db) -> None:
    """Take the star away."""
    await workflows.get_workflow(session, workspace_id=caller.workspace_id, workflow_id=workflow_id)
    await _star(session, caller, [workflow_id], on=False)


@router.post("/workflows/arrange")
async def arrange_workflows(body: WorkflowArrange, caller: Editor, session: Db) -> Arranged:
    """Archive, move, tag or star many workflows at once: all of them, or none when it is refused."""
    ids = await workflow_list.lock_all(
        session, workspace_id=caller.workspace_id, workflow_ids=body.workflow_ids
    )
    if body.action in ("star", "unstar"):
        await _star(session, caller, ids, on=body.action == "star")
        return Arranged(workflow_ids=ids)
    await workflow_list.change_all(
        session,
        workspace_id=caller.workspace_id,
        workflow_ids=ids,
        **await _values(session, caller, body),
    )
    for workflow_id in ids:
        await audit.note(session, caller, f"workflow.{body.action}", workflow_id)
    return Arranged(workflow_ids=ids)


async def _values(session: Db, caller: Caller, body: WorkflowArrange) -> dict[str, object]:
    """The columns that an action sets."""
    if body.action in ("archive", "unarchive"):
        return workflow_list.archived(body.action == "archive")
    if body.action == "move":
        if body.folder_id is not None:
            await folders.get_folder(
                session, workspace_id=caller.workspace_id, folder_id=body.folder_id
            )
        return {"folder_id": body.folder_id}
    if body.tag is None:
        raise Invalid(f"{body.action!r} needs a 'tag'.")
    return workflow_list.tagged(body.tag, on=body.action == "tag")


async def _star(session: Db, caller: Caller, workflow_ids: list[UUID], *, on: bool) -> None:
    change = workflow_list.star if on else workflow_list.unstar
    await change(
        session,
        workspace_id=caller.workspace_id,
        account_id=caller.account_id,
        workflow_ids=workflow_ids,
    )
