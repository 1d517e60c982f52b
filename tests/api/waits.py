"""What the worker would have written of runs that wait."""

from typing import Any
from uuid import UUID

from sqlmodel import select

from store import approvals, event_waits
from store.database import Database
from store.ids import new_id
from store.tables import Run
from store.waiting_tables import Approval, EventWait


async def workspace_of_run(database: Database, run_id: str) -> UUID:
    async with database.sessions.begin() as session:
        return (await session.exec(select(Run.workspace_id).where(Run.id == UUID(run_id)))).one()


async def wait_for_event(database: Database, run_id: str, key: str) -> str:
    wait = EventWait(
        id=new_id(),
        workspace_id=await workspace_of_run(database, run_id),
        run_id=UUID(run_id),
        node_id="waits",
        iteration="",
        key=key,
    )
    async with database.sessions.begin() as session:
        await event_waits.open_wait(session, wait=wait)
    return str(wait.id)


async def ask(
    database: Database, run_id: str, *assignees: str, form: dict[str, Any] | None = None
) -> str:
    approval = Approval(
        id=new_id(),
        workspace_id=await workspace_of_run(database, run_id),
        run_id=UUID(run_id),
        node_id="ask",
        iteration="",
        title="Refund <4711>?",
        description="The customer is waiting.",
        form=form,
        assignees=[*assignees],
    )
    async with database.sessions.begin() as session:
        await approvals.open_approval(session, approval=approval)
    return str(approval.id)
