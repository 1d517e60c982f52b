"""Drafts: saving without losing anybody's work, and checking."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Response

from api.access import Editor, Reader
from api.compiling import problems_of_graph
from api.paging import CURSOR, LIMIT
from api.problems import ERRORS
from api.schemas.shape import GraphDocument, Page
from api.schemas.workflows import (
    AuthorRead,
    DraftConflict,
    DraftRead,
    DraftSaved,
    EarlierRead,
    EarlierSummary,
    GraphWrite,
    ProblemsRead,
)
from api.services import Db
from noria.errors import DraftShrinks, Invalid, PreconditionRequired
from store import drafts, earlier_drafts, workflows
from store.tables import Workflow

SHRINK_MIN_NODES = 6
"""Below this a graph is quickly drawn again."""

MAX_DIGITS = 9

router = APIRouter(tags=["drafts"])

IfMatch = Annotated[
    str | None, Header(max_length=100, description='The revision that was read, as `"3"`.')
]

RevisionNumber = Annotated[int, Path(ge=1, le=2_147_483_647)]


@router.get("/workflows/{workflow_id}/draft")
async def read_draft(
    workflow_id: UUID, caller: Reader, session: Db, response: Response
) -> DraftRead:
    """The graph being edited; its `ETag` is its revision."""
    workflow = await workflows.get_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    response.headers["ETag"] = etag(workflow)
    return _draft(workflow)


@router.put(
    "/workflows/{workflow_id}/draft",
    responses={
        409: {
            "description": "Somebody else saved in between: both sides. "
            "Or (`draft_shrinks`) more than half of the nodes would go.",
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/DraftConflict"}
                }
            },
            "model": DraftConflict,
        },
        428: ERRORS["default"] | {"description": "`If-Match` is missing"},
    },
)
async def save_draft(  # noqa: PLR0913 - one argument per part of the request
    workflow_id: UUID,
    body: GraphWrite,
    caller: Editor,
    session: Db,
    response: Response,
    if_match: IfMatch = None,
    force: Annotated[
        bool, Query(description="Save although more than half of the nodes would go.")
    ] = False,
) -> DraftSaved:
    """Save the draft; it may have problems, which come back."""
    revision = revision_of(if_match)
    if revision is None:
        raise PreconditionRequired("Send the header 'If-Match' with the revision that you read.")
    graph = body.graph.to_json()
    problems = await problems_of_graph(graph)
    workflow = await workflows.lock_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    drafts.check_revision(workflow, revision, graph)
    if not force:
        _check_shrinking(workflow, graph)
    await drafts.save_draft(session, workflow=workflow, graph=graph, account_id=caller.account_id)
    response.headers["ETag"] = etag(workflow)
    return DraftSaved(**dict(_draft(workflow)), problems=problems)


@router.get("/workflows/{workflow_id}/draft/authors")
async def list_draft_authors(workflow_id: UUID, caller: Reader, session: Db) -> list[AuthorRead]:
    """Who has saved the draft since the newest version, the last first."""
    await workflows.get_workflow(session, workspace_id=caller.workspace_id, workflow_id=workflow_id)
    found = await drafts.list_authors(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    return [AuthorRead.model_validate(author) for author in found]


@router.get("/workflows/{workflow_id}/draft/earlier")
async def list_earlier_drafts(
    workflow_id: UUID, caller: Reader, session: Db, cursor: CURSOR = None, limit: LIMIT = 50
) -> Page[EarlierSummary]:
    """What the draft was before, the newest first.

    One is kept for every five minutes in which one person changed it, and whatever another person
    or a save with `force` replaced: the last hundred, for thirty days.
    """
    await workflows.get_workflow(session, workspace_id=caller.workspace_id, workflow_id=workflow_id)
    page = await earlier_drafts.list_earlier(
        session,
        workspace_id=caller.workspace_id,
        workflow_id=workflow_id,
        cursor=cursor,
        limit=limit,
    )
    return Page(
        items=[EarlierSummary.model_validate(item) for item in page.items],
        next_cursor=page.next_cursor,
    )


@router.get("/workflows/{workflow_id}/draft/earlier/{revision}")
async def read_earlier_draft(
    workflow_id: UUID, revision: RevisionNumber, caller: Reader, session: Db
) -> EarlierRead:
    """An earlier draft with its graph. To go back to it, save it as the draft."""
    found = await earlier_drafts.get_earlier(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id, revision=revision
    )
    return EarlierRead.model_validate(found)


@router.post("/workflows/{workflow_id}/validate")
async def validate_draft(workflow_id: UUID, caller: Reader, session: Db) -> ProblemsRead:
    """What is wrong with the stored draft."""
    workflow = await workflows.get_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    return await _problems(workflow.draft_graph)


@router.post("/validate")
async def validate_graph(body: GraphWrite, caller: Reader) -> ProblemsRead:
    """What is wrong with a graph; nothing is stored."""
    return await _problems(body.graph.to_json())


def etag(workflow: Workflow) -> str:
    """The draft's revision as an entity tag."""
    return f'"{workflow.draft_revision}"'


def check_if_match(workflow: Workflow, if_match: str | None) -> None:
    """
    Raises:
        Conflict: The header is there, and names another revision than the draft's.
    """
    revision = revision_of(if_match)
    if revision is not None:
        drafts.check_revision(workflow, revision)


def revision_of(if_match: str | None) -> int | None:
    """The revision that the header names.

    Raises:
        Invalid: It names none.
    """
    if if_match is None:
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdecimal() or len(text) > MAX_DIGITS:
        raise Invalid(f"'If-Match' must be a revision, as '\"3\"', not {if_match!r}.")
    return int(text)


def _check_shrinking(workflow: Workflow, graph: dict[str, list[object]]) -> None:
    before, after = len(workflow.draft_graph.get("nodes", [])), len(graph["nodes"])
    if before >= SHRINK_MIN_NODES and after * 2 < before:
        raise DraftShrinks(
            f"The draft has {before} nodes and would have {after}; add '?force=true' to save it.",
            {"nodes_before": before, "nodes_after": after},
        )


def _draft(workflow: Workflow) -> DraftRead:
    return DraftRead(
        graph=GraphDocument.model_validate(workflow.draft_graph),
        revision=workflow.draft_revision,
        updated_at=workflow.draft_updated_at,
    )


async def _problems(graph: dict[str, object]) -> ProblemsRead:
    problems = await problems_of_graph(graph)
    valid = not any(problem.severity == "error" for problem in problems)
    return ProblemsRead(valid=valid, problems=problems)
