"""Steps that are runs of their own: Temporal child workflows."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TypeVar

from temporalio import workflow
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import (
    ActivityError,
    ChildWorkflowError,
    FailureError,
    WorkflowAlreadyStartedError,
)
from temporalio.workflow import (
    ChildWorkflowCancellationType,
    ChildWorkflowHandle,
    ExternalWorkflowHandle,
    ParentClosePolicy,
)

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.model import OUT
    from noria.node_type import StartRun
    from noria.run import (
        ErrorInfo,
        Followed,
        RunRequest,
        RunResult,
        RunStatus,
        StepState,
        StepStatus,
    )
    from noria.sub_runs import MAX_DEPTH, SubRunEnd, SubRunOrder

from noria.steps import states
from noria.steps.control import Rendered
from noria.steps.frame import Place
from workflows import local_calls
from workflows.adoption import Adoption, handle_of
from workflows.failure import failed_end
from workflows.flight import Ready, Work
from workflows.names import (
    GRAPH_WORKFLOW,
    ITEMS_OUTLIVE,
    PAUSE_BELOW,
    SUB_RUN_WAITS,
    SUB_RUNS_PAUSE,
    SUB_RUNS_SPREAD,
    search_attributes,
    temporal_id,
)
from workflows.parts import Parts

T = TypeVar("T")
_Run = ChildWorkflowHandle[object, RunResult] | ExternalWorkflowHandle[object]


class SubRuns:
    """Records each, starts it, and waits for its end where it is asked to."""

    def __init__(self, parts: Parts, adoption: Adoption) -> None:
        self._request = parts.request
        self._flight = parts.flight
        self._calls = parts.calls
        self._adoption = adoption

    def take(self, place: Place, outcome: StartRun, rendered: Rendered | None) -> Ready:
        """Start the run, unless it would be too deep."""
        since = workflow.now()
        if self._request.depth >= MAX_DEPTH:
            return self.fail(place, too_deep(place), since)
        self._flight.note(place, StepState(status=StepStatus.RUNNING, started_at=since), rendered)
        self._flight.spawn(place, partial(self._run, place, outcome, since))
        return ()

    async def _run(self, place: Place, outcome: StartRun, since: datetime) -> Ready:
        is_paused = self._flight.is_paused
        try:
            request = await self._prepare(place, outcome)
        except ActivityError as error:
            return self._flight.activity_failed(place, error, since)
        try:
            if not outcome.wait:
                await self._start(request, waits=False)
                return self._end(place, {"run_id": request.run_id}, since)
            end = await self.follow(place, request, since, is_paused)
        except WorkflowAlreadyStartedError:
            return self.fail(place, taken(place, request), since)
        if end.result.status is not RunStatus.SUCCEEDED:
            return self.fail(place, _failed(place, request, end), since)
        return self._end(place, end.result.output, since)

    async def follow(
        self, place: Place, request: RunRequest, since: datetime, is_paused: bool
    ) -> SubRunEnd:
        """Start a run and wait for its end, pausing it whenever this one is paused.

        One that a person started in a run that `is_paused` runs until the run is paused again.

        Raises:
            WorkflowAlreadyStartedError: Somebody else has started it.
            CancelledError: It was cancelled by this one.
        """
        run_id = request.run_id
        try:
            child = await self._start(request, waits=True)
            if workflow.patched(SUB_RUN_WAITS):
                self._show_waiting(place, request, since)
            result = await self._paused_with(child, child, is_paused)
            end = SubRunEnd(run_id=run_id, result=result)
        except ChildWorkflowError as error:
            end = failed_end(run_id, error)
        return self._not_by_this(place, end)

    def resume(self, place: Place, followed: Followed, work: Work) -> None:
        """Go on with a step whose run an earlier history has started; `work` is to `follow_on`."""
        self._flight.spawn(place, work)
        self._flight.call(place, followed)

    async def follow_on(self, place: Place, run_id: str) -> SubRunEnd:
        """As `follow`, of a run that an earlier history has started."""
        is_paused = self._flight.is_paused
        end = self._adoption.end_of(run_id)
        return self._not_by_this(place, await self._paused_with(handle_of(run_id), end, is_paused))

    def _not_by_this(self, place: Place, end: SubRunEnd) -> SubRunEnd:
        self._flight.lose(place.key)
        is_told = self._flight.is_stopping or place.frame.is_left
        if is_told and end.result.status is RunStatus.CANCELLED:
            raise asyncio.CancelledError
        return end

    async def _paused_with(self, run: _Run, end: Awaitable[T], is_paused: bool) -> T:
        follows = asyncio.create_task(self._pause_with(run, is_paused))
        try:
            return await end
        finally:
            follows.cancel()

    async def _pause_with(self, child: _Run, is_paused: bool) -> None:
        """Pause and resume the sub-run whenever this one is, as long as it goes on."""
        while True:
            if is_paused:
                await workflow.wait_condition(lambda: not self._flight.is_paused)
            else:
                await workflow.wait_condition(lambda: self._flight.is_paused)
            is_paused = not is_paused
            if workflow.patched(SUB_RUNS_PAUSE):
                with suppress(FailureError):  # it has just ended
                    await child.signal(PAUSE_BELOW, is_paused)

    async def _prepare(self, place: Place, outcome: StartRun) -> RunRequest:
        run_id = str(workflow.uuid4())
        [value] = await local_calls.store_large(self._request.workspace_id, [outcome.input])
        return await local_calls.prepare_run(
            SubRunOrder(
                run_id=run_id,
                parent_run_id=self._request.run_id,
                workspace_id=self._request.workspace_id,
                node_id=place.step.id,
                iteration=place.frame.iteration,
                workflow=outcome.workflow,
                version=outcome.version,
                input=value,
                depth=self._request.depth + 1,
                only_reads=outcome.only_reads or self._request.only_reads,
            )
        )

    async def _start(
        self, request: RunRequest, *, waits: bool
    ) -> ChildWorkflowHandle[object, RunResult]:
        """A run that is waited for ends with this one, also when this one is terminated.

        That of an item is cancelled by who terminates, or by the sweep: to Temporal, a new history is an end.
        """
        if request.item is not None or workflow.patched(SUB_RUNS_SPREAD):
            await self._calls.pass_gate(len(request.model_dump_json().encode()))
        return await workflow.start_child_workflow(
            GRAPH_WORKFLOW,
            request,
            id=temporal_id(request.run_id),
            result_type=RunResult,
            cancellation_type=ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
            parent_close_policy=ParentClosePolicy.REQUEST_CANCEL
            if waits and not _outlives(request)
            else ParentClosePolicy.ABANDON,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            search_attributes=search_attributes(request),
            static_summary=request.workflow_name,
        )

    def _show_waiting(self, place: Place, request: RunRequest, since: datetime) -> None:
        self._flight.note(place, StepState(status=StepStatus.WAITING, started_at=since))
        outlives = _outlives(request)
        self._flight.call(place, Followed(run_id=request.run_id, since=since) if outlives else None)

    def _end(self, place: Place, output: JsonValue, since: datetime) -> Ready:
        return self._flight.end(place, states.done(output, OUT, since, workflow.now()))

    def fail(self, place: Place, error: ErrorInfo, since: datetime) -> Ready:
        """End a step whose run could not be started, or failed."""
        state = states.failed(place.step, error, 1, since, workflow.now())
        return self._flight.fail(place, state)


def too_deep(place: Place) -> ErrorInfo:
    """Why no run is started."""
    message = (
        f"Step {place.step.id!r} would start a run below {MAX_DEPTH} others, which is as deep as they "
        "go: a workflow that calls itself needs a branch that ends."
    )
    return ErrorInfo(type="too_deep", message=message, node_id=place.step.id)


def taken(place: Place, request: RunRequest) -> ErrorInfo:
    """Why no run was started."""
    message = f"The sub-run {request.run_id} was started by somebody else."
    return ErrorInfo(type="run_failed", message=message, node_id=place.step.id)


def _outlives(request: RunRequest) -> bool:
    """Whether it goes on where the run that waits for it goes on in a new history."""
    return request.item is not None and workflow.patched(ITEMS_OUTLIVE)


def _failed(place: Place, request: RunRequest, end: SubRunEnd) -> ErrorInfo:
    """The sub-run's own error is in the details, so that an error port can read it."""
    why = end.result.error or ErrorInfo(type="cancelled", message="it was cancelled.")
    return ErrorInfo(
        type="run_failed",
        message=f"The run of {request.workflow_name!r} failed: {why.message}",
        node_id=place.step.id,
        details={"run_id": request.run_id, "error": why.model_dump(mode="json")},
    )
