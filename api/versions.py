"""Versions: published graphs, numbered from 1, never changed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, status

from api import audit
from api.access import Editor, Reader
from api.compiling import compile_document, graph_hash, problems_read
from api.drafts import IfMatch, check_if_match
from api.evaluations.gates import check_gate
from api.graph_checks import check_effects, check_references
from api.paging import CURSOR, LIMIT
from api.schemas.shape import Page
from api.schemas.workflows import Published, VersionRead, VersionSummary, VersionWords
from api.services import Db
from store import versions, workflows
from store.versions import Words

router = APIRouter(prefix="/workflows/{workflow_id}", tags=["versions"])

VersionNumber = Annotated[int, Path(ge=1, le=2_147_483_647)]


@router.post("/publish")
async def publish(
    workflow_id: UUID,
    caller: Editor,
    session: Db,
    body: VersionWords | None = None,
    if_match: IfMatch = None,
) -> Published:
    """Make the draft the newest version, or answer 422 with all of its problems.

    The body is optional: what to call the version, and what to say of it.

    A draft that equals the newest version makes no new one. With `If-Match`, exactly the revision
    that was read is published, or nothing (409). Where the workflow has a gate, a draft that is not
    good enough is refused with 409, too.
    """
    workflow = await workflows.lock_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    check_if_match(workflow, if_match)
    compiled = await compile_document(workflow.draft_graph)
    plan = compiled.require_plan()
    missing = await check_references(session, caller, workflow.draft_graph)
    await check_effects(session, caller, plan)
    await check_gate(session, workflow)
    version, created = await versions.publish(
        session,
        workflow=workflow,
        graph_hash=graph_hash(workflow.draft_graph),
        plan=plan,
        account_id=caller.account_id,
        words=_words(body) if body else Words(),
    )
    if created:
        await audit.note(session, caller, "workflow.publish", workflow_id, version=version)
    return Published(version=version, created=created, problems=problems_read(compiled, missing))


@router.get("/versions")
async def list_versions(
    workflow_id: UUID, caller: Reader, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[VersionSummary]:
    """The newest first."""
    await workflows.get_workflow(session, workspace_id=caller.workspace_id, workflow_id=workflow_id)
    page = await versions.list_versions(
        session,
        workspace_id=caller.workspace_id,
        workflow_id=workflow_id,
        cursor=cursor,
        limit=limit,
    )
    return Page(
        items=[VersionSummary.model_validate(item) for item in page.items],
        next_cursor=page.next_cursor,
    )


@router.get("/versions/{number}")
async def read_version(
    workflow_id: UUID, number: VersionNumber, caller: Reader, session: Db
) -> VersionRead:
    """A version with its graph."""
    found = await versions.get_version(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id, number=number
    )
    return VersionRead.model_validate(found)


@router.put("/versions/{number}/words", status_code=status.HTTP_204_NO_CONTENT)
async def name_version(
    workflow_id: UUID, number: VersionNumber, body: VersionWords, caller: Editor, session: Db
) -> None:
    """Say what a version is called and what is new in it. The version itself never changes."""
    await versions.name_version(
        session,
        workspace_id=caller.workspace_id,
        workflow_id=workflow_id,
        number=number,
        words=_words(body),
    )
    await audit.note(session, caller, "workflow.name_version", workflow_id, version=number)


def _words(body: VersionWords) -> Words:
    return Words(name=body.name, note=body.note or None)
