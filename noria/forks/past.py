"""What a run has left behind for another one: which of its steps can be reused, and why not. Pure.

A loop is one step here: it is reused or run again as a whole, and its body with it.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from noria.forks.records import At, Reason
from noria.model import NodeId
from noria.plan import Plan, PlanStep
from noria.run import StepRecord, StepState, StepStatus
from noria.steps.states import failed


@dataclass(frozen=True)
class Past:
    """What a run has done so far, as its rows tell it."""

    plan: Plan
    steps: Sequence[StepRecord]
    """The newest attempt of each step, in each iteration; of those that ended in the same moment, in
    order: steps of one turn of the run share its time. With those of the runs in `items`."""
    items: Mapping[str, At] = field(default_factory=dict[str, At])
    """Runs of items, below the run or each other, by their ids: the step that started each."""


def top_of(plan: Plan) -> list[PlanStep]:
    """The steps outside of loops, without compensations: those belong to the run that they undo."""
    return [step for step in plan.steps if step.parent is None and step.undoes is None]


def outermost(plan: Plan) -> dict[NodeId, NodeId]:
    """Each step with the step at the top level that it is, or is in the body of."""
    found: dict[NodeId, NodeId] = {}
    for step in plan.steps:  # a container comes before its body
        found[step.id] = step.id if step.parent is None else found[step.parent]
    return found


def reusable(past: Past, plan: Plan) -> dict[NodeId, StepState]:
    """Steps of a plan that an earlier run has left behind, in the order of the plan."""
    rows = {record.node_id: record for record in past.steps if not record.iteration}
    old = {step.id: step for step in top_of(past.plan)}
    found: dict[NodeId, StepState] = {}
    for step in top_of(plan):
        if step.id in rows and step.id in old:
            state = state_of(old[step.id], rows[step.id])
            if state is not None and own_reason(step, old[step.id], state) is None:
                found[step.id] = state
    return found


def state_of(step: PlanStep, record: StepRecord) -> StepState | None:
    """How the run went on after a step; None when it did not, or not yet."""
    if record.status in (StepStatus.SUCCEEDED, StepStatus.SKIPPED):
        return StepState(
            status=record.status,
            attempt=record.attempt,
            # One that a person skipped leaves by a port too; a dead one has none.
            port=record.port if step.ports else None,
            output=record.output,
            started_at=record.started_at,
            finished_at=record.finished_at,
        )
    if record.status is not StepStatus.FAILED or record.error is None:
        return None
    # An activity tells of its failure before the policy says what follows from it.
    spent = not record.error.retryable or record.attempt >= step.policy.retry.max_attempts
    # One on hold was failed by a person, and with it the run.
    if step.policy.on_error in ("fail", "hold") or not (spent or record.port):
        return None
    began, ended = record.started_at, record.finished_at
    if began is None or ended is None:
        return None
    return failed(step, record.error, record.attempt, began, ended)


def own_reasons(past: Past, plan: Plan, states: Mapping[NodeId, StepState]) -> dict[NodeId, Reason]:
    """Of all steps that an earlier run gives nothing for."""
    rows = {record.node_id: record for record in past.steps if not record.iteration}
    old = {step.id: step for step in top_of(past.plan)}
    found: dict[NodeId, Reason] = {}
    for step in top_of(plan):
        if step.id not in states:
            before = old.get(step.id)
            state = state_of(before, rows[step.id]) if before and step.id in rows else None
            found[step.id] = own_reason(step, before, state) or "not_ended"
    return found


def own_reason(step: PlanStep, before: PlanStep | None, state: StepState | None) -> Reason | None:
    """Why a step can't be reused, whatever becomes of the steps before it."""
    if before is None:
        return "new_node"
    if (before.type, before.type_version) != (step.type, step.type_version):
        return "other_type"
    if state is None:
        return "not_ended"
    if state.port is not None and state.port not in step.ports:
        return "port_gone"
    return None


def after(plan: Plan, node_ids: Iterable[NodeId]) -> set[NodeId]:
    """All steps at the top level that edges lead to from these."""
    targets: dict[NodeId, list[NodeId]] = {}
    for step in top_of(plan):
        for source in step.sources:
            targets.setdefault(source.node_id, []).append(step.id)
    found: set[NodeId] = set()
    waiting = deque(node_ids)
    while waiting:
        for target in targets.get(waiting.popleft(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
