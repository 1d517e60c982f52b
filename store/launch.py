"""Where a run's row and Temporal meet: every run that something outside starts is started here."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol
from uuid import UUID

from pydantic import JsonValue

from noria.blobs import BlobStore
from noria.catalog import load_catalog
from noria.compile import compile_graph
from noria.errors import Conflict, Invalid, Problem, Unavailable
from noria.input_schema import check_input
from noria.plan import Plan
from store import audit, drafts, launching, line, run_start, runs, starting, trigger_items
from store.audit import Act
from store.blobs import by_reference
from store.database import Session
from store.ids import new_id
from store.plans import Plans
from store.starting import Starting
from store.tables import Run
from store.trigger_tables import TriggerFiring


class Launching(Starting, Protocol):
    """What a start needs besides: each process brings its own."""

    @property
    def blobs(self) -> BlobStore: ...
    @property
    def plans(self) -> Plans: ...


MANUAL = "manual"
KeyPolicy = Literal["join", "reject", "cancel_previous", "queue"]


@dataclass(frozen=True)
class Order:
    """What to run, for whom."""

    workspace_id: UUID
    workflow_id: UUID
    account_id: UUID | None
    input: JsonValue
    version: int | None
    """None: the newest."""
    draft: bool
    draft_revision: int | None = None
    """Exactly this one of the draft is run, or nothing; None: whichever is stored."""
    idempotency_key: str | None = None
    """Unique in the workspace: the same key gives the same run."""
    request_hash: bytes | None = None
    key: str | None = None
    """Business key: of one workflow's runs with the same one, one goes on at a time."""
    key_policy: KeyPolicy = "join"
    priority: int | None = None
    """None: as the workflow's settings say."""
    breakpoints: tuple[str, ...] = ()
    """Ids of nodes before which it pauses."""
    run_id: UUID = field(default_factory=new_id)
    """Of the run, if it is a new one: whoever wants to hear of it may listen before it starts."""
    trigger: str = MANUAL
    """What kind of thing starts it."""
    by_hand: bool = False
    """A person or a key asks for it: who did is in the audit trail. Of triggers there are too many."""
    behind: bool = False
    """Give the run's id as soon as it is recorded: it is started behind the caller's back."""
    awaited: bool = False
    """Somebody waits for the end of the run, or for what it answers."""
    firing: TriggerFiring | None = None
    """Recorded with the run, if it is a new one."""
    items: tuple[str, ...] = ()
    """Of the trigger that fires; recorded with the run, or there is none: `trigger_items.take`."""


@dataclass(frozen=True)
class _Prepared:
    run: Run
    workflow_name: str
    plan: Plan
    timeout_s: float | None
    may_wait: bool
    """Whether limits or a business key may keep it from starting at once."""


async def launch(parts: Launching, order: Order) -> UUID:
    """Record a run and start it, or find the one that the order's keys name; gives its id.

    The row is committed before Temporal hears of the run, so no run goes on unseen. When Temporal
    is away, or this process dies between the two, the row stays queued and the worker's sweep
    starts it: starting twice is starting once.

    Raises:
        NotFound: No such workflow or version in this workspace.
        Conflict: The workflow is archived, or was never published; the draft is at another revision;
            or a run with the business key goes on, and the policy is to refuse another.
        Invalid: The input breaks the start node's schema, or the key came with another request.
        GraphInvalid: The draft has errors.
        Unavailable: An earlier run is to be cancelled, and Temporal does not answer; or one of the
            items was dealt with meanwhile.
    """
    earlier = await _earlier(parts, order)
    if earlier:
        return earlier
    prepared = await _prepare(parts, order)
    run = prepared.run
    if prepared.may_wait:
        run_id = await _join_line(parts, run, order)
    elif await launching.add_run(
        parts.database, run=run, firing=order.firing, act=_act_of_start(run, order)
    ):
        run_id = run.id
        request = run_start.make_request(
            run, prepared.workflow_name, prepared.plan, prepared.timeout_s
        )
        start = starting.start_request(
            parts, order.workspace_id, run_id, request, awaited=order.awaited
        )
        await (starting.start_behind(order.workspace_id, start) if order.behind else start)
    else:
        run_id = None
    if run_id is None:
        # Another request with the same idempotency key was faster.
        run_id = await _earlier(parts, order)
        assert run_id is not None
    return run_id


async def _earlier(parts: Launching, order: Order) -> UUID | None:
    key = order.idempotency_key
    if key is None:
        return None
    async with parts.database.sessions.begin() as session:
        run = await runs.find_by_key(session, workspace_id=order.workspace_id, idempotency_key=key)
    if run is not None and run.request_hash != order.request_hash:
        raise Invalid(
            f"The idempotency key {key!r} came with another request before; choose a new one."
        )
    return run.id if run else None


async def _join_line(parts: Launching, run: Run, order: Order) -> UUID | None:
    """Add the run and start it if its turn has come; None when its idempotency key is taken.

    Earlier runs are cancelled before this one is recorded: if this process dies in between, who
    asked gets no answer, and asks again.
    """
    run.in_line = True
    asked: set[UUID] = set()
    while True:
        async with parts.database.sessions.begin() as session:
            await line.lock(session, workflow_id=run.workflow_id)
            holders = await _holders(session, run)
            to_cancel = _settle_key(run, order.key_policy, holders, asked)
            if isinstance(to_cancel, UUID):
                return to_cancel
            if not to_cancel:
                if not await run_start.add_run(session, run=run):
                    return None
                if order.firing:
                    order.firing.run_id = run.id
                    session.add(order.firing)
                    await trigger_items.take(session, firing=order.firing, keys=order.items)
                if act := _act_of_start(run, order):
                    await audit.add_entry(session, act)
                turns = await line.let_go(session, workflow_id=run.workflow_id)
                break
        # The lock is free meanwhile: whoever comes in between is found by the next look.
        for run_id in to_cancel:
            await _cancel_previous(parts, run, run_id)
            asked.add(run_id)
    start = starting.start_each(parts, turns)
    await (starting.start_behind(order.workspace_id, start) if order.behind else start)
    return run.id


def _act_of_start(run: Run, order: Order) -> Act | None:
    if not order.by_hand:
        return None
    return _act("run.start", run, run.id, workflow_id=str(run.workflow_id), version=run.version)


async def _cancel_previous(parts: Launching, run: Run, run_id: UUID) -> None:
    """Make way for `run`, in the name of whom it is started for."""
    act = _act("run.cancel", run, run_id, new_run_id=str(run.id), trigger=run.trigger)
    try:
        await starting.stop(parts, run.workspace_id, run_id)
    except Unavailable as error:
        failed = replace(act, result="failed", details={**act.details, "code": error.code})
        await _note(parts, failed)
        raise
    await _note(parts, act)


async def _note(parts: Launching, act: Act) -> None:
    async with parts.database.sessions.begin() as session:
        await audit.add_entry(session, act)


def _act(action: str, run: Run, run_id: UUID, **details: JsonValue) -> Act:
    return Act(
        workspace_id=run.workspace_id,
        account_id=run.account_id,
        action=action,
        target_type="run",
        target_id=str(run_id),
        details=details,
    )


async def _holders(session: Session, run: Run) -> Sequence[line.Holder]:
    if run.key is None:
        return []
    return await line.list_open(
        session, workspace_id=run.workspace_id, workflow_id=run.workflow_id, key=run.key
    )


def _settle_key(
    run: Run, policy: KeyPolicy, holders: Sequence[line.Holder], asked: Collection[UUID]
) -> UUID | list[UUID]:
    """By the policy: the run to take instead, or those to cancel before this one is added."""
    if not holders or policy == "queue":
        return []
    if policy == "cancel_previous":
        return [holder.run_id for holder in reversed(holders) if holder.run_id not in asked]
    first = holders[0]
    if policy == "join":
        return first.run_id
    raise Conflict(
        f"A run with the key {run.key!r} is {first.status} already: wait for its end, or start this"
        " one with another key or key policy.",
        {"run_id": str(first.run_id), "run_status": first.status.value},
    )


async def _prepare(parts: Launching, order: Order) -> _Prepared:
    workflow = await launching.read_workflow(
        parts.database,
        workspace_id=order.workspace_id,
        workflow_id=order.workflow_id,
        draft=order.draft,
    )
    if workflow.is_archived:
        raise Conflict("The workflow is archived; unarchive it to run it.")
    number = order.version or workflow.latest_version
    if workflow.draft_graph is not None:
        if order.draft_revision is not None:
            drafts.check_revision(workflow, order.draft_revision)
        plan = await _plan_of_draft(workflow.draft_graph, order)
    elif number is None:
        raise Conflict("The workflow has no version yet; publish it, or run its draft.")
    else:
        plan = await parts.plans.get(
            parts.database,
            workspace_id=order.workspace_id,
            workflow_id=order.workflow_id,
            number=number,
        )
    await _check_input(order.input, plan)
    _check_breakpoints(order, plan)
    run = Run(
        id=order.run_id,
        workspace_id=order.workspace_id,
        workflow_id=order.workflow_id,
        version=None if order.draft else number,
        status="queued",
        trigger=order.trigger,
        input=await by_reference(parts.blobs, order.workspace_id, order.input),
        draft_graph=workflow.draft_graph,
        draft_plan=plan.model_dump(mode="json") if order.draft else None,
        idempotency_key=order.idempotency_key,
        request_hash=order.request_hash,
        key=order.key,
        priority=order.priority or workflow.settings.priority,
        account_id=order.account_id,
        breakpoints=list(order.breakpoints) or None,
    )
    # Items are recorded in a transaction of several statements, as a place in the line is.
    may_wait = bool(order.key is not None or order.items or workflow.settings.limits_starts)
    return _Prepared(run, workflow.name, plan, workflow.settings.run_timeout_seconds, may_wait)


def _check_breakpoints(order: Order, plan: Plan) -> None:
    known = {step.id for step in plan.steps}
    unknown = [node_id for node_id in order.breakpoints if node_id not in known]
    if unknown:
        message = f"There is no node {unknown[0]!r} to pause before: name nodes of the graph."
        raise Invalid(
            message, [Problem(code="unknown_node", message=message, field="/breakpoints")]
        )


async def _plan_of_draft(graph: dict[str, Any], order: Order) -> Plan:
    if order.version is not None:
        raise Invalid(
            "A test run takes the draft; leave out 'version'.",
            [Problem(code="draft_or_version", message="Give one of them.", field="/version")],
        )
    compiled = await asyncio.to_thread(compile_graph, graph, load_catalog())
    return compiled.require_plan()


async def _check_input(value: JsonValue, plan: Plan) -> None:
    if plan.input_schema is None:
        return
    problems = await asyncio.to_thread(check_input, plan.input_schema, value)
    if problems:
        below = [item.model_copy(update={"field": f"/input{item.field}"}) for item in problems]
        raise Invalid("The input breaks the start node's schema.", below)
