"""What a run has done so far, of its rows, for another run to take over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Text, Uuid, literal
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, func, or_, select

from noria.blobs import BlobStore, is_blob
from noria.compiling.reads import VARS_SET
from noria.control.for_each_item import FOR_EACH_ITEM
from noria.errors import NotFound
from noria.forks.past import Past
from noria.forks.records import At
from noria.forks.undone import is_undoing
from noria.model import NodeId
from noria.plan import Plan, read_plan
from noria.run import FINAL_RUN, RunStatus, StepRecord
from noria.sub_runs import ITEM
from store.database import Session
from store.tables import Run, Step, Version, Workflow, left_out


@dataclass(frozen=True)
class PastRun:
    """A run with all that a fork of it needs."""

    run: Run
    workflow_name: str
    past: Past
    is_undoing: bool
    """Whether it, or the run of an item of it, is about to undo more."""


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
    steps = await _newest_attempts(session, run.workspace_id, [run.id])
    items: list[Run] = []
    if any(step.type == FOR_EACH_ITEM for step in followed.steps):
        items = await _list_items(session, run, _asked_for(followed, steps, iteration))
        of_items = await _newest_attempts(session, run.workspace_id, [item.id for item in items])
        steps = [*steps, *of_items]
    started_by = {str(item.id): _place(item) for item in items}
    past = Past(followed, steps, started_by)
    under_way = {str(each.id) for each in (run, *items) if each.status not in FINAL_RUN}
    undoing = is_undoing(followed, (step for step in steps if step.run_id in under_way))
    return PastRun(run, workflow_name, past, undoing)


def _asked_for(plan: Plan, steps: Iterable[StepRecord], iteration: str) -> frozenset[str]:
    """Iterations of which all is to be known, however they ended, and those around them."""
    undoes = {step.id for step in plan.steps if step.undoes}
    paths = {iteration, *(step.iteration for step in steps if step.node_id in undoes)}
    return frozenset(
        "/".join(indexes[: count + 1])
        for indexes in (path.split("/") for path in paths if path)
        for count in range(len(indexes))
    )


async def _list_items(session: Session, run: Run, asked_for: frozenset[str]) -> list[Run]:
    """Runs of items below a run, and of items of those."""
    found: list[Run] = []
    parents = [run.id]
    while parents:
        query = (
            select(Run)
            .where(
                Run.workspace_id == run.workspace_id,
                col(Run.parent_run_id).in_(parents),
                Run.relation == ITEM,
                or_(
                    Run.status != RunStatus.SUCCEEDED,
                    col(Run.parent_iteration) == func.any_(literal(list(asked_for), ARRAY(Text))),
                ),
            )
            .order_by(col(Run.id))
            .options(
                *left_out(Run.input, Run.output, Run.draft_graph, Run.draft_plan, Run.snapshot)
            )
        )
        rows = (await session.exec(query)).all()
        found += rows
        parents = [row.id for row in rows]
    return found


def _place(item: Run) -> At:
    return NodeId(item.parent_node_id or ""), item.parent_iteration or ""


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
