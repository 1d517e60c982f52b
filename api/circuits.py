"""Circuits that are open: what steps leave alone for now, and calling it again before its time."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api import audit
from api.access import Reader, Runner
from api.schemas.circuits import CircuitRead, CircuitsClosed
from api.schemas.shape import Page
from api.services import Db
from store import circuits

MAX_CHARS = 300
TEXT = r"^[^\x00]*$"

router = APIRouter(prefix="/circuits", tags=["circuits"])


@router.get("")
async def list_circuits(caller: Reader, session: Db) -> Page[CircuitRead]:
    """Open circuits of the workspace, the newest first; there are few."""
    found = await circuits.list_of_workspace(session, workspace_id=caller.workspace_id)
    return Page(items=[CircuitRead.model_validate(row) for row in found], next_cursor=None)


@router.post("/{destination}/close")
async def close_circuits(
    destination: Annotated[str, Path(max_length=MAX_CHARS, pattern=TEXT)],
    caller: Runner,
    session: Db,
    credential: Annotated[
        str | None,
        Query(max_length=MAX_CHARS, pattern=TEXT, description="Only with it; else with any."),
    ] = None,
) -> CircuitsClosed:
    """Let steps call a destination again at once, as after its repair; workers hear of it in a second.

    If it still fails, its circuit opens again. Asking twice is fine.
    """
    count = await circuits.close_of_workspace(
        session,
        workspace_id=caller.workspace_id,
        destination=destination,
        credential=credential,
    )
    if count:
        await audit.note(session, caller, "circuit.close", destination, count=count)
    return CircuitsClosed(count=count)
