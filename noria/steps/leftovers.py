"""What an earlier history or run did in iterations that have not begun in this one. Pure."""

from collections import defaultdict
from collections.abc import Mapping

from noria.control.for_each_item import FOR_EACH_ITEM
from noria.model import NodeId
from noria.plan import PlanStep
from noria.run import StepKey, StepState, split_step_key, step_key
from noria.steps.frame import Frame, Place
from noria.steps.places import around


class Leftovers:
    """How steps ended. A loop that a person has tried again is told once more, as is one in a loop."""

    def __init__(
        self, states: Mapping[StepKey, StepState], steps: Mapping[NodeId, PlanStep]
    ) -> None:
        self._states = states
        self._steps = steps
        self._untold = dict.fromkeys(states)
        self._of_items: dict[StepKey, list[StepKey]] | None = None

    @property
    def untold(self) -> Mapping[StepKey, StepState]:
        """Of iterations that have not begun."""
        return {key: self._states[key] for key in self._untold}

    def give(self, frame: Frame) -> None:
        """Tell a frame that begins what is known of its steps."""
        if not self._states:
            return
        for node_id in frame.level.steps:
            key = step_key(node_id, frame.iteration)
            if key in self._states:
                frame.states[node_id] = self._states[key]
                self._untold.pop(key, None)

    def of_item(self, item: Place) -> dict[StepKey, StepState]:
        """All that is within an item, which is to have a run of its own."""
        if not self._states:
            return {}
        if self._of_items is None:
            self._of_items = self._by_item()
        keys = self._of_items.get(item.key, ())
        for key in keys:
            self._untold.pop(key, None)
        return {key: self._states[key] for key in keys}

    def _by_item(self) -> dict[StepKey, list[StepKey]]:
        found: dict[StepKey, list[StepKey]] = defaultdict(list)
        for key in self._states:
            node_id, iteration = split_step_key(key)
            step = self._steps.get(node_id)  # another version may lack it
            for container, outer in around(self._steps, step, iteration) if step else ():
                if container.type == FOR_EACH_ITEM:
                    found[step_key(container.id, outer)].append(key)
        return found
