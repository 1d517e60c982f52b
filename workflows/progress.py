"""What a run knows: which steps ended how, what they gave, what may start. Pure: not the doing."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import JsonValue

from noria.plan import PlanStep
from noria.run import (
    RunRequest,
    RunStatus,
    RunUpdate,
    Scope,
    Snapshot,
    StepKey,
    StepRecord,
    StepState,
    StepStatus,
)
from noria.steps.frame import Frame, Place
from noria.steps.leftovers import Leftovers
from noria.steps.ready import levels_of
from noria.steps.scope import build_scope
from workflows.journal import Journal


class Progress:
    """Replayed with the workflow, so it takes the time from its caller."""

    def __init__(self, request: RunRequest, started_at: datetime) -> None:
        snapshot = request.snapshot or Snapshot()
        self.steps = {step.id: step for step in request.plan.steps}
        self.journal = Journal()
        self._numbers = {node_id: number for number, node_id in enumerate(self.steps)}
        self._request = request
        self._levels = levels_of(request.plan)
        self._item = request.item
        self._top = self._make_top(request)
        self.leftovers = Leftovers(snapshot.states, self.steps)
        self.leftovers.give(self._top)
        self._frames = {self._top: None}
        """Those under way, in the order in which they began."""
        self._vars = dict(snapshot.vars)
        self._started_at = request.started_at or started_at
        of_loop = request.item and request.item.run
        self.run_facts: dict[str, JsonValue] = of_loop or {
            "id": request.run_id,
            "started_at": self._started_at.isoformat(),
            "workflow": request.workflow_name,
            "version": request.version,
        }
        """What expressions read as `run`."""

    def _make_top(self, request: RunRequest) -> Frame:
        """Of an item's run: it has the iteration that its steps have in the loop they belong to."""
        if request.item is None:
            return Frame(self._levels[None])
        return Frame(self._levels[None], request.item.iteration, loop=request.item.around)

    def begin(self) -> tuple[Place, ...]:
        """The steps that may start now: the first one, or those a snapshot left."""
        return self._top.begin()

    def order(self, place: Place) -> tuple[int, list[int]]:
        """By the plan, then by iteration: the same in every replay."""
        return self._numbers[place.step.id], place.frame.indexes

    def scope(self, place: Place) -> Scope:
        """What the step's expressions may read, as things stand."""
        return build_scope(
            place.step.reads,
            states=place.frame.visible,
            variables=self._vars,
            env=self._request.env,
            trigger=self._request.input,
            run=self.run_facts,
            loop=place.frame.loop,
        )

    def open_frame(self, container: Place, iteration: str, loop: Mapping[str, JsonValue]) -> Frame:
        """An iteration of the container's body; with what a snapshot left of it."""
        frame = Frame(self._levels[container.step.id], iteration, container, loop)
        self.leftovers.give(frame)
        self._frames[frame] = None
        return frame

    def close_frame(self, frame: Frame) -> None:
        """Forget an iteration that is over."""
        del self._frames[frame]

    def body(self, container: Place) -> tuple[PlanStep, ...]:
        """The steps of a container's body, in plan order."""
        return tuple(self._levels[container.step.id].steps.values())

    def set_vars(self, values: Mapping[str, JsonValue]) -> None:
        """Merge into `vars` for the steps after this one."""
        self._vars.update(values)

    def end(self, place: Place, state: StepState, now: datetime) -> tuple[Place, ...]:
        """Remember how a step ended and return the steps that may start now."""
        ready, dead = place.frame.end(place.step.id, state)
        for skipped in dead:
            reason = StepState(status=StepStatus.SKIPPED, attempt=0, finished_at=now)
            skipped.frame.states[skipped.step.id] = reason
            self.journal.add(self.record(skipped, reason))
        return ready

    def stop_at(self, place: Place, state: StepState) -> None:
        """Remember a step that ends the run: what comes after it is neither run nor skipped."""
        place.frame.stop_at(place.step.id, state)

    def record(self, place: Place, state: StepState, rendered: JsonValue = None) -> StepRecord:
        """The row of a step in this state."""
        return StepRecord(
            run_id=self._request.run_id,
            workspace_id=self._request.workspace_id,
            node_id=place.step.id,
            iteration=place.frame.iteration,
            attempt=state.attempt,
            status=state.status,
            port=state.port,
            input=rendered,
            output=state.output,
            error=state.error,
            started_at=state.started_at,
            finished_at=state.finished_at,
        )

    def update(self, status: RunStatus, **facts: object) -> RunUpdate:
        """The run's row in this status."""
        return RunUpdate.model_validate(
            {
                "run_id": self._request.run_id,
                "workspace_id": self._request.workspace_id,
                "status": status,
                "started_at": self._started_at,
                **facts,
            }
        )

    @property
    def variables(self) -> Mapping[str, JsonValue]:
        """As the steps before have set them."""
        return self._vars

    @property
    def item_end(self) -> StepState | None:
        """How the item of a run ended that does one."""
        return self._top.states.get(self._item.node_id) if self._item else None

    @property
    def output(self) -> JsonValue:
        """What `end` gave; of several, the last in the order of the graph. Of an item, its result."""
        if self._item is not None:
            return self.item_end.output if self.item_end else None
        for node_id in reversed(self.steps):
            state = self._top.states.get(node_id)
            if state is not None and _is_end(state):
                return state.output
        return None

    def to_request(self, kept: Snapshot, *, with_left: bool = False) -> RunRequest:
        """The same run, to be taken up by a new history; `kept` is what others know of it.

        `with_left`: and what an earlier run did in iterations that have not begun.
        """
        states = {place.key: state for place, state in self._still_read()}
        if with_left:
            states |= self.leftovers.untold
        snapshot = kept.model_copy(update={"states": states, "vars": self._vars})
        return self._request.model_copy(
            update={"started_at": self._started_at, "snapshot": snapshot}
        )

    def outputs(self) -> dict[StepKey, JsonValue]:
        """What a snapshot would carry, by step."""
        return {place.key: state.output for place, state in self._still_read()}

    def replace_outputs(self, references: Mapping[StepKey, JsonValue]) -> None:
        """Keep references instead of the values."""
        for place, state in self._still_read():
            if place.key in references:
                mended = state.model_copy(update={"output": references[place.key]})
                place.frame.states[place.step.id] = mended

    def _still_read(self) -> list[tuple[Place, StepState]]:
        """How steps ended, without the outputs that no later step reads."""
        return [
            (place, state if is_read or _is_end(state) else _without_output(state))
            for frame in self._frames
            for place, state, is_read in frame.ended()
        ]


def _without_output(state: StepState) -> StepState:
    return state.model_copy(update={"output": None})


def _is_end(state: StepState) -> bool:
    """Only `end` succeeds without a port."""
    return state.status is StepStatus.SUCCEEDED and state.port is None
