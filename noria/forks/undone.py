"""What compensations have undone of a run: another run can't rest on it, nor on what came after. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from noria.forks.past import Past
from noria.forks.records import At
from noria.model import NodeId
from noria.plan import Plan, PlanStep
from noria.run import StepRecord, StepStatus
from noria.steps.places import around, container_of


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
        containers = around(steps, steps[record.node_id], record.iteration)
        return all((step.id, iteration) not in self.emptied for step, iteration in containers)


class _Loss:
    def __init__(self, plan: Plan) -> None:
        self.lost: set[At] = set()
        self.emptied: set[At] = set()
        self._steps = {step.id: step for step in plan.steps}
        self._targets: dict[NodeId, list[PlanStep]] = defaultdict(list)
        for step in plan.steps:
            for source in step.sources:
                self._targets[source.node_id].append(step)

    def spread(self, from_: Iterable[At], within: At | None = None) -> None:
        """From each step to those after it, and to the loop around it, of which the rest is kept.

        Not to the step that it is `within`, which started the run of an item.
        """
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
                container, outer = container_of(self._steps, step, iteration)
                if (container.id, outer) != within:
                    waiting.append(((container.id, outer), False))


def find_undone(past: Past, again: Iterable[At] = ()) -> Undone:
    """By the rows of the compensations: one that failed for good has undone nothing.

    What runs `again` is lost too, with what came after it. What the run of an item has undone itself
    changes nothing outside of it: that it had failed was known.
    """
    undoes = {step.id: step.undoes for step in past.plan.steps if step.undoes}
    undone: dict[At | None, set[At]] = defaultdict(set)
    for record in past.steps:
        if record.node_id in undoes and record.status is not StepStatus.FAILED:
            within = past.items.get(record.run_id)
            undone[within].add((undoes[record.node_id], record.iteration))
    loss = _Loss(past.plan)
    # The run's own come first: they go further, and stop at what is lost already.
    loss.spread(undone[None].union(again))
    for within, from_ in undone.items():
        if within is not None:
            loss.spread(from_, within)
    steps = frozenset(at for places in undone.values() for at in places)
    return Undone(steps, frozenset(loss.lost), frozenset(loss.emptied))


def is_undoing(plan: Plan, records: Iterable[StepRecord]) -> bool:
    """Whether compensations have begun: of a run that goes on, the others follow."""
    compensations = {step.id for step in plan.steps if step.undoes}
    return any(record.node_id in compensations for record in records)
