"""Frames: the top level of a run, and each iteration of a container's body. Pure.

The same node has one step in each iteration, so whatever a run keeps of a step it keeps by the
step's *place*: the node and the frame that it runs in.
"""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from noria.model import NodeId
from noria.node_type import Break, Continue
from noria.plan import PlanStep
from noria.run import ErrorInfo, StepKey, StepState, StepStatus, step_key
from noria.steps.ready import Change, Level, Schedule

Left = ErrorInfo | Break | Continue
"""Why an iteration ends early: a step of it failed for good, or left it."""


@dataclass(frozen=True, eq=False, slots=True)
class Place:
    """A step of the plan, in one frame."""

    step: PlanStep
    frame: "Frame"
    attempts_before: int = 0
    """Made before a person had the step tried again."""
    edition: int = 0
    """How often a person changed its config: `step` is not the plan's own then."""

    @property
    def key(self) -> StepKey:
        """Unique in the run."""
        return step_key(self.step.id, self.frame.iteration)


class Frame:
    """A level under way: its schedule, and how its steps ended."""

    def __init__(
        self,
        level: Level,
        iteration: str = "",
        container: Place | None = None,
        loop: Mapping[str, JsonValue] | None = None,
    ) -> None:
        """Without a container it is the top level; `loop` is what `loop` is in its expressions."""
        self.level = level
        self.iteration = iteration
        self.container = container
        self.loop = loop
        self.states: dict[NodeId, StepState] = {}
        self.open = 0
        """Steps that may start or have started, and have not ended."""
        self.left: Left | None = None
        """Why the iteration ended before all of its steps had."""
        self.on_over: Callable[[], None] = _nothing
        """Called when nothing is open any more."""
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
            ready = self._opened(self._schedule.resume(ended))
            if not ready:  # a retry may begin with all of an iteration done
                self.on_over()
            return ready
        return self._opened(self._schedule.begin())

    def end(self, node_id: NodeId, state: StepState) -> tuple[tuple[Place, ...], list[Place]]:
        """Remember how a step ended; return those that may start now, and those that are dead."""
        self.states[node_id] = state
        if self.is_left:
            self._close(1)
            return (), []
        change = self._schedule.end(node_id, state.port)
        ready = self._opened(change)
        self._close(1)
        return ready, [self._place(dead) for dead in change.skipped]

    def stop_at(self, node_id: NodeId, state: StepState) -> None:
        """Remember a step after which nothing is decided any more."""
        self.states[node_id] = state
        self._close(1)

    def leave(self, why: Left, still_running: int) -> None:
        """Nothing more starts in this iteration; it is over when what still runs has ended."""
        self.left = self.left or why
        self._close(self.open - still_running)

    @property
    def is_left(self) -> bool:
        """Whether this iteration, or one around it, ends without the steps that are left."""
        return self.left is not None or any(frame.left is not None for frame in self.outer())

    @property
    def last_output(self) -> JsonValue:
        """Of the last step in plan order that succeeded."""
        ended = (self.states.get(node_id) for node_id in reversed(self.level.steps))
        well = (state for state in ended if state and state.status is StepStatus.SUCCEEDED)
        return next((state.output for state in well), None)

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

    def _close(self, count: int) -> None:
        self.open -= count
        if count and self.open == 0:
            self.on_over()

    def _place(self, node_id: NodeId) -> Place:
        return Place(self.level.steps[node_id], self)


def _nothing() -> None:
    """Nobody waits for the end of the top level."""
