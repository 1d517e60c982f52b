"""What a retry that changes nothing takes over of loops that did not end, or were undone in part. Pure.

The same items come again, and the same rounds: what was done in them is not done twice.
"""

from collections.abc import Container, Iterator, Mapping, Sequence

from noria.compiling.containers import FOR_EACH
from noria.control.for_each_item import FOR_EACH_ITEM
from noria.errors import Conflict, Invalid, Problem
from noria.forks.past import Past, state_of
from noria.forks.records import Reason
from noria.forks.undone import Undone
from noria.model import NodeId
from noria.plan import PlanStep
from noria.run import StepKey, StepRecord, StepState, StepStatus, split_step_key, step_key
from noria.steps.places import around as places_around
from noria.steps.places import items_around

_LEAVES = frozenset({"break", "continue"})
"""They do what they do when they run: an iteration that takes them as ended would go on."""
_EACH = frozenset({FOR_EACH, FOR_EACH_ITEM})
"""Whose iterations do not rest on each other."""
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
    if len(found) > MAX_INSIDE:
        # Items that did not end begin again then, those that did are still kept.
        steps = {step.id: step for step in past.plan.steps}
        inner = {step.id for step in steps.values() if items_around(steps, step)}
        found = {key: state for key, state in found.items() if split_step_key(key)[0] not in inner}
    return found if len(found) <= MAX_INSIDE else {}


def in_iteration(past: Past, at: NodeId, iteration: str) -> NodeId:
    """The step to run again: of one in further loops, the outermost of these stands for it.

    Raises:
        Invalid: The step is in no loop, nothing of it is known in this iteration, or it would be skipped.
    """
    steps = {step.id: step for step in past.plan.steps}
    if at not in steps:
        return at
    loops = _loops_around(steps, at)
    while len(loops) > iteration.count("/") + 1:
        at = loops[0]
        loops = _loops_around(steps, at)
    beside = {node_id for node_id in steps if _loops_around(steps, node_id) == loops}
    rows = [
        record
        for record in past.steps
        if record.iteration == iteration and record.node_id in beside
    ]
    if not loops:
        message = f"Step {at!r} is in no loop, so it has no iteration {iteration!r}: leave it out."
    elif iteration.count("/") + 1 != len(loops) or not rows:
        inside_of = " in ".join(map(repr, loops))
        message = (
            f"Step {at!r} is in {inside_of}, of which the run has no iteration {iteration!r}: give the index "
            f"of each loop, the outermost first, as {'/'.join('0' * len(loops))!r}. Loops that ran in "
            "batches run again as a whole."
        )
    elif any(_is_dead(record) and record.node_id == at for record in rows):
        message = (
            f"Step {at!r} would be skipped again in iteration {iteration!r}: every edge into it is dead. Fork "
            "at the step that chose another way."
        )
    else:
        return at
    problem = Problem(code="unknown_iteration", message=message, node_id=at, field="/iteration")
    raise Invalid("The fork would begin in no iteration.", [problem])


def _loops_around(steps: Mapping[NodeId, PlanStep], at: NodeId) -> list[NodeId]:
    """The innermost first."""
    containers = (step for step, _ in places_around(steps, steps[at], ""))
    return [step.id for step in containers if step.type != FOR_EACH_ITEM]


def _is_dead(record: StepRecord) -> bool:
    """Not by a person, who says by which port a skipped step is left."""
    return record.status is StepStatus.SKIPPED and record.port is None


def done_around(past: Past, at: NodeId, iteration: str, undone: Undone) -> dict[StepKey, StepState]:
    """What stands in the loops around a step that runs again in one of their iterations.

    Raises:
        Conflict: They can't go on where they were.
    """
    steps = {step.id: step for step in past.plan.steps}
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
    standing = {
        step_key(record.node_id, record.iteration): (state, around)
        for record, state, around in kept
        if all(_stands(at, ends) for at in around)
    }
    return {
        key: state
        for key, (state, around) in standing.items()
        if not _is_in_done_item(around, standing)
    }


def _is_in_done_item(around: Sequence[_At], standing: Container[StepKey]) -> bool:
    """Whether an item around it, or a loop around that, has ended: nobody goes on in the item's run."""
    is_in_item = False
    for step, _, iteration in around:
        is_in_item |= step.type == FOR_EACH_ITEM
        if is_in_item and step_key(step.id, iteration) in standing:
            return True
    return False


def _stands(at: _At, ends: Mapping[tuple[NodeId, str], int]) -> bool:
    loop, index, outer = at
    if loop.type in _EACH:
        return True
    return not _asks_for_vars(loop) and index <= ends.get((loop.id, outer), index)


def _asks_for_vars(loop: PlanStep) -> bool:
    """It is asked again whether there is another iteration, and would be told of what came later."""
    return loop.type not in _EACH and any(inner.reads.vars for inner in loop.inner.values())


def _around(steps: Mapping[NodeId, PlanStep], step: PlanStep, iteration: str) -> Iterator[_At]:
    """The loops that a step is in, the innermost first."""
    for container, outer in places_around(steps, step, iteration):
        index = 0 if container.type == FOR_EACH_ITEM else int(iteration.rpartition("/")[2])
        yield container, index, outer
        iteration = outer
