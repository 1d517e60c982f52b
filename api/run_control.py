"""Taking hold of a run: what people may do to one that goes on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, status

from api import grips
from api.access import Caller, Reader, Runner
from api.audit import audited
from api.grips import RequestId
from api.run_reading import read_detail
from api.schemas.acts import (
    ActRead,
    BreakpointsWrite,
    GripRead,
    StartOneWrite,
    TerminateWrite,
)
from api.schemas.runs import RunRead
from api.services import Parts
from noria.acts import Pause, Resume, SetBreakpoints, StartOne
from noria.errors import Conflict
from noria.model import NodeId
from noria.run import FINAL_RUN, RunStatus, step_key
from store import runs, starting
from workflows.hand_client import settle_attempts

router = APIRouter(prefix="/runs/{run_id}", tags=["runs"])

TERMINATED = "A person terminated the run."


@router.get("/grip")
async def read_grip(run_id: UUID, caller: Reader, parts: Parts) -> GripRead:
    """How the run stands in people's hands: what is paused, held, and still being tried."""
    return await grips.read(parts, caller, run_id)


@router.post("/pause")
async def pause_run(
    run_id: UUID, caller: Runner, parts: Parts, idempotency_key: RequestId = None
) -> ActRead:
    """Start nothing more, also no further attempt; attempts under way, and quick steps, go on to their end.

    Only a node that says it stops on a pause is interrupted, and tried again when the run goes on.
    """
    async with audited(parts, caller, "run.pause", run_id) as noted:
        found = await grips.open_run(parts, caller, run_id)
        answer = await grips.do(parts, found, Pause(), idempotency_key)
        held = await settle_attempts(parts.runs, str(run_id), paused=True)
        noted.details["attempts_held_back"] = held
    return answer


@router.post("/resume")
async def resume_run(
    run_id: UUID, caller: Runner, parts: Parts, idempotency_key: RequestId = None
) -> ActRead:
    """Start what the pause, or a breakpoint, held back."""
    async with audited(parts, caller, "run.resume", run_id):
        found = await grips.open_run(parts, caller, run_id)
        answer = await grips.do(parts, found, Resume(), idempotency_key)
        await settle_attempts(parts.runs, str(run_id), paused=False)
    return answer


@router.post("/step")
async def step_run(
    run_id: UUID,
    caller: Runner,
    parts: Parts,
    body: StartOneWrite | None = None,
    idempotency_key: RequestId = None,
) -> ActRead:
    """Of a paused run: start one step that is ready, and stay paused."""
    body = body or StartOneWrite()
    key = step_key(NodeId(body.node_id), body.iteration) if body.node_id else None
    async with audited(parts, caller, "run.step", run_id, step=key):
        found = await grips.open_run(parts, caller, run_id)
        return await grips.do(parts, found, StartOne(step=key), idempotency_key)


@router.put("/breakpoints")
async def set_breakpoints(
    run_id: UUID,
    body: BreakpointsWrite,
    caller: Runner,
    parts: Parts,
    idempotency_key: RequestId = None,
) -> ActRead:
    """Pause the run before each of these nodes; an empty list takes all breakpoints away."""
    node_ids = tuple(NodeId(node_id) for node_id in body.node_ids)
    async with audited(parts, caller, "run.break", run_id, node_ids=body.node_ids):
        found = await grips.open_run(parts, caller, run_id)
        return await grips.do(parts, found, SetBreakpoints(node_ids=node_ids), idempotency_key)


@router.post("/cancel", status_code=status.HTTP_202_ACCEPTED)
async def cancel_run(run_id: UUID, caller: Runner, parts: Parts) -> RunRead:
    """Ask a run to stop. It ends as `cancelled` once its steps have let go; asking twice is fine."""
    async with audited(parts, caller, "run.cancel", run_id):
        if not await _is_cancelled(parts, caller, run_id):
            await starting.stop(parts, caller.workspace_id, run_id)
    return await _read(parts, caller, run_id)


@router.post("/terminate", status_code=status.HTTP_202_ACCEPTED)
async def terminate_run(
    run_id: UUID,
    caller: Runner,
    parts: Parts,
    body: Annotated[TerminateWrite | None, Body()] = None,
) -> RunRead:
    """End a run at once, without letting its steps clean up; asking twice is fine."""
    reason = body.reason if body else None
    async with audited(parts, caller, "run.terminate", run_id, reason=reason):
        if not await _is_cancelled(parts, caller, run_id):
            await starting.stop(parts, caller.workspace_id, run_id, at_once=reason or TERMINATED)
    return await _read(parts, caller, run_id)


async def _is_cancelled(parts: Parts, caller: Caller, run_id: UUID) -> bool:
    """
    Raises:
        Conflict: It has ended in another way.
    """
    async with parts.database.sessions.begin() as session:
        found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    if found.run.status == RunStatus.CANCELLED:
        return True
    if found.run.status in FINAL_RUN:
        raise Conflict(f"The run has ended: {found.run.status}.", {"run_status": found.run.status})
    return False


async def _read(parts: Parts, caller: Caller, run_id: UUID) -> RunRead:
    async with parts.database.sessions.begin() as session:
        found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    return read_detail(found, parts.settings)
