"""Going on from a run: retry it from where it failed, or fork it at any step."""

import hashlib
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Response, status
from pydantic import BaseModel

from api.access import Caller, Runner
from api.audit import audited
from api.compiling import compile_document
from api.drafts import check_if_match
from api.graph_checks import check_references
from api.metrics import RUNS_STARTED
from api.run_reading import read_detail
from api.schemas.forks import ForkCreate, ForkPreview, ForkStepRead, PinWrite, RetryCreate
from api.schemas.runs import KEY_PATTERN, RunRead
from api.services import Parts, Services
from noria.errors import Invalid
from noria.forks.fork import Fork
from noria.forks.records import Pin
from noria.model import NodeId
from store import forks, runs, starting, workflows
from store.forks import Draft, ForkOrder, Prepared, retried_before, retry_key
from store.tables import Run

router = APIRouter(tags=["runs"])

IdempotencyKey = Annotated[str | None, Header(pattern=KEY_PATTERN)]


@router.post("/runs/{run_id}/retry", status_code=status.HTTP_202_ACCEPTED)
async def retry_run(
    run_id: UUID,
    caller: Runner,
    parts: Parts,
    response: Response,
    body: RetryCreate | None = None,
) -> RunRead:
    """Go on where a failed or cancelled run stopped, in a new run that reuses what ended well.

    A run is retried once: asked again, the answer is the first retry. To try yet again, retry that
    one, or fork.
    """
    body = body or RetryCreate()
    async with audited(parts, caller, "run.retry", run_id) as noted:
        retry = await retry_once(parts, caller, run_id, body)
        noted.details["new_run_id"] = str(retry)
    return await answer(parts, caller, retry, response)


@router.post("/runs/{run_id}/retry/preview")
async def preview_retry(
    run_id: UUID, caller: Runner, parts: Parts, body: RetryCreate | None = None
) -> ForkPreview:
    """What a retry would reuse and what it would run; nothing is started."""
    order = await _order(parts, caller, run_id, body or RetryCreate())
    return _preview(await forks.prepare_fork(parts.database, parts.blobs, order))


@router.post("/runs/{run_id}/fork", status_code=status.HTTP_202_ACCEPTED)
async def fork_run(
    run_id: UUID,
    body: ForkCreate,
    caller: Runner,
    parts: Parts,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> RunRead:
    """Start a new run that reuses what the steps before a chosen one gave.

    The run that is forked, running or ended, is left as it is. In place of the run of an item of a loop,
    the run that the loop belongs to is forked, in that iteration. The same `Idempotency-Key` gives the
    same fork.
    """
    details: dict[str, str] = {"node_id": body.node_id}
    if body.iteration:
        details["iteration"] = body.iteration
    async with audited(parts, caller, "run.fork", run_id, **details) as noted:
        order = await _order(parts, caller, run_id, body)
        fork = await start_fork(parts, order, idempotency_key, request_hash(run_id, body))
        noted.details["new_run_id"] = str(fork)
    return await answer(parts, caller, fork, response)


@router.post("/runs/{run_id}/fork/preview")
async def preview_fork(run_id: UUID, body: ForkCreate, caller: Runner, parts: Parts) -> ForkPreview:
    """What a fork would reuse and what it would run; nothing is started."""
    order = await _order(parts, caller, run_id, body)
    return _preview(await forks.prepare_fork(parts.database, parts.blobs, order))


async def retry_once(parts: Services, caller: Caller, run_id: UUID, body: RetryCreate) -> UUID:
    """The run's retry, which is started if it has none; gives its id."""
    order = await _order(parts, caller, run_id, body)
    return await start_fork(parts, order, retry_key(run_id), request_hash(run_id, body))


async def _order(parts: Services, caller: Caller, run_id: UUID, body: RetryCreate) -> ForkOrder:
    return ForkOrder(
        workspace_id=caller.workspace_id,
        run_id=run_id,
        account_id=caller.account_id,
        relation="fork" if isinstance(body, ForkCreate) else "retry",
        node_id=body.node_id if isinstance(body, ForkCreate) else None,
        iteration=body.iteration if isinstance(body, ForkCreate) else "",
        version=body.version,
        draft=await _draft(parts, caller, run_id, body) if body.draft else None,
        new_input="input" in body.model_fields_set,
        input=body.input,
        pins=pins_of(body.pins),
        breakpoints=tuple(body.breakpoints or ()),
    )


async def _draft(parts: Services, caller: Caller, run_id: UUID, body: RetryCreate) -> Draft:
    if body.version is not None:
        raise Invalid("'draft' and 'version' name different graphs; send one of them.")
    async with parts.database.sessions.begin() as session:
        found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    return await compile_draft(parts, caller, found.run.workflow_id)


async def compile_draft(
    parts: Services, caller: Caller, workflow_id: UUID, if_match: str | None = None
) -> Draft:
    """
    Raises:
        NotFound: No such workflow in this workspace.
        GraphInvalid: The draft has errors.
        Conflict: It is at another revision than `if_match` says.
    """
    async with parts.database.sessions.begin() as session:
        workflow = await workflows.get_workflow(
            session, workspace_id=caller.workspace_id, workflow_id=workflow_id
        )
        check_if_match(workflow, if_match)
        await check_references(session, caller, workflow.draft_graph)
    compiled = await compile_document(workflow.draft_graph)
    return Draft(workflow.draft_graph, compiled.require_plan().model_dump(mode="json"))


def pins_of(pins: dict[NodeId, PinWrite]) -> dict[NodeId, Pin]:
    """As the language has them."""
    return {node_id: Pin(output=pin.output, port=pin.port) for node_id, pin in pins.items()}


async def start_fork(
    parts: Services, order: ForkOrder, idempotency_key: str | None, hash_: bytes
) -> UUID:
    """Record and start, or find what was started before with the key; gives the new run's id.

    Raises:
        Invalid: The key came with another request.
        Conflict: The run was retried before, in another way.
    """
    earlier = await _earlier(parts, order, idempotency_key, hash_)
    if earlier is not None:
        return earlier
    plain = order.relation == "retry" and order.is_plain
    prepared = await forks.prepare_fork(parts.database, parts.blobs, order)
    recorded = await forks.record_fork(
        parts.database,
        parts.blobs,
        prepared,
        key=idempotency_key,
        request_hash=None if plain else hash_,
    )
    if recorded is None:
        # Another request with the same key was faster.
        earlier = await _earlier(parts, order, idempotency_key, hash_)
        assert earlier is not None
        return earlier
    RUNS_STARTED.inc()
    await starting.start_each(parts, recorded.turns)
    return recorded.run_id


async def _earlier(
    parts: Services, order: ForkOrder, idempotency_key: str | None, hash_: bytes
) -> UUID | None:
    if order.relation == "fork":
        return await find_earlier(parts, order.workspace_id, idempotency_key, hash_)
    run = await _find(parts, order.workspace_id, retry_key(order.run_id))
    same = run is not None and run.request_hash == (None if order.is_plain else hash_)
    if run is not None and not same:
        raise retried_before(run)
    return run.id if run else None


async def find_earlier(
    parts: Services, workspace_id: UUID, idempotency_key: str | None, hash_: bytes
) -> UUID | None:
    """The run that was started before with the key.

    Raises:
        Invalid: The key came with another request.
    """
    run = await _find(parts, workspace_id, idempotency_key) if idempotency_key else None
    if run is not None and run.request_hash != hash_:
        raise Invalid(
            f"The idempotency key {idempotency_key!r} came with another request before; choose a "
            "new one."
        )
    return run.id if run else None


async def _find(parts: Services, workspace_id: UUID, idempotency_key: str) -> Run | None:
    async with parts.database.sessions.begin() as session:
        return await runs.find_by_key(
            session, workspace_id=workspace_id, idempotency_key=idempotency_key
        )


async def answer(parts: Services, caller: Caller, run_id: UUID, response: Response) -> RunRead:
    """The new run and where to look at it."""
    response.headers["Location"] = f"/api/v1/runs/{run_id}"
    async with parts.database.sessions.begin() as session:
        found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    return read_detail(found, parts.settings)


def _preview(prepared: Prepared) -> ForkPreview:
    order, parent = prepared.order, prepared.parent.run
    return preview(prepared.fork, None if order.draft else order.version or parent.version)


def preview(fork: Fork, version: int | None) -> ForkPreview:
    """A planned fork as it is sent."""
    steps = [ForkStepRead.model_validate(dict(step)) for step in fork.steps]
    reused = sum(step.reused for step in steps)
    return ForkPreview(
        version=version,
        steps=steps,
        starts_with=list(fork.ready),
        reused_count=reused,
        kept_inside=len(fork.inside),
        run_count=len(steps) - reused,
    )


def request_hash(target_id: UUID, body: BaseModel) -> bytes:
    """The same for the same request, however often it is sent."""
    content: dict[str, Any] = body.model_dump(mode="json")
    if "input" not in body.model_fields_set:
        content.pop("input", None)
    for name in ("breakpoints", "iteration"):
        if not content.get(name):
            # As requests were before there were any: their keys go on to mean the same.
            content.pop(name, None)
    text = {"target_id": str(target_id), "kind": type(body).__name__, **content}
    return hashlib.sha256(orjson.dumps(text, option=orjson.OPT_SORT_KEYS)).digest()
