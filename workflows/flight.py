"""Steps in flight: each is an asyncio task, whose end says what may start next."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from noria.run import ErrorInfo, Followed, RunStatus, StepKey, StepState, StepStatus

from noria.steps import states
from noria.steps.control import Rendered
from noria.steps.frame import Frame, Left, Place
from workflows.failure import describe_activity_error
from workflows.names import CANCEL_STAYS
from workflows.progress import Progress

T = TypeVar("T")
Ready = Iterable[Place]
Work = Callable[[], Coroutine[Any, Any, Ready]]
Holder = Callable[[Place, StepState, Rendered | None], None]

CANCEL_GRACE = timedelta(seconds=30)
"""How long a stopped run waits for its activities to say that they have stopped."""


class Flight:
    """Knows what runs, what rests and why the run must stop; ends steps, well or badly."""

    def __init__(self, progress: Progress, go_on: Callable[[Ready], None]) -> None:
        """`go_on` starts what became ready when a task ended."""
        self.error: ErrorInfo | None = None
        """Of the first step that failed the run."""
        self.is_cancelled = False
        self.is_paused = False
        """Nothing new may start: `hand` sees to it."""
        self.has_breakpoints = False
        self.hold: Holder | None = None
        """Lets a failed step wait for a person, where its policy says so."""
        self.bug: BaseException | None = None
        self.resting: dict[StepKey, datetime] = {}
        """In flight with nothing under way, since then: they wait for a time, or for a person.

        A new history may take over while steps rest. Whoever lets a step rest keeps in the snapshot
        what it takes to go on.
        """
        self.calling: set[StepKey] = set()
        """In flight, and waiting for another run: it shows, but no new history may take over.

        What was started for it would be lost to a new history, unless it is `followed`.
        """
        self.followed: dict[StepKey, Followed] = {}
        """Those of them that follow a run of an item: a new history goes on to follow it."""
        self.go_on = go_on
        self.on_end: Callable[[Place, StepState], None] | None = None
        """Told of each step that ended and after which the run goes on."""
        self._progress = progress
        self._tasks: dict[StepKey, asyncio.Task[None]] = {}
        self._places: dict[StepKey, Place] = {}
        self._instead: dict[StepKey, Callable[[], Ready]] = {}

    @property
    def is_stopping(self) -> bool:
        return self.is_cancelled or self.error is not None

    @property
    def stops_between(self) -> bool:
        """Whether people want to look at the run between any two steps."""
        return self.is_paused or self.has_breakpoints

    @property
    def is_over(self) -> bool:
        """Nothing is in flight."""
        return not self._tasks

    @property
    def is_idle(self) -> bool:
        """Nothing is in flight but what rests."""
        return len(self._tasks) == len(self.resting)

    @property
    def may_move(self) -> bool:
        """Nothing is in flight that a new history could not go on with."""
        return len(self._tasks) == len(self.resting) + len(self.followed)

    @property
    def status(self) -> RunStatus:
        """Of the run while it goes on."""
        if self.is_paused:
            return RunStatus.PAUSED
        waiting = len(self.resting) + len(self.calling)
        return RunStatus.WAITING if waiting == len(self._tasks) > 0 else RunStatus.RUNNING

    def holds(self, place: Place) -> bool:
        """Whether this step is in flight."""
        return place.key in self._tasks

    def place_of(self, key: StepKey) -> Place | None:
        """Of a step in flight."""
        return self._places.get(key)

    @property
    def quick(self) -> list[Place]:
        """Those at work in the quick lane, where Temporal does not see them."""
        return [
            place
            for key, place in self._places.items()
            if place.step.quick and self.is_call(place) and key not in self.resting
        ]

    def is_call(self, place: Place) -> bool:
        """Whether it is an activity that does the step."""
        return place.step.lane == "activity"

    def interrupt(self, place: Place, instead: Callable[[], Ready]) -> None:
        """Stop a step's activity and do this instead, unless the activity ends well before."""
        self._instead[place.key] = instead
        self._tasks[place.key].cancel()

    def is_interrupted(self, key: StepKey) -> bool:
        """Whether something is to be done instead of the step, which has not stopped yet."""
        return key in self._instead

    def spawn(self, place: Place, work: Work) -> None:
        """Do the step's work beside all other steps; what it returns is started at its end."""
        task = asyncio.create_task(self._carry(place, work))
        self.resting.pop(place.key, None)
        self.lose(place.key)
        self._tasks[place.key] = task
        self._places[place.key] = place
        task.add_done_callback(partial(self._landed, place))

    def rest(self, place: Place, since: datetime, work: Work) -> None:
        """As `spawn`, of work that only waits."""
        self.spawn(place, work)
        self.resting[place.key] = since

    def call(self, place: Place, followed: Followed | None) -> None:
        """The step waits for another run from now on."""
        self.calling.add(place.key)
        if followed:
            self.followed[place.key] = followed

    def lose(self, key: StepKey) -> None:
        """That run has ended, or is told to."""
        self.calling.discard(key)
        self.followed.pop(key, None)

    async def wake(self, place: Place, work: Coroutine[Any, Any, T]) -> T:
        """Do something for a step that rests; a new history waits for it."""
        since = self.resting.pop(place.key)
        try:
            return await work
        finally:
            self.resting[place.key] = since

    async def stop(self) -> None:
        """Cancel what runs, in plan order so that a replay repeats it, and await it."""
        for place in sorted(self._places.values(), key=self._progress.order):
            self._tasks[place.key].cancel()
        if self._tasks:
            try:
                await workflow.wait_condition(
                    lambda: not self._tasks or self.bug is not None, timeout=CANCEL_GRACE
                )
            except TimeoutError:
                for place in tuple(self._places.values()):
                    self._end_cancelled(place)

    async def _carry(self, place: Place, work: Work) -> None:
        ready = await work()
        # A step may have gone over to another task, as a control step does with a large value.
        if self._tasks[place.key] is asyncio.current_task():
            self._forget(place)
        self.go_on(ready)

    def _landed(self, place: Place, task: asyncio.Task[None]) -> None:
        """Nobody awaits a step's task, so what it raised is kept for the run."""
        instead = self._instead.pop(place.key, None)
        is_told = self.is_stopping or place.frame.is_left
        if task.cancelled() and instead and not is_told:
            # It was cancelled before its activity was sent.
            self.spawn(place, partial(_do, instead))
        elif task.cancelled():
            self._end_cancelled(place)
        else:
            self.bug = self.bug or task.exception()

    def _forget(self, place: Place) -> None:
        for known in (self._tasks, self._places, self.resting, self._instead):
            known.pop(place.key, None)
        self.lose(place.key)

    # How steps end.

    def end(self, place: Place, state: StepState, rendered: Rendered | None = None) -> Ready:
        """Remember how a step ended, and say what may start."""
        state = _counted(place, state)
        self.note(place, state, rendered)
        ready = self._progress.end(place, state, workflow.now())
        if self.on_end:
            self.on_end(place, state)
        return ready

    def fail(self, place: Place, state: StepState, rendered: Rendered | None = None) -> Ready:
        """Go on by the policy's port, or fail what is around the step: its iteration, or the run."""
        state = _counted(place, state)
        if state.port is not None:
            return self.end(place, state, rendered)
        is_told = self.is_stopping or place.frame.is_left
        if place.step.policy.on_error == "hold" and self.hold and not is_told:
            self.hold(place, state, rendered)
            return ()
        assert state.error is not None
        return self.leave(place, state, state.error, rendered)

    def leave(
        self, place: Place, state: StepState, why: Left, rendered: Rendered | None = None
    ) -> Ready:
        """End a step and with it all that is around it: its iteration, or the run."""
        state = _counted(place, state)
        self.note(place, state, rendered)
        self._progress.stop_at(place, state)
        if place.frame.container is not None:
            self.leave_frame(place.frame, why)
        elif isinstance(why, ErrorInfo) and not self._stays_cancelled():
            self.error = self.error or why
        return ()

    def _stays_cancelled(self) -> bool:
        """What fails while it is being stopped does not turn a cancelled run into a failed one."""
        return self.is_cancelled and workflow.patched(CANCEL_STAYS)

    def leave_frame(self, frame: Frame, why: Left) -> None:
        """Cancel what runs in an iteration, in plan order; it is over once that has ended."""
        running = sorted(self._inside(frame), key=self._progress.order)
        frame.leave(why, sum(place.frame is frame for place in running))
        for place in running:
            # No new history may take over while it is being stopped.
            self.followed.pop(place.key, None)
            self._tasks[place.key].cancel()

    def _inside(self, frame: Frame) -> list[Place]:
        return [
            place
            for place in self._places.values()
            if (place.frame is frame or frame in place.frame.outer())
            and place.step.id not in place.frame.states
        ]

    def activity_failed(self, place: Place, error: ActivityError, since: datetime) -> Ready:
        """As `fail`, unless the activity was told to stop."""
        is_told = self.is_stopping or place.frame.is_left
        if is_told and is_cancelled_exception(error):
            raise asyncio.CancelledError
        if instead := self._instead.pop(place.key, None):
            return instead()
        info, attempt = describe_activity_error(error, place.step, place.attempts_before)
        state = states.failed(place.step, info, attempt, since, workflow.now())
        return self.fail(place, state)

    def note(self, place: Place, state: StepState, rendered: Rendered | None = None) -> None:
        """See to it that people learn of the step's state."""
        state = _counted(place, state)
        record = self._progress.record(place, state, rendered)
        if place.step.lane == "activity" and state.status is StepStatus.SUCCEEDED:
            self._progress.journal.add_known(record)
        else:
            self._progress.journal.add(record)

    def _end_cancelled(self, place: Place) -> None:
        now = workflow.now()
        since = self.resting.get(place.key)
        state = StepState(status=StepStatus.CANCELLED, started_at=since, finished_at=now)
        self.note(place, state)
        self._progress.stop_at(place, state)
        self._forget(place)


def _counted(place: Place, state: StepState) -> StepState:
    """With the attempts before a person had the step tried again, unless they are counted in."""
    before = place.attempts_before
    if not before or state.attempt > before:
        return state
    return state.model_copy(update={"attempt": before + max(1, state.attempt)})


async def _do(instead: Callable[[], Ready]) -> Ready:
    return instead()
