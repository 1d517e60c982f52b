"""Chains of quick steps, which one activity does one after another. Pure.

Each step of a chain follows the one before it alone, so nobody else waits for any of them.
"""

from collections.abc import Iterator

from noria.model import OUT
from noria.plan import PlanStep
from noria.steps.ready import Level

MAX_CHAIN_STEPS = 50
"""Done by one activity: their results travel to the server together."""
MAX_CHAIN_BYTES = 256 * 1024
"""Of those results."""
MAX_CHAIN_S = 1.0
"""No step of a chain begins later: what a person says of the run is heard between chains."""


def followers(level: Level, step: PlanStep) -> Iterator[PlanStep]:
    """The quick steps that come after a quick step, each as the only one after the other.

    Where one of them fails it is done again, by an activity of its own; so they are those whose node
    type says that this does no harm.
    """
    for _ in range(MAX_CHAIN_STEPS - 1):
        edges = level.edges.get(step.id, ())
        if len(edges) != 1 or edges[0][1] != OUT:
            return
        step = level.steps[edges[0][0]]
        if not (step.quick and step.policy.lane is None and len(step.sources) == 1):
            return
        yield step
