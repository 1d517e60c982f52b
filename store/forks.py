"""Forks: runs that take over from another one, and test runs that begin with pinned outputs."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import orjson
from pydantic import JsonValue
from sqlmodel import select

from noria.blobs import BlobStore, is_blob
from noria.errors import Conflict, Invalid, Problem
from noria.forks.fork import Fork, Wish, plan_fork
from noria.forks.records import Pin
from noria.input_schema import check_input
from noria.model import NodeId
from noria.plan import Plan, read_plan
from noria.run import FINAL_RUN, RunStatus
from noria.sub_runs import ITEM
from store import line, run_start, snapshots
from store.database import Database, Session
from store.dead_letters import note_retry
from store.ids import new_id
from store.light import light_run
from store.line import Turn
from store.past import PastRun, open_variables, read_past
from store.reused_steps import add_reused_steps
from store.snapshots import spill
from store.tables import Run, Workflow
from store.versions import get_plan

Relation = Literal["retry", "fork"]
RETRY_KEY = "retry "
"""How idempotency keys of retries begin; no client can send one, as it holds a space."""


def retry_key(run_id: UUID) -> str:
    """Idempotency key of the one retry of a run."""
    return f"{RETRY_KEY}{run_id}"


def retried_before(retry: Run) -> Conflict:
    """Why a run is not retried again, or not in this way."""
    return Conflict(
        f"The run was retried before, as run {retry.id}: retry that one, or fork this one.",
        {"run_id": str(retry.id), "run_status": retry.status},
    )


@dataclass(frozen=True)
class Draft:
    """A draft as it was compiled, to be followed instead of a version."""

    graph: dict[str, Any]
    plan: dict[str, Any]


@dataclass(frozen=True)
class ForkOrder:
    """Which run to go on from, where, and what is to be different."""

    workspace_id: UUID
    run_id: UUID
    account_id: UUID | None
    relation: Relation
    node_id: NodeId | None = None
    """The step to run again with all after it; None: what has not ended well."""
    iteration: str = ""
    """Of that step, in loops of which all else stays as it is; empty: they run again as a whole."""
    version: int | None = None
    """None: what the run followed."""
    draft: Draft | None = None
    new_input: bool = False
    """Whether `input` is to replace the run's."""
    input: JsonValue = None
    pins: Mapping[NodeId, Pin] = field(default_factory=dict[NodeId, Pin])
    breakpoints: tuple[NodeId, ...] = ()
    """Where the new run pauses."""

    @property
    def is_plain(self) -> bool:
        """Whether nothing is to be different."""
        return not (self.version or self.draft or self.new_input or self.pins or self.breakpoints)


@dataclass(frozen=True)
class Prepared:
    """A fork that only has to be recorded."""

    order: ForkOrder
    parent: PastRun
    plan: dict[str, Any] | None
    """None: the version's own."""
    run_input: JsonValue
    fork: Fork


@dataclass(frozen=True)
class Recorded:
    """A new run's row, and the runs to start now: most often itself."""

    run_id: UUID
    turns: Sequence[Turn]


async def prepare_fork(database: Database, blobs: BlobStore, order: ForkOrder) -> Prepared:
    """Work out what a fork reuses and what it runs; nothing is changed.

    Raises:
        NotFound: No such run or version in this workspace.
        Invalid: A step that is named does not exist, or the input breaks the schema.
        Conflict: The run can't be retried, or nothing would be left to run.
    """
    async with database.sessions.begin() as session:
        order = await _of_whole_run(session, order)
        parent = await read_past(
            session,
            workspace_id=order.workspace_id,
            run_id=order.run_id,
            iteration=order.iteration,
        )
        _check_status(order, parent)
        plan = await _plan(session, order, parent)
    past = await open_variables(blobs, parent.past)
    run_input = order.input if order.new_input else parent.run.input
    followed = past.plan if plan is None else read_plan(plan)
    if order.new_input or plan is not None:
        await check(blobs, order.workspace_id, followed, run_input)
    run_input = await spill(blobs, order.workspace_id, run_input)
    pins = await spill_pins(blobs, order.workspace_id, order.pins)
    wish = Wish(
        followed, run_input, order.node_id, pins, order.iteration, new_input=order.new_input
    )
    fork = await asyncio.to_thread(plan_fork, past, wish, datetime.now(UTC))
    check_breakpoints(fork, order.breakpoints)
    return Prepared(order, parent, plan, run_input, fork)


async def _of_whole_run(session: Session, order: ForkOrder) -> ForkOrder:
    """A fork of the run of an item is one of the run that its loop belongs to, in that iteration."""
    if order.relation == "retry":
        return order
    while item := await _find_item(session, order):
        if not order.iteration and not replace(order, breakpoints=()).is_plain:
            raise Conflict(
                f"This is the run of an item of a loop, which runs again among items that are kept, so nothing "
                f"else can be different: fork the run {item.parent_run_id} that the loop belongs to.",
                {"parent_run_id": str(item.parent_run_id)},
            )
        assert item.parent_run_id is not None
        iteration = order.iteration or item.parent_iteration or ""
        order = replace(order, run_id=item.parent_run_id, iteration=iteration)
    return order


async def _find_item(session: Session, order: ForkOrder) -> Run | None:
    query = select(Run).where(
        Run.workspace_id == order.workspace_id, Run.id == order.run_id, Run.relation == ITEM
    )
    return (await session.exec(query.options(*light_run()))).first()


def _check_status(order: ForkOrder, parent: PastRun) -> None:
    run = parent.run
    if run.relation == ITEM:
        raise Conflict(
            f"This is the run of an item of a loop: retry the run {run.parent_run_id} that the loop belongs to, "
            "which keeps what ended well, or fork this one at the step that is to run again.",
            {"parent_run_id": str(run.parent_run_id)},
        )
    if order.relation == "retry" and run.status not in (RunStatus.FAILED, RunStatus.CANCELLED):
        hint = "it has nothing to retry; fork it" if run.status in FINAL_RUN else "wait for its end"
        raise Conflict(
            f"The run is {run.status}: {hint}, or fork it at the step that is to run again.",
            {"run_status": run.status},
        )
    if parent.is_stopping:
        raise Conflict(
            "The run was terminated, and the runs of some of its items are still being stopped: try again in "
            "a moment, when it is known what they have done.",
            {"run_status": run.status},
        )
    if parent.is_undoing:
        raise Conflict(
            "The run is undoing what it did: wait for its end, or the fork would rest on what is "
            "about to be undone.",
            {"run_status": run.status},
        )


async def _plan(session: Session, order: ForkOrder, parent: PastRun) -> dict[str, Any] | None:
    """Of the draft or version that was asked for; None for the parent's own."""
    if order.draft is not None:
        return order.draft.plan
    if order.version is None or order.version == parent.run.version:
        return None
    return await get_plan(
        session,
        workspace_id=order.workspace_id,
        workflow_id=parent.run.workflow_id,
        number=order.version,
    )


async def check(blobs: BlobStore, workspace_id: UUID, plan: Plan, run_input: JsonValue) -> None:
    """
    Raises:
        Invalid: The input breaks the start node's schema.
    """
    if plan.input_schema is None:
        return
    if is_blob(run_input):
        run_input = orjson.loads(await blobs.get(str(workspace_id), str(run_input["$blob"])))
    problems = await asyncio.to_thread(check_input, plan.input_schema, run_input)
    if problems:
        below = [item.model_copy(update={"field": f"/input{item.field}"}) for item in problems]
        raise Invalid("The input breaks the start node's schema.", below)


def check_breakpoints(fork: Fork, breakpoints: Sequence[NodeId]) -> None:
    """
    Raises:
        Invalid: One is no step of the new run.
    """
    known = {step.id for step in fork.plan.steps}
    unknown = [node_id for node_id in breakpoints if node_id not in known]
    if unknown:
        message = f"There is no step {unknown[0]!r} to pause before: name steps of the new run."
        raise Invalid(
            message, [Problem(code="unknown_node", message=message, field="/breakpoints")]
        )


async def spill_pins(
    blobs: BlobStore, workspace_id: UUID, pins: Mapping[NodeId, Pin]
) -> dict[NodeId, Pin]:
    """With references to what is large."""
    return {
        node_id: pin.model_copy(update={"output": await spill(blobs, workspace_id, pin.output)})
        for node_id, pin in pins.items()
    }


async def record_fork(
    database: Database,
    blobs: BlobStore,
    prepared: Prepared,
    *,
    key: str | None = None,
    request_hash: bytes | None = None,
) -> Recorded | None:
    """Add the fork's run, queued, with the rows of what it reuses; None when the key is taken.

    `key` is the idempotency key. A retry goes on under its parent's business key.

    Raises:
        Conflict: The workflow is archived, or another run with the business key goes on.
    """
    order, parent = prepared.order, prepared.parent.run
    snapshot = await snapshots.keep(blobs, order.workspace_id, prepared.fork.snapshot)
    keeps_draft = prepared.plan is None and parent.version is None
    draft = order.draft or (
        Draft(parent.draft_graph or {}, parent.draft_plan or {}) if keeps_draft else None
    )
    run = Run(
        id=new_id(),
        workspace_id=order.workspace_id,
        workflow_id=parent.workflow_id,
        version=None if draft else (order.version or parent.version),
        status="queued",
        input=prepared.run_input,
        draft_graph=draft.graph if draft else None,
        draft_plan=draft.plan if draft else None,
        part=parent.part if keeps_draft else None,
        parent_run_id=parent.id,
        relation=order.relation,
        parent_node_id=order.node_id,
        snapshot=snapshot,
        idempotency_key=key,
        request_hash=request_hash,
        key=parent.key if order.relation == "retry" else None,
        priority=parent.priority,
        account_id=order.account_id,
        breakpoints=list(order.breakpoints) or None,
    )
    async with database.sessions.begin() as session:
        items = [UUID(item) for item in prepared.parent.past.items]
        return await add_fork(session, run, parent.id, prepared.fork, items)


async def add_fork(
    session: Session, run: Run, parent_id: UUID | None, fork: Fork, items: Sequence[UUID] = ()
) -> Recorded | None:
    """Add a run with the rows of what it reuses, and let it go when it is its turn.

    `items` are runs of items of the parent's loops: what is reused inside loops may be theirs.

    Raises:
        Conflict: The workflow is archived, or another run with the run's business key goes on.
    """
    workflow = await session.get_one(Workflow, run.workflow_id)
    if workflow.archived_at is not None:
        raise Conflict("The workflow is archived; unarchive it to run it.")
    await line.lock(session, workflow_id=run.workflow_id)
    await _check_key(session, run)
    run.in_line = True
    if not await run_start.add_run(session, run=run):
        return None
    await add_reused_steps(session, run, parent_id, fork, items)
    if run.relation == "retry" and parent_id is not None:
        await note_retry(session, run_id=parent_id, retry=run)
    return Recorded(run.id, await line.let_go(session, workflow_id=run.workflow_id))


async def _check_key(session: Session, run: Run) -> None:
    if run.key is None:
        return
    holders = await line.list_open(
        session, workspace_id=run.workspace_id, workflow_id=run.workflow_id, key=run.key
    )
    if holders:
        raise Conflict(
            f"Another run with the key {run.key!r} is {holders[0].status}: wait for its end, or "
            "fork this one, which leaves the key behind.",
            {"run_id": str(holders[0].run_id), "run_status": holders[0].status.value},
        )
