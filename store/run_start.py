"""Runs: recording one, and what Temporal is told to start it."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from noria.errors import NotFound
from noria.model import NodeId
from noria.plan import Plan, read_plan
from noria.run import RunRequest
from store.database import Session
from store.snapshots import begin_with
from store.tables import Run, Version, Workflow, WorkflowSettings


async def add_run(session: Session, *, run: Run) -> bool:
    """Insert a queued run; False when the workspace has one with its idempotency key."""
    values = {name: value for name in Run.model_fields if (value := getattr(run, name)) is not None}
    statement = (
        insert(Run)
        .values(values)
        .on_conflict_do_nothing(index_elements=["workspace_id", "idempotency_key"])
        .returning(col(Run.id))
    )
    return (await session.exec(statement)).first() is not None


async def run_request(session: Session, *, workspace_id: UUID, run_id: UUID) -> RunRequest:
    """Everything that starts the run, of its row and its version's.

    Raises:
        NotFound: No such run, or it belongs to another workspace.
    """
    query = (
        select(Run, Workflow.name, col(Version.plan), WorkflowSettings.run_timeout_seconds)
        .join(Workflow, col(Workflow.id) == Run.workflow_id)
        .outerjoin(
            Version,
            (col(Version.workflow_id) == Run.workflow_id) & (col(Version.number) == Run.version),
        )
        .outerjoin(WorkflowSettings, col(WorkflowSettings.workflow_id) == Run.workflow_id)
        .where(Run.workspace_id == workspace_id, Run.id == run_id)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("run", run_id)
    run, workflow_name, plan, timeout_s = row
    return make_request(run, workflow_name, read_plan(run.draft_plan or plan), timeout_s)


def make_request(run: Run, workflow_name: str, plan: Plan, timeout_s: float | None) -> RunRequest:
    """Of what is at hand already."""
    snapshot, pages = begin_with(run.snapshot)
    return RunRequest(
        run_id=str(run.id),
        workspace_id=str(run.workspace_id),
        workflow_id=str(run.workflow_id),
        workflow_name=workflow_name,
        version=run.version,
        plan=plan,
        input=run.input,
        breakpoints=tuple(NodeId(node_id) for node_id in run.breakpoints or ()),
        snapshot=snapshot,
        snapshot_at=pages,
        timeout_s=timeout_s,
        priority=run.priority,
        start_at=run.start_at,
    )
