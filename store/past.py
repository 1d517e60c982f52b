"""What a run has done so far, of its rows, for another run to take over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Uuid, literal
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, func, select

from noria.blobs import BlobStore, is_blob
from noria.compiling.containers import VARS_SET
from noria.errors import NotFound
from noria.forks.past import Past
from noria.forks.undone import is_undoing
from noria.model import NodeId
from noria.plan import Plan, read_plan
from noria.run import FINAL_RUN, StepRecord
from store.database import Session
from store.past_items import Known, PastItem, list_items, paths_around, places_of
from store.tables import Run, Step, Version, Workflow, left_out


@dataclass(frozen=True)
class PastRun:
    """A run with all that a fork of it needs."""

    run: Run
    workflow_name: str
    past: Past
    is_undoing: bool
    """Whether it, or the run of an item of it, is about to undo more."""
    is_stopping: bool
    """Whether it was terminated, and runs of its items are still to end."""


async def read_past(
    session: Session, *, workspace_id: UUID, run_id: UUID, iteration: str = ""
) -> PastRun:
    """With what items did that are runs of their own and have not ended well, were undone by their run, or
    are around the `iteration`.

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
    known = Known(followed, set(paths_around(iteration)))
    steps = await _newest_attempts(session, run.workspace_id, [run.id])
    items: list[PastItem] = []
    newest, parents = steps, [run.id]
    while known.has_items and parents:
        known.learn(newest)
        found = await list_items(session, workspace_id=run.workspace_id, parents=parents)
        wanted = [item for item in found if known.lacks(item)]
        parents = [item.run_id for item in wanted]
        newest = await _newest_attempts(session, run.workspace_id, parents)
        items += wanted
        steps = [*steps, *newest]
    return PastRun(
        run=run,
        workflow_name=workflow_name,
        past=Past(followed, steps, places_of(items)),
        is_undoing=_is_undoing(run, followed, steps, items),
        is_stopping=run.status in FINAL_RUN and not all(item.is_over for item in items),
    )


def _is_undoing(
    run: Run, plan: Plan, steps: Sequence[StepRecord], items: Sequence[PastItem]
) -> bool:
    under_way = {str(item.run_id) for item in items if not item.is_over}
    if run.status not in FINAL_RUN:
        under_way.add(str(run.id))
    return is_undoing(plan, (step for step in steps if step.run_id in under_way))


async def _newest_attempts(
    session: Session, workspace_id: UUID, run_ids: Sequence[UUID]
) -> list[StepRecord]:
    """Of each step, in each iteration, in the order in which those of a run ended."""
    query = (
        select(Step)
        .where(
            Step.workspace_id == workspace_id,
            col(Step.run_id) == func.any_(literal(list(run_ids), ARRAY(Uuid))),
        )
        .ext(distinct_on(col(Step.node_id), col(Step.iteration)))
        .order_by(col(Step.node_id), col(Step.iteration), col(Step.attempt).desc())
        .options(*left_out(Step.input))
    )
    rows = (await session.exec(query)).all()
    return [_record(row) for row in sorted(rows, key=lambda row: (row.run_id, row.seq))]


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
    return replace(past, steps=[await _opened(blobs, record, setters) for record in past.steps])


async def _opened(blobs: BlobStore, record: StepRecord, setters: set[NodeId]) -> StepRecord:
    if record.node_id not in setters or not is_blob(record.output):
        return record
    data = await blobs.get(record.workspace_id, cast("str", record.output["$blob"]))
    return record.model_copy(update={"output": orjson.loads(data)})
