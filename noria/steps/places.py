"""Where a step of a plan is: the loops and the runs of items around it. Pure."""

from collections.abc import Iterator, Mapping

from noria.control.for_each_item import FOR_EACH_ITEM
from noria.model import NodeId
from noria.plan import PlanStep

Steps = Mapping[NodeId, PlanStep]
"""Of a plan."""


def container_of(steps: Steps, step: PlanStep, iteration: str) -> tuple[PlanStep, str]:
    """The step around one in this iteration, and its own iteration: the runs of items have theirs."""
    assert step.parent is not None
    container = steps[step.parent]
    if container.type == FOR_EACH_ITEM:
        return container, iteration
    return container, iteration.rpartition("/")[0]


def around(steps: Steps, step: PlanStep, iteration: str) -> Iterator[tuple[PlanStep, str]]:
    """The containers that a step is in, with their own iterations, the innermost first."""
    while step.parent is not None:
        step, iteration = container_of(steps, step, iteration)
        yield step, iteration


def items_around(steps: Steps, step: PlanStep) -> int:
    """In how many runs of items it is, one below the other."""
    return sum(container.type == FOR_EACH_ITEM for container, _ in around(steps, step, ""))
