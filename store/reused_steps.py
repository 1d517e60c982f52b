"""Rows of steps that a run has without running them: copied from the runs that did, or given by people."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, TableValuedAlias, Text, Uuid, cast, literal
from sqlalchemy import select as sa_select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlmodel import col, func, or_, select, tuple_, update

from noria.forks.fork import Fork
from noria.model import NodeId
from noria.run import StepKey, StepRecord, StepState, StepStatus, split_step_key
from noria.sub_runs import ItemRunOrder
from store.database import Session
from store.tables import Run, Step

PINNED = "pinned"


async def add_reused_steps(
    session: Session, run: Run, parent_id: UUID | None, fork: Fork, items: Sequence[UUID]
) -> None:
    """The rows of all that a fork takes over, with the source of each.

    `items` are runs of items of the parent's loops: what is reused inside loops may be theirs.
    """
    # One event for each row, after the first, which is that the run was queued.
    seq = 1
    if parent_id is not None and (fork.copied or fork.inside):
        seq += await _copy_steps(session, run, parent_id, fork, items)
    for node_id, state in fork.given.items():
        seq += 1
        session.add(_given(run, node_id, state, seq))
    stored = await session.get_one(Run, run.id)
    stored.event_seq = seq
    await session.flush()


async def _copy_steps(
    session: Session, run: Run, parent_id: UUID, fork: Fork, items: Sequence[UUID]
) -> int:
    """Of the newest attempts, with those of all iterations inside a loop. How many rows."""
    places = _table_of(sorted(fork.inside))
    wanted = or_(
        (col(Step.run_id) == parent_id) & col(Step.node_id).in_(fork.copied),
        tuple_(col(Step.node_id), col(Step.iteration)).in_(
            sa_select(places.c.node_id, places.c.iteration)
        ),
    )
    newest = (
        select(Step)
        .where(
            Step.workspace_id == run.workspace_id,
            col(Step.run_id) == func.any_(literal([parent_id, *items], ARRAY(Uuid))),
            wanted,
        )
        .ext(distinct_on(col(Step.node_id), col(Step.iteration)))
        .order_by(col(Step.node_id), col(Step.iteration), col(Step.attempt).desc())
        .subquery()
    )
    own = {"run_id", "source", "seq"}
    names = [name for name in Step.model_fields if name not in own]
    source = func.coalesce(newest.c.source, cast(newest.c.run_id, Text))
    seq = func.row_number().over(order_by=newest.c.seq) + 1
    query = select(literal(run.id), source, seq, *(newest.c[name] for name in names))
    statement = insert(Step).from_select(["run_id", "source", "seq", *names], query)
    copied = await session.exec(statement.returning(col(Step.seq)))
    return len(copied.all())


async def give_item(session: Session, order: ItemRunOrder) -> None:
    """Copy the rows of what a retry took over of an item to its run; to do so twice is to do so once."""
    run_id, workspace_id = UUID(order.run_id), UUID(order.workspace_id)
    await session.exec(
        update(Run)
        .where(
            col(Run.id) == run_id, col(Run.workspace_id) == workspace_id, col(Run.event_seq) == 1
        )
        .values(event_seq=1 + len(order.taken_over))
    )
    places = _table_of(order.taken_over)
    names = [name for name in Step.model_fields if name not in {"run_id", "seq"}]
    known = (
        sa_select(literal(run_id), 1 + places.c.at, *(getattr(Step, name) for name in names))
        .join(
            places,
            (col(Step.node_id) == places.c.node_id) & (col(Step.iteration) == places.c.iteration),
        )
        .where(
            col(Step.run_id) == UUID(order.parent_run_id), col(Step.workspace_id) == workspace_id
        )
    )
    statement = insert(Step).from_select(["run_id", "seq", *names], known)
    await session.exec(statement.on_conflict_do_nothing())


def _table_of(keys: Sequence[StepKey]) -> TableValuedAlias:
    """`node_id` and `iteration` of each, `at` from 1: two values, of which a statement takes 65,535."""
    places = [split_step_key(key) for key in keys]
    return (
        func.unnest(
            literal([node_id for node_id, _ in places], ARRAY(Text)),
            literal([iteration for _, iteration in places], ARRAY(Text)),
        )
        .table_valued("node_id", "iteration", with_ordinality="at")
        .render_derived()
    )


def _given(run: Run, node_id: NodeId, state: StepState, seq: int) -> Step:
    record = StepRecord(
        run_id=str(run.id),
        workspace_id=str(run.workspace_id),
        node_id=node_id,
        attempt=state.attempt,
        status=state.status,
    )
    return Step(
        run_id=run.id,
        node_id=node_id,
        iteration="",
        attempt=state.attempt,
        workspace_id=run.workspace_id,
        status=state.status,
        rank=record.rank,
        port=state.port,
        output=state.output,
        started_at=state.started_at,
        finished_at=state.finished_at,
        source=None if state.status is StepStatus.SKIPPED else PINNED,
        seq=seq,
    )
