"""Runs: starting and reading them."""

import hashlib
from contextlib import nullcontext
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Response, status

from api import launch
from api.access import Reader, Runner
from api.drafts import IfMatch, revision_of
from api.run_places import is_written_out, places_of
from api.run_reading import read_detail, read_step, read_summary
from api.schemas.runs import (
    KEY_PATTERN,
    PlaceRead,
    RunCreate,
    RunGraph,
    RunListQuery,
    RunRead,
    RunSummary,
    StepRead,
)
from api.schemas.shape import GraphDocument, Page
from api.services import Db, Parts
from api.shared_levels import workflow_levels
from noria.run import FINAL_RUN
from store import runs, steps
from store.launch import Order
from store.row_security import beyond_workspace
from store.run_filter import RunFilter, Viewer

MAX_WAIT_SECONDS = 60

router = APIRouter(tags=["runs"])

FINISHED: dict[int | str, dict[str, Any]] = {
    200: {"model": RunRead, "description": "`wait` was given, and the run has ended"}
}


@router.post(
    "/workflows/{workflow_id}/runs", status_code=status.HTTP_202_ACCEPTED, responses=FINISHED
)
async def create_run(  # noqa: PLR0913 - one argument per part of the request
    workflow_id: UUID,
    body: RunCreate,
    caller: Runner,
    parts: Parts,
    response: Response,
    idempotency_key: Annotated[str | None, Header(pattern=KEY_PATTERN)] = None,
    if_match: IfMatch = None,
    wait: Annotated[
        float, Query(ge=0, le=MAX_WAIT_SECONDS, description="Seconds to wait for the end.")
    ] = 0,
) -> RunRead:
    """Start a run of the newest version, of a given one, or of the draft.

    The same `Idempotency-Key` gives the same run, however often it is sent: of a repeated request too
    the answer is 202. `key` says what the run is about, and `key_policy` what happens while another
    run with it goes on. With `wait`, the answer is 200 and has the output if the run ends in time; else
    it is 202, and `Location` is where to look. The answer says `queued` while Temporal is away; the run starts when it is back.
    With `If-Match`, exactly the revision of the draft that was read is run, or nothing (409).
    """
    order = Order(
        workspace_id=caller.workspace_id,
        workflow_id=workflow_id,
        account_id=caller.account_id,
        input=body.input,
        version=body.version,
        draft=body.draft,
        draft_revision=revision_of(if_match) if body.draft else None,
        idempotency_key=idempotency_key,
        request_hash=_request_hash(workflow_id, body) if idempotency_key else None,
        key=body.key,
        key_policy=body.key_policy or "join",
        priority=body.priority,
        breakpoints=tuple(body.breakpoints),
        by_hand=True,
    )
    found = await launch.launch_and_wait(parts, order, wait)
    finished = bool(wait) and found.run.status in FINAL_RUN
    response.status_code = status.HTTP_200_OK if finished else status.HTTP_202_ACCEPTED
    response.headers["Location"] = f"/api/v1/runs/{found.run.id}"
    return read_detail(found, parts.settings)


@router.get("/runs")
async def list_runs(
    caller: Reader, session: Db, query: Annotated[RunListQuery, Query()]
) -> Page[RunSummary]:
    """The newest first."""
    facts = query.model_dump(exclude={"status", "trigger", "id", "cursor", "limit"})
    # Behind the second wall the index of texts in errors can't be used.
    with beyond_workspace() if query.error else nullcontext():
        page = await runs.list_runs(
            session,
            workspace_id=caller.workspace_id,
            filters=RunFilter(
                **facts,
                statuses=tuple(query.status),
                triggers=tuple(query.trigger),
                run_ids=tuple(query.id),
                open_to=Viewer(caller.workspace_id, caller.viewer) if caller.viewer else None,
            ),
            cursor=query.cursor,
            limit=query.limit,
        )
    return Page(items=[read_summary(item) for item in page.items], next_cursor=page.next_cursor)


@router.get("/runs/{run_id}")
async def read_run(run_id: UUID, caller: Reader, session: Db, parts: Parts) -> RunRead:
    """A run as it is now."""
    found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    levels = await workflow_levels(session, caller, [found.run.workflow_id])
    level = levels.get(found.run.workflow_id, "edit")
    return read_detail(found, parts.settings).model_copy(update={"level": level})


@router.get("/runs/{run_id}/graph")
async def read_run_graph(run_id: UUID, caller: Reader, session: Db) -> RunGraph:
    """The graph that the run follows."""
    found = await runs.get_graph(session, workspace_id=caller.workspace_id, run_id=run_id)
    places: list[PlaceRead] = []
    if is_written_out(found.graph):
        planned = await runs.list_planned(session, workspace_id=caller.workspace_id, run_id=run_id)
        places = places_of(found.graph, planned)
    return RunGraph(
        workflow_id=found.workflow_id,
        version=found.version,
        graph=GraphDocument.model_validate(found.graph),
        places=places,
    )


@router.get("/runs/{run_id}/steps")
async def list_steps(run_id: UUID, caller: Reader, session: Db) -> list[StepRead]:
    """All steps that were reached, in the order in which they began, with their attempts."""
    await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    rows = await steps.list_steps(session, workspace_id=caller.workspace_id, run_id=run_id)
    return [read_step(attempts) for attempts in steps.group_attempts(rows)]


def _request_hash(workflow_id: UUID, body: RunCreate) -> bytes:
    given = body.model_dump(mode="json", include={"input", "version", "draft"})
    # What was added later counts only where it is given: a key stays good over an upgrade.
    given |= body.model_dump(mode="json", exclude_defaults=True)
    content = {"workflow_id": str(workflow_id), **given}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).digest()
