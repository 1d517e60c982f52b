"""What a run has done so far, of its rows, for another run to take over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select

from noria.blobs import BlobStore, is_blob
from noria.compiling.reads import VARS_SET
from noria.errors import NotFound
from noria.forks.past import Past
from noria.model import NodeId
from noria.plan import read_plan
from noria.run import StepRecord
from store.database import Session
from store.tables import Run, Step, Version, Workflow, left_out


@dataclass(frozen=True)
class PastRun:
    """A run with all that a fork of it needs."""

    run: Run
    workflow_name: str
    past: Past


async def read_past(session: Session, *, workspace_id: UUID, run_id: UUID) -> PastRun:
    """
    Raises:
        NotFound: No such run, or it belongs to another workspace.
    """
    query = (
        select(Run, Workflow.name, col(Version.plan))
        .join(Workflow, col(Workflow.id) == Run.workflow_id)
        .outerjoin(
            Version,
            (col(Version.workflow_id) == Run.workflow_id) & (col(Version.number) == Run.version),
        )
        .where(Run.workspace_id == workspace_id, Run.id == run_id)
        .options(*left_out(Run.output, Run.snapshot))
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFound("run", run_id)
    run, workflow_name, plan = row
    followed = read_plan(run.draft_plan or plan)
    steps = await _newest_attempts(session, run)
    return PastRun(run, workflow_name, Past(followed, steps))


async def _newest_attempts(session: Session, run: Run) -> Sequence[StepRecord]:
    """Of each step, in each iteration, in the order in which they ended."""
    query = (
        select(Step)
        .where(
            Step.workspace_id == run.workspace_id,
            Step.run_id == run.id,
        )
        .ext(distinct_on(col(Step.node_id), col(Step.iteration)))
        .order_by(col(Step.node_id), col(Step.iteration), col(Step.attempt).desc())
        .options(*left_out(Step.input))
    )
    rows = (await session.exec(query)).all()
    return [_record(row) for row in sorted(rows, key=lambda row: row.seq)]


def _record(row: Step) -> StepRecord:
    facts: dict[str, Any] = {
        name: getattr(row, name) for name in Step.model_fields if name not in {"input", "run_id"}
    }
    return StepRecord.model_validate(
        {**facts, "run_id": str(row.run_id), "workspace_id": str(row.workspace_id)}
    )


async def open_variables(blobs: BlobStore, past: Past) -> Past:
    """With what `vars.set` steps have set at hand: a snapshot holds variables one by one."""
    setters = {step.id for step in past.plan.steps if step.type == VARS_SET}
    return Past(past.plan, [await _opened(blobs, record, setters) for record in past.steps])


async def _opened(blobs: BlobStore, record: StepRecord, setters: set[NodeId]) -> StepRecord:
    if record.node_id not in setters or not is_blob(record.output):
        return record
    data = await blobs.get(record.workspace_id, cast("str", record.output["$blob"]))
    return record.model_copy(update={"output": orjson.loads(data)})
