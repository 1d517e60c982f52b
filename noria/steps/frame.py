"""Frames: the top level of a run, and each iteration of a container's body. Pure.

The same node has one step in each iteration, so whatever a run keeps of a step it keeps by the
step's *place*: the node and the frame that it runs in.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from noria.model import NodeId
from noria.plan import PlanStep
from noria.run import StepKey, StepState, step_key
from noria.steps.ready import Change, Level, Schedule


@dataclass(frozen=True, eq=False, slots=True)
class Place:
    """A step of the plan, in one frame."""

    step: PlanStep
    frame: "Frame"

    @property
    def key(self) -> StepKey:
        """Unique in the run."""
        return step_key(self.step.id, self.frame.iteration)


class Frame:
    """A level under way: its schedule, and how its steps ended."""

    def __init__(self, level: Level, iteration: str = "", container: Place | None = None) -> None:
        """Without a container it is the top level."""
        self.iteration = iteration
        self.container = container
        self.states: dict[NodeId, StepState] = {}
        self.open = 0
        """Steps that may start or have started, and have not ended."""
        self.level = level
        self._schedule = Schedule(level)

    @property
    def indexes(self) -> list[int]:
        """Of the iteration, the outermost loop's first."""
        return [int(index) for index in self.iteration.split("/") if index]

    @property
    def visible(self) -> Mapping[NodeId, StepState]:
        """Steps of this frame and of those around it."""
        if self.container is None:
            return self.states
        return ChainMap(self.states, *(frame.states for frame in self.outer()))

    def outer(self) -> Iterator["Frame"]:
        """The frames around this one, the nearest first."""
        frame = self
        while frame.container is not None:
            frame = frame.container.frame
            yield frame

    def begin(self) -> tuple[Place, ...]:
        """The steps that may start now: the first ones, or those that `states` leaves."""
        if self.states:
            ended = {node_id: state.port for node_id, state in self.states.items()}
            return self._opened(self._schedule.resume(ended))
        return self._opened(self._schedule.begin())

    def end(self, node_id: NodeId, state: StepState) -> tuple[tuple[Place, ...], list[Place]]:
        """Remember how a step ended; return those that may start now, and those that are dead."""
        self.stop_at(node_id, state)
        change = self._schedule.end(node_id, state.port)
        return self._opened(change), [self._place(dead) for dead in change.skipped]

    def stop_at(self, node_id: NodeId, state: StepState) -> None:
        """Remember a step after which nothing is decided any more."""
        self.states[node_id] = state
        self.open -= 1

    def ended(self) -> Iterator[tuple[Place, StepState, bool]]:
        """Each step that ended or was skipped, and whether a later one may read it."""
        read = self.level.reads_of(node for node in self.level.steps if node not in self.states)
        if self.container is not None:
            for inner in self.container.step.inner.values():
                read.update(inner.reads.steps)
        for node_id, state in self.states.items():
            yield self._place(node_id), state, node_id in read

    def _opened(self, change: Change) -> tuple[Place, ...]:
        self.open += len(change.ready)
        return tuple(self._place(node_id) for node_id in change.ready)

    def _place(self, node_id: NodeId) -> Place:
        return Place(self.level.steps[node_id], self)
