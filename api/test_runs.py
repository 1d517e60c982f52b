"""Test runs: part of a draft, with pinned outputs in place of what is not to run."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response, status

from api.access import Caller, Runner
from api.audit import audited
from api.drafts import IfMatch
from api.forks import answer, compile_draft, find_earlier, pins_of, preview, request_hash
from api.metrics import RUNS_STARTED
from api.schemas.forks import ForkPreview, TestRunCreate
from api.schemas.runs import KEY_PATTERN, RunRead
from api.services import Parts, Services
from store import starting, test_runs
from store.test_runs import TestOrder

router = APIRouter(tags=["runs"])


@router.post("/workflows/{workflow_id}/test-runs", status_code=status.HTTP_202_ACCEPTED)
async def create_test_run(  # noqa: PLR0913 - one argument per part of the request
    workflow_id: UUID,
    body: TestRunCreate,
    caller: Runner,
    parts: Parts,
    response: Response,
    idempotency_key: Annotated[str | None, Header(pattern=KEY_PATTERN)] = None,
    if_match: IfMatch = None,
) -> RunRead:
    """Run one node of the draft alone, all up to it, or all from it, on the same engine.

    Steps that are not run give what is pinned for them, or what they gave in the earlier run
    `run_id`. Effects are real: a node that sends, sends. With `If-Match`, exactly the revision of
    the draft that was read is run, or nothing (409).
    """
    hash_ = request_hash(workflow_id, body)
    part = {"mode": body.mode, "node_id": body.node_id}
    async with audited(parts, caller, "workflow.test", workflow_id, **part) as noted:
        run_id = await find_earlier(parts, caller.workspace_id, idempotency_key, hash_)
        if run_id is None:
            order = await _order(parts, caller, workflow_id, body, if_match)
            run_id = await _start(parts, order, idempotency_key, hash_)
        noted.details["new_run_id"] = str(run_id)
    return await answer(parts, caller, run_id, response)


@router.post("/workflows/{workflow_id}/test-runs/preview")
async def preview_test_run(
    workflow_id: UUID, body: TestRunCreate, caller: Runner, parts: Parts
) -> ForkPreview:
    """Which steps a test run would run, and which it would take as given; nothing is started."""
    order = await _order(parts, caller, workflow_id, body)
    prepared = await test_runs.prepare_test(parts.database, parts.blobs, order)
    return preview(prepared.fork, None)


async def _order(
    parts: Services,
    caller: Caller,
    workflow_id: UUID,
    body: TestRunCreate,
    if_match: str | None = None,
) -> TestOrder:
    return TestOrder(
        workspace_id=caller.workspace_id,
        workflow_id=workflow_id,
        account_id=caller.account_id,
        draft=await compile_draft(parts, caller, workflow_id, if_match),
        mode=body.mode,
        node_id=body.node_id,
        input=body.input,
        pins=pins_of(body.pins),
        run_id=body.run_id,
        breakpoints=tuple(body.breakpoints or ()),
    )


async def _start(
    parts: Services, order: TestOrder, idempotency_key: str | None, hash_: bytes
) -> UUID:
    prepared = await test_runs.prepare_test(parts.database, parts.blobs, order)
    recorded = await test_runs.record_test(
        parts.database, parts.blobs, prepared, idempotency_key=idempotency_key, request_hash=hash_
    )
    if recorded is None:
        # Another request with the same key was faster.
        run_id = await find_earlier(parts, order.workspace_id, idempotency_key, hash_)
        assert run_id is not None
        return run_id
    RUNS_STARTED.inc()
    await starting.start_each(parts, recorded.turns)
    return recorded.run_id
