"""What compensations have undone of a run: another run can't rest on it, nor on what came after. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noria.control.for_each_item import FOR_EACH_ITEM
from noria.model import NodeId
from noria.plan import Plan, PlanStep
from noria.run import StepRecord, StepStatus

At = tuple[NodeId, str]
"""A step in an iteration."""


@dataclass(frozen=True)
class Undone:
    """What is lost of a run."""

    steps: frozenset[At] = frozenset()
    """They were undone, or were being undone when the run was terminated."""
    lost: frozenset[At] = frozenset()
    """These, what came after them, and the loops around them."""
    emptied: frozenset[At] = frozenset()
    """Loops of which nothing is left: other items may come to them now."""

    def stands(self, steps: Mapping[NodeId, PlanStep], record: StepRecord) -> bool:
        """Whether what a step did in this iteration can be rested on."""
        if (record.node_id, record.iteration) in self.lost:
            return False
        step, iteration = steps[record.node_id], record.iteration
        while step.parent is not None:
            step, iteration = _container(steps, step.parent, iteration)
            if (step.id, iteration) in self.emptied:
                return False
        return True


class _Loss:
    def __init__(self, plan: Plan) -> None:
        self.lost: set[At] = set()
        self.emptied: set[At] = set()
        self._steps = {step.id: step for step in plan.steps}
        self._targets: dict[NodeId, list[PlanStep]] = defaultdict(list)
        for step in plan.steps:
            for source in step.sources:
                self._targets[source.node_id].append(step)

    def spread(self, from_: Iterable[At]) -> None:
        """From each step to those after it, and to the loop around it, of which the rest is kept."""
        waiting = [(at, True) for at in from_]
        while waiting:
            at, whole = waiting.pop()
            step, iteration = self._steps[at[0]], at[1]
            if whole:
                self.emptied.add(at)
            if at in self.lost:
                continue
            self.lost.add(at)
            waiting += [((target.id, iteration), True) for target in self._targets[step.id]]
            if step.parent is not None:
                container, around = _container(self._steps, step.parent, iteration)
                # Of an item's run nothing is kept by its parts.
                is_item = container.type == FOR_EACH_ITEM
                waiting.append(((container.id, around), is_item))


def find_undone(plan: Plan, records: Iterable[StepRecord], again: Iterable[At] = ()) -> Undone:
    """By the rows of the compensations: one that failed for good has undone nothing.

    What runs `again` is lost too, with what came after it.
    """
    undoes = {step.id: step.undoes for step in plan.steps if step.undoes}
    steps = frozenset(
        (undoes[record.node_id], record.iteration)
        for record in records
        if record.node_id in undoes and record.status is not StepStatus.FAILED
    )
    from_ = steps.union(again)
    if not from_:
        return Undone()
    loss = _Loss(plan)
    loss.spread(from_)
    return Undone(steps, frozenset(loss.lost), frozenset(loss.emptied))


def is_undoing(plan: Plan, records: Iterable[StepRecord]) -> bool:
    """Whether compensations have begun: of a run that goes on, the others follow."""
    compensations = {step.id for step in plan.steps if step.undoes}
    return any(record.node_id in compensations for record in records)


def _container(
    steps: Mapping[NodeId, PlanStep], parent: NodeId, iteration: str
) -> tuple[PlanStep, str]:
    """The step around one in this iteration, and its own iteration: the runs of items have theirs."""
    container = steps[parent]
    if container.type == FOR_EACH_ITEM:
        return container, iteration
    return container, iteration.rpartition("/")[0]
