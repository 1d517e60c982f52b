"""The one Temporal workflow: it follows a plan.

It is replayed from history, so it touches no clock, no random source, no network and no database;
import contracts keep it so. What a run knows is `progress`, what may start next is `ready`, what a
control node does is `control`: all pure. What waits is in flight: `flight`, `control_steps`,
`activity_steps`. Here is in which order a run begins, goes on and ends.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.acts import Control, Grip
    from noria.node_type import Ask, Break, Continue, Each, ItemRun, Repeat, StartRun, WaitUntil
    from noria.run import ErrorInfo, RunRequest, RunResult, RunStatus, Snapshot
    from noria.sub_runs import SubRunEnd

from noria.steps.batches import goes_in_batches
from noria.steps.control import Rendered
from noria.steps.frame import Place
from workflows.activity_steps import ActivitySteps
from workflows.adoption import Adoption
from workflows.asks import Asks
from workflows.batches import Batches
from workflows.calls import Calls, history_length
from workflows.control_steps import ControlSteps
from workflows.deadline import Deadline
from workflows.ending import end, result_of
from workflows.failure import refused
from workflows.flight import Flight, Ready
from workflows.hand import Hand
from workflows.hand_checks import why_not
from workflows.handover import HandedUp, hand_over, hand_up, take_over
from workflows.item_runs import ItemRuns
from workflows.lanes import Quota
from workflows.loops import Loops
from workflows.names import (
    ADOPT,
    CONTROL,
    EARLY_CANCEL,
    GRAPH_WORKFLOW,
    GRIP,
    LATE_CANCEL,
    LEFT_KEPT,
    PAUSE_BELOW,
    SUB_RUN_ENDED,
    UNDO_RENEWS,
    WAKE,
    WHOLE_HANDOVER,
)
from workflows.parts import Parts
from workflows.progress import Progress
from workflows.renewal import Renewal, advise
from workflows.scribe import Scribe
from workflows.sub_runs import SubRuns
from workflows.undoing import Undoing
from workflows.waits import Waits

T = TypeVar("T")


@workflow.defn(name=GRAPH_WORKFLOW)
class GraphWorkflow:
    """Starts each step as soon as the edges into it are decided.

    A step that needs nothing from outside is done at once, in the same workflow task; every other
    one is an asyncio task, at whose end scheduling goes on. What a node gets wrong fails its step;
    what the engine gets wrong fails the workflow task, which heals with the next deploy.
    """

    @workflow.init
    def __init__(self, request: RunRequest) -> None:
        self._renewing = False
        self._is_known = not request.snapshot_at
        """Else the run's snapshot is still to be read."""
        self._began_at = 0
        """Events that it took to read it."""
        self._has_heard_cancel = False
        self._is_adopted = False
        """The run that waits for this one is in a new history, and is to be told of the end."""
        self._handed = request
        self._set_up(request)

    def _set_up(self, request: RunRequest) -> None:
        self._request = request
        self._progress = Progress(request, workflow.now())
        self._flight = Flight(self._progress, self._advance)
        self._scribe = Scribe(self._progress)
        quota = Quota()
        calls = Calls(request, quota)
        parts = Parts(request, self._progress, self._flight, self._scribe, quota, calls)
        self._waits = Waits(self._flight)
        self._activity_steps = ActivitySteps(parts)
        self._asks = Asks(parts)
        self._loops = Loops(parts)
        self._batches = Batches(parts, lambda: self.renewal(), self._renews)
        self._hand = Hand(request, self._progress, self._flight)
        self._undoing = Undoing(parts)
        self._adoption = Adoption(self._flight)
        sub_runs = SubRuns(parts, self._adoption)
        self._item_runs = ItemRuns(parts, sub_runs, self._undoing, lambda: self._hand.breakpoints)
        self._is_adopted |= bool(request.snapshot and request.snapshot.is_adopted)
        self._control_steps = ControlSteps(
            parts,
            {
                WaitUntil: self._waits.take,
                Ask: self._asks.take,
                StartRun: sub_runs.take,
                ItemRun: self._item_runs.take,
                Each: self._take_each,
                Repeat: self._loops.take,
                Break: self._loops.take_leave,
                Continue: self._loops.take_leave,
            },
        )
        self._deadline = Deadline(request, self._flight)

    @workflow.run
    async def run(self, request: RunRequest) -> RunResult:
        """Follow the plan to its end, or to where a new history takes over."""
        if not self._is_known:
            await self._take_over()
        await self._hear_early_cancel()
        if not self._undoing.is_under_way:
            self._begin()
            try:
                await self._follow()
            except asyncio.CancelledError:
                self._note_cancel()
        if self._renewing and not self._flight.is_stopping:
            await self._renew()
        result = await self._uncancelled(self._finish())
        if result is None:
            workflow.continue_as_new(await self._uncancelled(self._hand_over()))
        return result

    @workflow.update(name=CONTROL)
    async def control(self, request: Control) -> Grip:
        """Do what a person says, at once: nothing in it waits, but for a snapshot to be read."""
        if not self._is_known:
            await workflow.wait_condition(lambda: self._is_known)
            self.check_control(request)
        return self._hand.apply(request)

    @control.validator
    def check_control(self, request: Control) -> None:
        """A refused act is told to who asked, and leaves no trace."""
        if not self._is_known:
            return
        reason = why_not(request, self._hand, self._flight, self._progress)
        if reason:
            raise refused(reason)

    @workflow.query(name=GRIP)
    def grip(self) -> Grip:
        """How the run stands in people's hands."""
        if not self._is_known:
            raise refused("The run is just going on in a new history; ask again.")
        return self._hand.grip()

    @workflow.signal(name=WAKE)
    def wake(self, wait_id: str) -> None:
        """Something that a step waits for has come."""
        self._asks.wake(wait_id)

    @workflow.signal(name=PAUSE_BELOW)
    async def pause_below(self, is_paused: bool) -> None:
        """The run that waits for this one was paused, or goes on."""
        await workflow.wait_condition(lambda: self._is_known)
        if not self._flight.is_stopping:
            self._hand.pause_from_above(is_paused)

    @workflow.signal(name=ADOPT)
    async def adopt(self, is_paused: bool) -> None:
        """The run that waits for this one has gone on in a new history."""
        self._is_adopted = True
        await self.pause_below(is_paused)

    @workflow.signal(name=SUB_RUN_ENDED)
    async def hear_end(self, ended: SubRunEnd) -> None:
        """A run has ended that an earlier history of this one has started."""
        if not self._is_known:
            await workflow.wait_condition(lambda: self._is_known)
        self._adoption.hear(ended)

    async def _follow(self) -> None:
        """Write what nobody else tells, and let what ends start what follows, until all has ended."""
        self._deadline.begin()
        while not self._is_settled():
            # Temporal looks at conditions once nothing else is left to do at this moment.
            await workflow.wait_condition(
                lambda: self._is_settled() or self._scribe.has_news(self._flight.status)
            )
            if not self._is_settled():
                self._scribe.write_news(self._flight.status)
        self._raise_bug()

    async def _take_over(self) -> None:
        """Read what an earlier history could not send; a cancel that comes meanwhile is kept."""
        request = await self._uncancelled(take_over(self._request))
        is_cancelled = self._flight.is_cancelled
        self._set_up(request)
        self._flight.is_cancelled |= is_cancelled
        self._began_at = history_length()
        self._is_known = True

    async def _renew(self) -> None:
        """Go on in a new history, unless the run comes to its end while that is prepared.

        People, timers and answers go on meanwhile, and what they change must be in what is handed over.
        """
        successor = await self._uncancelled(self._hand_over())
        while self._has_moved() and workflow.patched(WHOLE_HANDOVER):
            await self._uncancelled(workflow.wait_condition(self._is_settled))
            successor = await self._uncancelled(self._hand_over())
        is_failing = self._flight.error is not None and workflow.patched(WHOLE_HANDOVER)
        if not self._flight.is_cancelled and not is_failing:
            workflow.continue_as_new(successor)

    def _has_moved(self) -> bool:
        """Whether a run that goes on is not as it was when it was last handed over."""
        if self._flight.is_stopping:
            return False
        return not self._is_settled() or self._handed != self._to_request()

    async def _hand_over(self) -> RunRequest:
        """What a new history goes on with."""
        await self._scribe.checkpoint(self._request.workspace_id)
        await self._undoing.checkpoint()
        self._raise_bug()
        self._handed = self._to_request()
        return await hand_over(self._handed)

    def _to_request(self) -> RunRequest:
        with_left = bool(self._progress.leftovers.untold) and workflow.patched(LEFT_KEPT)
        return self._progress.to_request(self._keep(), with_left=with_left)

    async def _hear_early_cancel(self) -> None:
        """A cancel that came with the first task is thrown where the run waits for the first time.

        A graph of control steps alone would have succeeded by then.
        """
        if workflow.cancellation_reason() is not None and workflow.patched(EARLY_CANCEL):
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                self._note_cancel()

    def _begin(self) -> None:
        """Start what may start; of a cancelled run nothing, but what an earlier history left at rest."""
        left = self._request.snapshot or Snapshot()
        ready = self._hand.take_up(self._loops.resume(self._progress.begin(), left))
        self._waits.resume(ready, left)
        self._asks.resume(ready, left)
        self._batches.resume(ready, left)
        self._item_runs.resume(ready, left)
        self._adoption.begin(followed.run_id for followed in left.followed.values())
        self._advance(place for place in ready if not self._flight.holds(place))

    def _take_each(self, place: Place, each: Each, rendered: Rendered | None) -> Ready:
        takes = self._batches.take if goes_in_batches(place.step, each) else self._loops.take
        return takes(place, each, rendered)

    def _keep(self) -> Snapshot:
        """What steps that rest need to go on in a new history."""
        kept = {
            "loops": self._loops.keep(),
            "batches": self._batches.keep(),
            "asks": self._asks.keep(),
            "hand": self._hand.keep(),
            "is_paused_from_above": self._hand.is_paused_from_above,
            "followed": dict(self._flight.followed),
            "is_adopted": self._is_adopted,
            "undos": self._undoing.keep(),
            "ending": self._undoing.keep_ending(),
        }
        return self._waits.keep().model_copy(update=kept)

    def _is_settled(self) -> bool:
        if self._flight.is_stopping or self._flight.bug or self._scribe.bug:
            return True
        return self._flight.may_move if self._renewing else self._flight.is_over

    def _raise_bug(self) -> None:
        error = self._flight.bug or self._scribe.bug
        if isinstance(error, FailureError):
            # Raised as it is, it would fail the run, before its last rows are written.
            raise RuntimeError(f"The engine did not expect {error!r}.") from error
        if error:
            raise error

    def _advance(self, ready: Ready) -> None:
        """Start steps, and go on at once where one ends at once.

        Control steps come first, so that their records travel with the calls that follow.
        """
        control: deque[Place] = deque()
        calls: deque[Place] = deque()
        self._sort(ready, control, calls)
        while (control or calls) and not self._flight.is_stopping and not self._renews():
            place = (control or calls).popleft()
            # Its iteration may have been left since it became ready.
            if not place.frame.is_left and not self._hand.stops(place):
                self._sort(self._start(place), control, calls)

    def _start(self, place: Place) -> Ready:
        if place.step.lane == "activity":
            return self._activity_steps.start(place)
        return self._control_steps.start(place)

    def _sort(self, ready: Ready, control: deque[Place], calls: deque[Place]) -> None:
        for place in ready:
            (calls if place.step.lane == "activity" else control).append(place)

    def _renews(self) -> bool:
        """Whether a new history is to take over: what is ready now is ready there too."""
        if not self._renewing:
            advice = self.renewal()
            self._renewing = advice is Renewal.NOW or (
                advice is Renewal.WHEN_IDLE and self._flight.is_idle
            )
        return self._renewing

    def renewal(self) -> Renewal:
        """Overridden by tests, which can't wait for thousands of events."""
        info = workflow.info()
        return advise(
            suggested=info.is_continue_as_new_suggested(),
            events=info.get_current_history_length(),
            size_bytes=info.get_current_history_size(),
            began_at=self._began_at,
        )

    def _renews_between_undos(self) -> bool:
        return self.renewal() is not Renewal.NOT_YET and workflow.patched(UNDO_RENEWS)

    async def _finish(self) -> RunResult | None:
        """Stop what still runs, undo what was done, write the last rows, and end as the run ended.

        None: a new history is to go on with the undoing.
        """
        if self._flight.is_stopping and not self._undoing.is_under_way:
            await self._flight.stop()
            self._raise_bug()
        if self._flight.is_stopping and not await self._undoing.run(self._renews_between_undos):
            return None
        undos: HandedUp = {}
        if self._request.item is not None:
            await self._undoing.checkpoint()
            undos = await hand_up(self._request.workspace_id, self._undoing.keep())
        status, output, error = self._verdict()
        facts = {"output": output, "error": error, "not_undone": self._undoing.not_undone}
        now = workflow.now()
        await self._scribe.finish(self._progress.update(status, finished_at=now, **facts))
        told = self._undoing.not_undone if self._request.item else ()
        result = result_of(self._progress, status, output, error, undos)
        return await end(self._request.run_id, result, told, is_adopted=self._is_adopted)

    def _verdict(self) -> tuple[RunStatus, JsonValue, ErrorInfo | None]:
        if self._flight.error:
            return RunStatus.FAILED, None, self._flight.error
        if self._flight.is_cancelled:
            return RunStatus.CANCELLED, None, None
        return RunStatus.SUCCEEDED, self._progress.output, None

    async def _uncancelled(self, work: Coroutine[Any, Any, T]) -> T:
        """See through what must be done; a cancel that comes meanwhile is only noted."""
        task = asyncio.ensure_future(work)
        while True:
            try:
                return await asyncio.shield(task)
            except asyncio.CancelledError:
                if task.done():
                    self._note_late_cancel()
                    return task.result()
                self._note_cancel()

    def _note_late_cancel(self) -> None:
        """As `_note_cancel`; histories from before it was heard at this moment go on without."""
        is_first = workflow.cancellation_reason() is not None and not self._has_heard_cancel
        if not is_first or workflow.patched(LATE_CANCEL):
            self._note_cancel()

    def _note_cancel(self) -> None:
        """Temporal cancels a run once; besides, a worker cancels all tasks to forget a workflow.

        Who goes on then can't be forgotten, and the run would be stuck on that worker.
        """
        if self._has_heard_cancel or workflow.cancellation_reason() is None:
            raise asyncio.CancelledError
        self._has_heard_cancel = True
        self._flight.is_cancelled = True
