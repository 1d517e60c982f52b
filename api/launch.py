"""Where a run's row and Temporal meet."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from pydantic import JsonValue

from api.compiling import compile_document
from api.large_values import by_reference
from api.metrics import RUNS_STARTED
from api.services import Services
from noria.errors import Conflict, Invalid, Problem, TooLarge, Unavailable
from noria.input_schema import check_input
from noria.run import FINAL_RUN, ErrorInfo, RunStatus
from store import run_start, runs, versions, workflows
from store.ids import new_id
from store.projection import close_run
from store.tables import Run

log = structlog.get_logger()


@dataclass(frozen=True)
class Order:
    """What to run, for whom."""

    workspace_id: UUID
    workflow_id: UUID
    account_id: UUID
    input: JsonValue
    version: int | None
    """None: the newest."""
    draft: bool
    key: str | None
    """Unique in the workspace: the same key gives the same run."""
    request_hash: bytes | None


async def launch(services: Services, order: Order) -> UUID:
    """Record a run and start it; gives its id.

    The row is committed before Temporal hears of the run, so no run goes on unseen. When Temporal
    is away, or this process dies between the two, the row stays queued and the worker's sweep
    starts it: starting twice is starting once.

    Raises:
        NotFound: No such workflow or version in this workspace.
        Conflict: The workflow is archived, or was never published.
        Invalid: The input breaks the start node's schema, or the key came with another request.
        GraphInvalid: The draft has errors.
    """
    earlier = await _earlier(services, order)
    if earlier:
        return earlier
    run = await _record(services, order)
    if run is None:
        # Another request with the same key was faster.
        earlier = await _earlier(services, order)
        assert earlier is not None
        return earlier
    RUNS_STARTED.inc()
    await _start(services, order.workspace_id, run.id)
    return run.id


async def _earlier(services: Services, order: Order) -> UUID | None:
    if order.key is None:
        return None
    async with services.database.sessions.begin() as session:
        run = await runs.find_by_key(
            session, workspace_id=order.workspace_id, idempotency_key=order.key
        )
    if run is not None and run.request_hash != order.request_hash:
        raise Invalid(f"The key {order.key!r} came with another request before; choose a new one.")
    return run.id if run else None


async def _record(services: Services, order: Order) -> Run | None:
    async with services.database.sessions.begin() as session:
        workflow = await workflows.get_workflow(
            session, workspace_id=order.workspace_id, workflow_id=order.workflow_id
        )
        if workflow.archived_at is not None:
            raise Conflict("The workflow is archived; unarchive it to run it.")
        number = order.version or workflow.latest_version
        plan: dict[str, Any] | None = None
        if not order.draft:
            if number is None:
                raise Conflict("The workflow has no version yet; publish it, or run its draft.")
            plan = await versions.get_plan(
                session,
                workspace_id=order.workspace_id,
                workflow_id=order.workflow_id,
                number=number,
            )
    if plan is None:
        plan = await _plan_of_draft(workflow.draft_graph, order)
    await _check_input(order.input, plan)
    run = Run(
        id=new_id(),
        workspace_id=order.workspace_id,
        workflow_id=order.workflow_id,
        version=None if order.draft else number,
        status="queued",
        input=await _by_reference(services, order),
        draft_graph=workflow.draft_graph if order.draft else None,
        draft_plan=plan if order.draft else None,
        idempotency_key=order.key,
        request_hash=order.request_hash,
        account_id=order.account_id,
    )
    async with services.database.sessions.begin() as session:
        return run if await run_start.add_run(session, run=run) else None


async def _plan_of_draft(graph: dict[str, Any], order: Order) -> dict[str, Any]:
    if order.version is not None:
        raise Invalid(
            "A test run takes the draft; leave out 'version'.",
            [Problem(code="draft_or_version", message="Give one of them.", field="/version")],
        )
    compiled = await compile_document(graph)
    return compiled.require_plan().model_dump(mode="json")


async def _check_input(value: JsonValue, plan: dict[str, Any]) -> None:
    problems = await asyncio.to_thread(check_input, plan.get("input_schema"), value)
    if problems:
        below = [item.model_copy(update={"field": f"/input{item.field}"}) for item in problems]
        raise Invalid("The input breaks the start node's schema.", below)


async def _by_reference(services: Services, order: Order) -> JsonValue:
    return await by_reference(services, order.workspace_id, order.input)


async def _start(services: Services, workspace_id: UUID, run_id: UUID) -> None:
    async with services.database.sessions.begin() as session:
        request = await run_start.run_request(session, workspace_id=workspace_id, run_id=run_id)
    try:
        await services.runs.start(request)
    except Unavailable:
        log.warning("run_left_queued", run_id=str(run_id))
    except TooLarge as error:
        # Trying again would give the same answer, so the sweep must not.
        info = ErrorInfo(type=error.code, message=str(error))
        await _close(services, workspace_id, run_id, RunStatus.FAILED, info)
        raise


async def wait_for_end(
    services: Services, workspace_id: UUID, run_id: UUID, seconds: float
) -> bool:
    """Whether the run has ended within the time."""
    deadline = time.monotonic() + seconds
    with services.listener.subscribe(run_id) as subscription:
        while True:
            async with services.database.sessions.begin() as session:
                found = await runs.get_run(session, workspace_id=workspace_id, run_id=run_id)
            left = deadline - time.monotonic()
            if found.run.status in FINAL_RUN or left <= 0:
                return found.run.status in FINAL_RUN
            await subscription.wait(left)


async def stop(services: Services, workspace_id: UUID, run_id: UUID, *, gently: bool) -> None:
    """Cancel or terminate a run.

    Raises:
        Unavailable: Temporal doesn't answer, so the run goes on.
    """
    ask = services.runs.cancel if gently else services.runs.terminate
    known = await ask(str(run_id))
    if gently and known:
        return  # the run itself reports its end, after cleaning up
    error = None if gently else ErrorInfo(type="terminated", message="A person terminated the run.")
    await _close(services, workspace_id, run_id, RunStatus.CANCELLED, error)


async def _close(
    services: Services,
    workspace_id: UUID,
    run_id: UUID,
    status: RunStatus,
    error: ErrorInfo | None,
) -> None:
    await close_run(
        services.database, workspace_id=workspace_id, run_id=run_id, status=status, error=error
    )
