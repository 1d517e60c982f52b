"""What an earlier history or run did in iterations that have not begun in this one. Pure."""

from collections import defaultdict
from collections.abc import Mapping

from noria.control.for_each_item import FOR_EACH_ITEM
from noria.forks.places import around
from noria.model import NodeId
from noria.plan import PlanStep
from noria.run import StepKey, StepState, split_step_key, step_key
from noria.steps.frame import Frame, Place


class Leftovers:
    """How steps ended, each told once: to the frame that it is in, or to the run of its item."""

    def __init__(
        self, states: Mapping[StepKey, StepState], steps: Mapping[NodeId, PlanStep]
    ) -> None:
        self._states = dict(states)
        self._steps = steps
        self._of_items: dict[StepKey, list[StepKey]] | None = None

    @property
    def states(self) -> Mapping[StepKey, StepState]:
        """Those that nobody was told."""
        return self._states

    def give(self, frame: Frame) -> None:
        """Tell a frame that begins what is known of its steps."""
        for node_id in frame.level.steps:
            state = self._states.pop(step_key(node_id, frame.iteration), None)
            if state is not None:
                frame.states[node_id] = state

    def take_item(self, item: Place) -> dict[StepKey, StepState]:
        """All that is within an item, which is to have a run of its own."""
        if not self._states:
            return {}
        if self._of_items is None:
            self._of_items = self._by_item()
        keys = self._of_items.pop(item.key, ())
        return {key: self._states.pop(key) for key in keys}

    def _by_item(self) -> dict[StepKey, list[StepKey]]:
        found: dict[StepKey, list[StepKey]] = defaultdict(list)
        for key in self._states:
            node_id, iteration = split_step_key(key)
            step = self._steps.get(node_id)  # another version may lack it
            for container, outer in around(self._steps, step, iteration) if step else ():
                if container.type == FOR_EACH_ITEM:
                    found[step_key(container.id, outer)].append(key)
        return found
