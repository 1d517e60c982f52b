"""The one Temporal workflow: it follows a plan.

It is replayed from history, so it touches no clock, no random source, no network and no database;
import contracts keep it so. What a run knows is `progress`; what may start next and what a control
node does is in `noria.steps`: all pure. Here is only what waits.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError, CancelledError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.blobs import BLOB_THRESHOLD_BYTES
    from noria.model import OUT, NodeId
    from noria.node_type import Finish, WaitUntil
    from noria.plan import PlanStep
    from noria.run import (
        ErrorInfo,
        RunRequest,
        RunResult,
        RunStatus,
        Scope,
        Snapshot,
        StepCall,
        StepState,
        StepStatus,
    )

from noria.steps import states
from noria.steps.control import Answer, Moment, Rendered, call, perform, values_of, with_values
from noria.steps.scope import holds_blobs
from workflows import local_calls
from workflows.calls import Calls, history_length
from workflows.failure import describe_activity_error, run_failed
from workflows.lanes import MAX_CALL_BYTES, Quota, Turn, size_of_call, too_large
from workflows.names import GRAPH_WORKFLOW
from workflows.progress import Progress
from workflows.renewal import Renewal, advise
from workflows.scribe import Scribe
from workflows.waits import Waits

T = TypeVar("T")
Ready = Iterable[NodeId]
Work = Callable[[], Coroutine[Any, Any, Ready]]

CANCEL_GRACE = timedelta(seconds=30)
"""How long a stopped run waits for its activities to say that they have stopped."""


@workflow.defn(name=GRAPH_WORKFLOW)
class GraphWorkflow:
    """Starts each step as soon as the edges into it are decided.

    A step that needs nothing from outside is done at once, in the same workflow task; every other
    one is an asyncio task, at whose end scheduling goes on. What a node gets wrong fails its step;
    what the engine gets wrong fails the workflow task, which heals with the next deploy.
    """

    @workflow.init
    def __init__(self, request: RunRequest) -> None:
        self._request = request
        self._progress = Progress(request, workflow.now())
        self._scribe = Scribe(self._progress)
        self._running: dict[NodeId, asyncio.Task[None]] = {}
        self._waits = Waits()
        self._quota = Quota()
        self._calls = Calls(request, self._quota)
        self._renewing = False
        self._cancelled = False
        self._error: ErrorInfo | None = None
        self._bug: BaseException | None = None

    @workflow.run
    async def run(self, request: RunRequest) -> RunResult:
        """Follow the plan to its end, or to where a new history takes over."""
        try:
            await self._follow()
        except asyncio.CancelledError:
            self._note_cancel()
        if self._renewing and not self._is_stopping:
            await self._uncancelled(self._scribe.checkpoint(self._request.workspace_id))
            self._raise_bug()
            if not self._cancelled:
                workflow.continue_as_new(
                    self._progress.to_request(self._waits.deadlines, self._waits.since)
                )
        return await self._uncancelled(self._finish())

    async def _follow(self) -> None:
        """Start what may start, and write what nobody else tells, until all has ended."""
        self._begin()
        while not self._is_settled():
            # Temporal looks at conditions once nothing else is left to do at this moment.
            await workflow.wait_condition(
                lambda: self._is_settled() or self._scribe.has_news(self._status)
            )
            if not self._is_settled():
                self._scribe.write_news(self._status)
        self._raise_bug()

    def _begin(self) -> None:
        left = self._request.snapshot or Snapshot()
        for node_id, until in left.deadlines.items():
            step = self._progress.steps[node_id]
            self._start_wait(step, until, left.waiting_since[node_id])
        self._advance(node for node in self._progress.begin() if node not in left.deadlines)

    def _is_settled(self) -> bool:
        if self._error or self._bug or self._scribe.bug:
            return True
        return self._busy == 0 if self._renewing else not self._running

    @property
    def _is_stopping(self) -> bool:
        return self._cancelled or self._error is not None

    @property
    def _busy(self) -> int:
        """Steps in flight; those that only wait for a time are not."""
        return len(self._running) - len(self._waits.deadlines)

    @property
    def _status(self) -> RunStatus:
        only_waits = self._waits.deadlines and self._busy == 0
        return RunStatus.WAITING if only_waits else RunStatus.RUNNING

    def _raise_bug(self) -> None:
        if error := self._bug or self._scribe.bug:
            raise error

    def _advance(self, ready: Ready) -> None:
        """Start steps, and go on at once where one ends at once.

        Control steps come first, so that their records travel with the calls that follow.
        """
        control: deque[NodeId] = deque()
        calls: deque[NodeId] = deque()
        self._sort(ready, control, calls)
        while (control or calls) and not self._is_stopping and not self._renews():
            step = self._progress.steps[(control or calls).popleft()]
            if step.lane == "activity":
                self._sort(self._start_call(step), control, calls)
            elif self._quota.is_spent(self._turn()):
                self._spawn(step, partial(self._control_later, step))
            else:
                self._sort(self._control(step), control, calls)

    def _sort(self, ready: Ready, control: deque[NodeId], calls: deque[NodeId]) -> None:
        for node_id in ready:
            is_call = self._progress.steps[node_id].lane == "activity"
            (calls if is_call else control).append(node_id)

    def _renews(self) -> bool:
        """Whether a new history is to take over: what is ready now is ready there too."""
        if not self._renewing:
            advice = self.renewal()
            self._renewing = advice is Renewal.NOW or (
                advice is Renewal.WHEN_IDLE and self._busy == 0
            )
        return self._renewing

    def renewal(self) -> Renewal:
        """Overridden by tests, which can't wait for thousands of events."""
        info = workflow.info()
        return advise(
            suggested=info.is_continue_as_new_suggested(),
            events=info.get_current_history_length(),
            size_bytes=info.get_current_history_size(),
        )

    def _spawn(self, step: PlanStep, work: Work) -> None:
        task = asyncio.create_task(self._carry(step.id, work))
        self._running[step.id] = task
        task.add_done_callback(partial(self._landed, step.id))

    async def _carry(self, node_id: NodeId, work: Work) -> None:
        ready = await work()
        # A control step may have gone over to a task of its own, as a wait or a large value does.
        if self._running[node_id] is asyncio.current_task():
            del self._running[node_id]
        self._advance(ready)

    def _landed(self, node_id: NodeId, task: asyncio.Task[None]) -> None:
        """Nobody awaits a step's task, so what it raised is kept for the run."""
        if task.cancelled():
            self._end_cancelled(node_id)
        else:
            self._bug = self._bug or task.exception()

    # Control steps.

    def _control(self, step: PlanStep) -> Ready:
        scope = self._progress.scope(step)
        moment = self._moment(step)
        if holds_blobs(scope):
            self._spawn(step, partial(self._control_elsewhere, step, scope, moment))
            return ()
        answer = perform(step, scope, moment)
        self._quota.spend(self._turn(), answer.fuel)
        return self._answered(step, answer)

    def _moment(self, step: PlanStep) -> Moment:
        return Moment(
            now=workflow.now(),
            seed=f"{self._request.run_id}:{step.id}:",
            run_input=self._request.input,
        )

    async def _control_later(self, step: PlanStep) -> Ready:
        """Give up the turn first: the end of a write begins a new one."""
        while self._quota.is_spent(self._turn()):
            self._scribe.write_news(self._status)
            await self._scribe.written()
        return self._control(step)

    def _turn(self) -> Turn:
        return history_length(), self._scribe.writes

    async def _control_elsewhere(self, step: PlanStep, scope: Scope, moment: Moment) -> Ready:
        """Let a local activity open the references that the expressions read."""
        try:
            rendered = await local_calls.evaluate(self._calls.make(step, scope, moment))
        except ActivityError as error:
            return self._activity_failed(step, error, moment.now)
        return self._answered(step, call(step, rendered, moment))

    def _answered(self, step: PlanStep, answer: Answer) -> Ready:
        now = workflow.now()
        outcome = answer.outcome
        if isinstance(outcome, ErrorInfo):
            return self._fail(step, states.failed(step, outcome, 1, now, now), answer.rendered)
        if isinstance(outcome, WaitUntil):
            self._start_wait(step, outcome.time, now, answer.rendered)
            return ()
        if answer.size > BLOB_THRESHOLD_BYTES:
            self._spawn(step, partial(self._control_large, step, answer))
            return ()
        if isinstance(outcome, Finish):
            state = states.done(outcome.output, None, now, now)
        elif outcome.port not in step.ports:
            error = states.unknown_port(step, outcome.port)
            return self._fail(step, states.failed(step, error, 1, now, now), answer.rendered)
        else:
            state = states.done(outcome.value, outcome.port, now, now)
            self._progress.set_vars(outcome.vars or {})
        return self._end(step, state, answer.rendered)

    async def _control_large(self, step: PlanStep, answer: Answer) -> Ready:
        """Keep references to what is too large for rows and snapshots."""
        try:
            values = await local_calls.store_large(self._request.workspace_id, values_of(answer))
        except ActivityError as error:
            return self._activity_failed(step, error, workflow.now())
        return self._answered(step, with_values(answer, values))

    def _start_wait(
        self, step: PlanStep, until: datetime, since: datetime, rendered: Rendered | None = None
    ) -> None:
        self._waits.begin(step.id, until, since)
        self._note(step.id, StepState(status=StepStatus.WAITING, started_at=since), rendered)
        self._spawn(step, partial(self._wait, step))

    async def _wait(self, step: PlanStep) -> Ready:
        since, now = await self._waits.sleep(step)
        waited = (now - since).total_seconds()
        return self._end(step, states.done({"waited_s": waited}, OUT, since, now))

    # Activity steps.

    def _start_call(self, step: PlanStep) -> Ready:
        now = workflow.now()
        call = self._calls.make(step, self._progress.scope(step), self._moment(step))
        size = size_of_call(call)
        if size > MAX_CALL_BYTES:
            return self._fail(step, states.failed(step, too_large(call, size), 0, now, now))
        pending, update = self._scribe.news_for_call()
        call = call.model_copy(update={"pending": pending, "run": update})
        self._spawn(step, partial(self._call, step, call, size))
        return ()

    async def _call(self, step: PlanStep, call: StepCall, size: int) -> Ready:
        started_at = workflow.now()
        try:
            result = await self._calls.execute(call, size)
        except ActivityError as error:
            return self._activity_failed(step, error, started_at)
        if result.port not in step.ports:
            error = states.unknown_port(step, result.port)
            state = states.failed(step, error, result.attempt, started_at, workflow.now())
            return self._fail(step, state)
        return self._end(step, states.succeeded(result))

    def _activity_failed(self, step: PlanStep, error: ActivityError, since: datetime) -> Ready:
        if self._is_stopping and is_cancelled_exception(error):
            raise asyncio.CancelledError
        info, attempt = describe_activity_error(error, step)
        return self._fail(step, states.failed(step, info, attempt, since, workflow.now()))

    # How steps end.

    def _end(self, step: PlanStep, state: StepState, rendered: Rendered | None = None) -> Ready:
        self._note(step.id, state, rendered)
        return self._progress.end(step.id, state, workflow.now())

    def _fail(self, step: PlanStep, state: StepState, rendered: Rendered | None = None) -> Ready:
        """Go on by the policy's port, or fail the run: the first failure is the run's error."""
        if state.port is not None:
            return self._end(step, state, rendered)
        self._note(step.id, state, rendered)
        self._progress.stop_at(step.id, state)
        self._error = self._error or state.error
        return ()

    def _note(self, node_id: NodeId, state: StepState, rendered: Rendered | None = None) -> None:
        record = self._progress.record(node_id, state, rendered)
        step = self._progress.steps[node_id]
        if step.lane == "activity" and state.status is StepStatus.SUCCEEDED:
            self._progress.journal.add_known(record)
        else:
            self._progress.journal.add(record)

    def _end_cancelled(self, node_id: NodeId) -> None:
        now = workflow.now()
        since = self._waits.since.get(node_id)
        state = StepState(status=StepStatus.CANCELLED, started_at=since, finished_at=now)
        self._note(node_id, state)
        self._progress.stop_at(node_id, state)
        self._waits.forget(node_id)
        self._running.pop(node_id, None)

    # How the run ends.

    async def _stop(self) -> None:
        """Cancel what runs, in plan order so that a replay repeats it, and await it."""
        for node_id in self._progress.steps:
            if node_id in self._running:
                self._running[node_id].cancel()
        if self._running:
            try:
                await workflow.wait_condition(
                    lambda: not self._running or self._bug is not None, timeout=CANCEL_GRACE
                )
            except TimeoutError:
                for node_id in tuple(self._running):
                    self._end_cancelled(node_id)
        self._raise_bug()

    async def _finish(self) -> RunResult:
        """Stop what still runs, write the last rows, and end as the run ended."""
        if self._is_stopping:
            await self._stop()
        status, output, error = self._verdict()
        await self._scribe.finish(
            self._progress.update(status, output=output, error=error, finished_at=workflow.now())
        )
        if error:
            raise run_failed(error)
        if status is RunStatus.CANCELLED:
            raise CancelledError("The run was cancelled.")
        return RunResult(status=status, output=output)

    def _verdict(self) -> tuple[RunStatus, JsonValue, ErrorInfo | None]:
        if self._error:
            return RunStatus.FAILED, None, self._error
        if self._cancelled:
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
                    return task.result()
                self._note_cancel()

    def _note_cancel(self) -> None:
        """Temporal cancels a run once; besides, a worker cancels all tasks to forget a workflow.

        Who goes on then can't be forgotten, and the run would be stuck on that worker.
        """
        if self._cancelled or workflow.cancellation_reason() is None:
            raise asyncio.CancelledError
        self._cancelled = True
