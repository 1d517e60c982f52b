"""What a retry that changes nothing takes over of loops that did not end, or were undone in part. Pure.

The same items come again, and the same rounds: what was done in them is not done twice.
"""

from collections.abc import Iterator, Mapping

from noria.compiling.containers import FOR_EACH
from noria.control.for_each_item import FOR_EACH_ITEM
from noria.errors import Conflict
from noria.forks.past import Past, state_of
from noria.forks.records import Reason
from noria.forks.undone import Undone
from noria.model import NodeId
from noria.plan import PlanStep
from noria.run import StepKey, StepRecord, StepState, StepStatus, step_key

_LEAVES = frozenset({"break", "continue"})
"""They do what they do when they run: an iteration that takes them as ended would go on."""
MAX_INSIDE = 20_000
"""Steps inside loops that a retry takes over."""

_At = tuple[PlanStep, int, str]
"""A loop, the index of one of its iterations, and the iteration around the loop."""


def done_inside(
    past: Past, reasons: Mapping[NodeId, Reason], undone: Undone
) -> dict[StepKey, StepState]:
    """What stands in the iterations of loops that run again; none at all where there is more of it than
    a snapshot carries.
    """
    found = _standing(past, reasons, undone)
    return found if len(found) <= MAX_INSIDE else {}


def done_around(past: Past, at: NodeId, iteration: str, undone: Undone) -> dict[StepKey, StepState]:
    """What stands in the loops around a step that runs again in one of their iterations.

    Raises:
        Conflict: They can't go on where they were.
    """
    steps = {step.id: step for step in past.plan.steps}
    _check_no_item(steps, steps[at])
    around = list(_around(steps, steps[at], iteration))
    found = _standing(past, {around[-1][0].id: "not_ended"}, undone)
    if len(found) > MAX_INSIDE:
        raise Conflict(
            f"More than {MAX_INSIDE} steps have ended in the loops around {at!r}, too many to be taken "
            f"over: fork the run at {around[-1][0].id!r}, which runs again as a whole."
        )
    for loop, _, _ in around:
        if _asks_for_vars(loop):
            raise Conflict(
                f"The loop {loop.id!r} around {at!r} reads `vars` in its settings, so it can't go on "
                f"where it was: fork the run at {around[-1][0].id!r}, which runs again as a whole."
            )
    return found


def _check_no_item(steps: Mapping[NodeId, PlanStep], step: PlanStep) -> None:
    parent = step.parent
    while parent is not None:
        container = steps[parent]
        if container.type == FOR_EACH_ITEM:
            raise Conflict(
                f"Step {step.id!r} runs in the runs of the items of {container.parent!r}: fork the run at "
                f"{container.id!r} in the iteration of the item that is to run again."
            )
        parent = container.parent


def _standing(
    past: Past, reasons: Mapping[NodeId, Reason], undone: Undone
) -> dict[StepKey, StepState]:
    """Iterations of agents, teams, `while` and `until` rest on each other: of those, what stands is what was
    done up to the first one that is not whole, and in it.
    """
    steps = {step.id: step for step in past.plan.steps}
    kept: list[tuple[StepRecord, StepState, list[_At]]] = []
    ends: dict[tuple[NodeId, str], int] = {}
    for record in past.steps:
        step = steps.get(record.node_id)
        if step is None or not record.iteration or step.undoes:
            continue
        around = list(_around(steps, step, record.iteration))
        if reasons.get(around[-1][0].id) not in ("not_ended", "undone"):
            continue
        state = state_of(step, record) if undone.stands(steps, record) else None
        if step.type in _LEAVES:
            state = None
        if state is not None:
            kept.append((record, state, around))
        elif record.status is not StepStatus.SKIPPED:
            loop, index, outer = around[0]
            ends[loop.id, outer] = min(index, ends.get((loop.id, outer), index))
    return {
        step_key(record.node_id, record.iteration): state
        for record, state, around in kept
        if all(_stands(at, ends) for at in around)
    }


def _stands(at: _At, ends: Mapping[tuple[NodeId, str], int]) -> bool:
    loop, index, outer = at
    if loop.type == FOR_EACH:
        return True
    return not _asks_for_vars(loop) and index <= ends.get((loop.id, outer), index)


def _asks_for_vars(loop: PlanStep) -> bool:
    """It is asked again whether there is another iteration, and would be told of what came later."""
    return loop.type != FOR_EACH and any(inner.reads.vars for inner in loop.inner.values())


def _around(steps: Mapping[NodeId, PlanStep], step: PlanStep, iteration: str) -> Iterator[_At]:
    """The loops that a step is in, the innermost first."""
    while step.parent is not None:
        step = steps[step.parent]
        iteration, _, index = iteration.rpartition("/")
        yield step, int(index), iteration
