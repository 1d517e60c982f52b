"""Taking hold of a run: what people may do to one that goes on."""

from uuid import UUID

from fastapi import APIRouter, status

from api import launch
from api.access import Caller, Runner
from api.audit import audited
from api.run_reading import read_detail
from api.schemas.runs import RunRead
from api.services import Parts
from noria.errors import Conflict
from noria.run import FINAL_RUN
from store import runs

router = APIRouter(tags=["runs"])


@router.post("/runs/{run_id}/cancel", status_code=status.HTTP_202_ACCEPTED)
async def cancel_run(run_id: UUID, caller: Runner, parts: Parts) -> RunRead:
    """Ask a run to stop. It ends as `cancelled` once its steps have let go; asking twice is fine."""
    async with audited(parts, caller, "run.cancel", run_id):
        await _check_open(parts, caller, run_id)
        await launch.stop(parts, caller.workspace_id, run_id, gently=True)
    return await _read(parts, caller, run_id)


@router.post("/runs/{run_id}/terminate", status_code=status.HTTP_202_ACCEPTED)
async def terminate_run(run_id: UUID, caller: Runner, parts: Parts) -> RunRead:
    """End a run at once, without letting its steps clean up."""
    async with audited(parts, caller, "run.terminate", run_id):
        await _check_open(parts, caller, run_id)
        await launch.stop(parts, caller.workspace_id, run_id, gently=False)
    return await _read(parts, caller, run_id)


async def _check_open(parts: Parts, caller: Caller, run_id: UUID) -> None:
    async with parts.database.sessions.begin() as session:
        found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    if found.run.status in FINAL_RUN:
        raise Conflict(f"The run has ended: {found.run.status}.", {"run_status": found.run.status})


async def _read(parts: Parts, caller: Caller, run_id: UUID) -> RunRead:
    async with parts.database.sessions.begin() as session:
        found = await runs.get_run(session, workspace_id=caller.workspace_id, run_id=run_id)
    return read_detail(found, parts.settings)
