"""The calls of node activities: one argument, one result, by the node's policy."""

import asyncio
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from noria.blobs import BLOB_THRESHOLD_BYTES, size_of
    from noria.run import RunRequest, Scope, step_key
    from noria.step_calls import NextStep, StepCall, StepResult
    from noria.steps.control import Moment
from noria.steps.chains import MAX_CHAIN_S
from noria.steps.frame import Place
from noria.steps.mending import is_planned
from workflows.lanes import Lane, Quota, prepare
from workflows.local_calls import NEXT_TASK, execute_local

_QUICK_RETRY = timedelta(milliseconds=500)


class Calls:
    """Prepared once for a plan, so that a step costs no more than hand-written code."""

    def __init__(self, request: RunRequest, quota: Quota) -> None:
        self._request = request
        self._quota = quota
        self._gate = asyncio.Lock()
        self._lanes = {
            step.id: prepare(step) for step in request.plan.steps if step.lane == "activity"
        }

    def moment(self, place: Place) -> Moment:
        """Now, for a control node or an expression of this step."""
        return Moment(
            now=workflow.now(),
            seed=self._seed(place),
            run_input=self._request.input,
            iteration=place.frame.iteration,
        )

    def _seed(self, place: Place) -> str:
        return f"{self._request.run_id}:{place.step.id}:{place.frame.iteration}"

    def next_step(self, place: Place, scope: Scope) -> NextStep:
        """What an activity is sent to do this step after another one."""
        step = self._lanes[place.step.id].step
        return NextStep(step=step, reads=place.step.reads, scope=scope, seed=self._seed(place))

    def make(self, place: Place, scope: Scope, moment: Moment) -> StepCall:
        """What the step's activity, or the evaluation of its expressions, is sent."""
        lane = self._lane(place)
        return StepCall(
            run_id=self._request.run_id,
            workspace_id=self._request.workspace_id,
            iteration=place.frame.iteration,
            step=lane.step if lane else place.step,
            scope=scope,
            attempts_before=place.attempts_before,
            edition=place.edition,
            seed=moment.seed,
            now=moment.now,
        )

    async def execute(self, place: Place, call: StepCall, size: int) -> StepResult:
        """
        Raises:
            ActivityError: All attempts are spent, or the step was cancelled and has said so.
        """
        lane = self._lane(place)
        assert lane is not None
        if lane.step.quick:
            return await self._execute_beside(call, lane)
        await self.pass_gate(size)
        return await workflow.execute_activity(
            call.step.type,
            call,
            result_type=StepResult,
            # The Temporal UI reads like the graph: the id names the node, the summary is its name.
            activity_id=step_key(call.step.id, call.iteration),
            summary=call.step.name,
            task_queue=lane.task_queue,
            start_to_close_timeout=lane.timeout,
            heartbeat_timeout=lane.heartbeat_timeout,
            retry_policy=lane.retry,
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
        )

    async def _execute_beside(self, call: StepCall, lane: Lane) -> StepResult:
        """In the quick lane: all results of a workflow task travel to the server together."""
        await self.pass_gate(BLOB_THRESHOLD_BYTES)
        task = history_length()
        result: StepResult = await execute_local(
            call.step.type,
            call,
            result_type=StepResult,
            activity_id=step_key(call.step.id, call.iteration),
            summary=call.step.name,
            start_to_close_timeout=lane.timeout + self._time_for(call.then),
            retry_policy=lane.retry,
            # A longer wait becomes a timer, which holds no other step back.
            local_retry_threshold=_QUICK_RETRY,
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
        )
        size = sum(size_of(each.output) for each in (result, *result.then))
        self._quota.give_back(task, BLOB_THRESHOLD_BYTES - size)
        return result

    def _time_for(self, chain: tuple[NextStep, ...]) -> timedelta:
        """For what follows the first step: the last one begins in time, and takes its own."""
        if not chain:
            return timedelta()
        longest = max(self._lanes[each.step.id].timeout for each in chain)
        return timedelta(seconds=MAX_CHAIN_S) + longest

    def _lane(self, place: Place) -> Lane | None:
        lane = self._lanes.get(place.step.id)
        return lane if lane is None or is_planned(place) else prepare(place.step)

    async def pass_gate(self, size: int) -> None:
        """Spread what is sent over workflow tasks where one could not carry them all, first come first."""
        if not self._gate.locked() and self._quota.take_bytes(history_length(), size):
            return
        async with self._gate:
            while not self._quota.take_bytes(history_length(), size):
                await workflow.sleep(NEXT_TASK)


def history_length() -> int:
    """Tells workflow tasks apart: it changes only between them."""
    return workflow.info().get_current_history_length()
