"""Drafts: saving without losing anybody's work, and checking."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response

from api.access import Editor, Reader
from api.compiling import problems_of_graph
from api.problems import ERRORS
from api.schemas.shape import GraphDocument
from api.schemas.workflows import (
    AuthorRead,
    DraftConflict,
    DraftRead,
    DraftSaved,
    GraphWrite,
    ProblemsRead,
)
from api.services import Db
from noria.errors import Conflict, DraftShrinks, Invalid, PreconditionRequired
from store import drafts, workflows
from store.tables import Workflow

SHRINK_MIN_NODES = 6
"""Below this a graph is quickly drawn again."""

MAX_DIGITS = 9

router = APIRouter(tags=["drafts"])

IfMatch = Annotated[
    str | None, Header(max_length=100, description='The revision that was read, as `"3"`.')
]


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
    revision = _revision(if_match)
    if revision is None:
        raise PreconditionRequired("Send the header 'If-Match' with the revision that you read.")
    graph = body.graph.to_json()
    problems = await problems_of_graph(graph)
    workflow = await workflows.lock_workflow(
        session, workspace_id=caller.workspace_id, workflow_id=workflow_id
    )
    _check_revision(workflow, revision, graph)
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
    revision = _revision(if_match)
    if revision is not None:
        _check_revision(workflow, revision, None)


def _revision(if_match: str | None) -> int | None:
    if if_match is None:
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdecimal() or len(text) > MAX_DIGITS:
        raise Invalid(f"'If-Match' must be a revision, as '\"3\"', not {if_match!r}.")
    return int(text)


def _check_revision(workflow: Workflow, revision: int, graph: dict[str, object] | None) -> None:
    if workflow.draft_revision == revision:
        return
    raise Conflict(
        f"The draft is at revision {workflow.draft_revision}, you read {revision}: "
        "somebody saved in between.",
        {
            "yours": {"graph": graph, "revision": revision},  # pyright: ignore[reportArgumentType] - JSON
            "theirs": _draft(workflow).model_dump(mode="json"),
        },
    )


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
