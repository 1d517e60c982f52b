"""Runs: recording one, and what Temporal is told to start it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from noria.errors import NotFound
from noria.plan import Plan
from noria.run import RunRequest
from store.database import Session
from store.tables import Run, Version, Workflow


async def add_run(session: Session, *, run: Run) -> bool:
    """Insert a queued run; False when the workspace has one with its idempotency key."""
    values = {
        column.key: getattr(run, column.key)
        for column in Run.__table__.columns
        if getattr(run, column.key) is not None
    }
    statement = (
        insert(Run)
        .values(values)
        .on_conflict_do_nothing(index_elements=["workspace_id", "idempotency_key"])
        .returning(Run.id)
    )
    return await session.scalar(statement) is not None


async def run_request(session: Session, *, workspace_id: UUID, run_id: UUID) -> RunRequest:
    """Everything that starts the run, of its row and its version's.

    Raises:
        NotFound: No such run, or it belongs to another workspace.
    """
    query = (
        select(Run, Workflow.name, Version.plan)
        .join(Workflow, Workflow.id == Run.workflow_id)
        .outerjoin(
            Version, (Version.workflow_id == Run.workflow_id) & (Version.number == Run.version)
        )
        .where(Run.workspace_id == workspace_id, Run.id == run_id)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound("run", run_id)
    run: Run = row.Run
    return RunRequest(
        run_id=str(run.id),
        workspace_id=str(run.workspace_id),
        workflow_id=str(run.workflow_id),
        workflow_name=row.name,
        version=run.version,
        plan=Plan.model_validate(run.draft_plan or row.plan),
        input=run.input,
    )
