"""Loops over many items: batches of them are activities, in a window; the workflow keeps counters."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.batch import BatchBody, BatchResult, CollectCall, SplitCall
    from noria.blobs import BLOB_THRESHOLD_BYTES, size_of
    from noria.model import OUT
    from noria.node_type import Each
    from noria.run import BatchState, Items, Snapshot, StepKey, StepState, StepStatus

from noria.steps import states
from noria.steps.batches import outer_reads, reads_outer_loop
from noria.steps.control import Rendered
from noria.steps.frame import Place
from workflows import local_calls
from workflows.batch_loop import BatchLoop, size_of_batch
from workflows.calls import history_length
from workflows.flight import Ready
from workflows.lanes import MAX_CALL_BYTES, too_large_batch
from workflows.names import BATCH, BATCHES_HEED_PAUSE, COLLECT, HEARTBEAT_TIMEOUT, SPLIT
from workflows.parts import Parts
from workflows.renewal import Renewal

_PATIENCE_EVENTS = 1_000
_LONGEST = timedelta(hours=1)
"""Of one activity: a batch hands over what is left long before."""
_RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=15)
)
"""Without an end: items fail by their own policy, within; what else fails is a server of ours."""


class Batches:
    """A container's task sends batches, counts what they give, and gathers the results."""

    def __init__(
        self, parts: Parts, renewal: Callable[[], Renewal], renews: Callable[[], bool]
    ) -> None:
        """`renewal` is the advice about a new history; `renews` asks for one: true once it comes."""
        self._parts = parts
        self._flight = parts.flight
        self._renewal = renewal
        self._renews = renews
        self._loops: dict[StepKey, BatchLoop] = {}
        self._patience = 0
        """Length of history up to which the advice to renew is passed over, as others are at work."""

    def take(self, place: Place, outcome: Each, rendered: Rendered | None) -> Ready:
        """Begin the loop."""
        state = BatchState(outcome=outcome, since=workflow.now())
        self._flight.spawn(place, partial(self._start, place, state, rendered))
        return ()

    def resume(self, ready: Iterable[Place], left: Snapshot) -> None:
        """Take up the loops that an earlier history left."""
        for place in ready:
            if state := left.batches.get(place.key):
                self._flight.spawn(place, partial(self._drive, place, state))

    def keep(self) -> dict[StepKey, BatchState]:
        """What `resume` needs."""
        return {key: loop.state for key, loop in self._loops.items()}

    async def _start(self, place: Place, state: BatchState, rendered: Rendered | None) -> Ready:
        shown = (await self._stored([rendered]))[0] if rendered else None
        assert shown is None or isinstance(shown, dict)
        running = StepState(status=StepStatus.RUNNING, started_at=state.since)
        self._flight.note(place, running, shown)
        each = state.outcome
        try:
            if each.items is not None and size_of(list(each.items)) > BLOB_THRESHOLD_BYTES:
                each = await self._put_aside(each)
            if each.items is None:
                items = await self._split(place, each)
                state = state.model_copy(update={"items": items, "outcome": each})
        except ActivityError as error:
            return self._flight.activity_failed(place, error, state.since)
        return await self._drive(place, state)

    async def _put_aside(self, each: Each) -> Each:
        assert each.items is not None
        keys = each.keys
        items = list(each.items)
        whole: JsonValue = dict(zip(keys, items, strict=True)) if keys is not None else items
        [source] = await self._stored([whole])
        return Each(
            None,
            source=source,
            concurrency=each.concurrency,
            on_item_error=each.on_item_error,
            batch_size=each.batch_size,
        )

    async def _split(self, place: Place, each: Each) -> Items:
        call = SplitCall(
            workspace_id=self._parts.request.workspace_id,
            source=each.source,
            batch_size=each.batch_size,
        )
        return await self._execute(place, SPLIT, call, Items)

    async def _stored(self, values: list[JsonValue]) -> list[JsonValue]:
        return await local_calls.store_large(self._parts.request.workspace_id, values)

    async def _drive(self, place: Place, state: BatchState) -> Ready:
        loop = BatchLoop(place, state, self._parts.progress.body(place))
        body = self._body(loop)
        if (size := size_of_batch(body)) > MAX_CALL_BYTES:
            error = too_large_batch(place.step, size)
            now = workflow.now()
            return self._flight.fail(place, states.failed(place.step, error, 0, state.since, now))
        self._loops[place.key] = loop
        try:
            while not loop.is_over:
                await self._send(loop, body)
                if not loop.is_over:
                    await self._give_way(loop)
            return await self._end(loop)
        except ActivityError as error:
            return self._flight.activity_failed(place, error, state.since)
        finally:
            del self._loops[place.key]

    def _body(self, loop: BatchLoop) -> BatchBody:
        place, progress = loop.place, self._parts.progress
        reader = place.step.model_copy(update={"reads": outer_reads(place.step, loop.body)})
        around = place.frame.loop
        is_read = around is not None and reads_outer_loop(place.step, loop.body)
        return BatchBody(
            run_id=self._parts.request.run_id,
            workspace_id=self._parts.request.workspace_id,
            container=place.step.model_copy(update={"sources": ()}),
            steps=loop.body,
            scope=progress.scope(Place(reader, place.frame)),
            outer=dict(around) if around is not None and is_read else None,
            iteration=place.frame.iteration,
            now=workflow.now(),
            on_item_error=loop.state.outcome.on_item_error,
            concurrency=loop.concurrency,
        )

    async def _send(self, loop: BatchLoop, body: BatchBody) -> None:
        """Keep the window full until the loop is over or a new history is advised."""
        tasks = [asyncio.create_task(self._send_some(loop, body)) for _ in range(loop.window)]
        loop.stop_others = lambda: _cancel(tasks)
        try:
            for task in tasks:
                await _outcome(task, loop)
        finally:
            _cancel(tasks)
            await asyncio.gather(*tasks, return_exceptions=True)
            loop.release()

    async def _send_some(self, loop: BatchLoop, body: BatchBody) -> None:
        while self._may_send():
            await self._unpaused()
            number = loop.take()
            if number is None:
                return
            await self._send_one(loop, body, number)

    async def _send_one(self, loop: BatchLoop, body: BatchBody, number: int) -> None:
        """A batch, as often as it leaves something."""
        while True:
            pending, update = self._parts.scribe.news_for_call(self._flight.is_paused)
            call = loop.call(body, number).model_copy(update={"pending": pending, "run": update})
            result: BatchResult = await self._execute(
                loop.place, BATCH, call, BatchResult, suffix=f":{number}"
            )
            loop.count(number, result)
            self._tell(loop)
            if loop.state.closing:
                loop.stop_others()
                return
            if result.left is None:
                return
            if result.retry_after_s:
                await workflow.sleep(timedelta(seconds=result.retry_after_s))
            # Guarded here alone: a run that was paused before this was there sent its batch again.
            if self._flight.is_paused and workflow.patched(BATCHES_HEED_PAUSE):
                await self._unpaused()
            if not self._may_send():
                return

    async def _unpaused(self) -> None:
        if self._flight.is_paused:
            await workflow.wait_condition(lambda: not self._flight.is_paused)

    def _may_send(self) -> bool:
        advice = self._renewal()
        if advice is Renewal.WHEN_IDLE:
            return history_length() < self._patience
        return advice is Renewal.NOT_YET

    def _tell(self, loop: BatchLoop) -> None:
        """How far the loop is: with the next call, or soon by itself."""
        progress = StepState(
            status=StepStatus.RUNNING, started_at=loop.state.since, output=loop.progress
        )
        self._flight.note(loop.place, progress)

    async def _give_way(self, loop: BatchLoop) -> None:
        """Rest, with nothing under way, so that a new history may take over; else go on here."""
        since = loop.state.since
        self._flight.resting[loop.place.key] = since
        if self._renews():
            await workflow.wait_condition(lambda: False)
        # Others are at work: a new history comes when they rest, too.
        self._flight.resting.pop(loop.place.key, None)
        self._patience = history_length() + _PATIENCE_EVENTS

    async def _end(self, loop: BatchLoop) -> Ready:
        place, state = loop.place, loop.state
        if state.error is not None:
            failed = states.failed(place.step, state.error, 1, state.since, workflow.now())
            return self._flight.fail(place, failed)
        call = CollectCall(
            workspace_id=self._parts.request.workspace_id,
            results=tuple(state.results[number] for number in sorted(state.results)),
            keyed=loop.is_keyed,
        )
        [output] = await self._execute(place, COLLECT, call, list[Any])
        done = states.done(output, OUT, state.since, workflow.now())
        return self._flight.end(place, done.model_copy(update={"error": loop.left_out}))

    async def _execute(
        self, place: Place, name: str, call: Any, result_type: Any, *, suffix: str = ""
    ) -> Any:
        return await workflow.execute_activity(
            name,
            call,
            result_type=result_type,
            activity_id=f"{place.key}{suffix}" if suffix else None,
            start_to_close_timeout=_LONGEST,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            retry_policy=_RETRY,
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
        )


def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    """All but the one that asks for it, in order so that a replay repeats it."""
    for task in tasks:
        if task is not asyncio.current_task():
            task.cancel()


async def _outcome(task: asyncio.Task[None], loop: BatchLoop) -> None:
    """Await a task; one that was cancelled because the loop is closing has nothing to say."""
    try:
        await task
    except asyncio.CancelledError:
        if not loop.state.closing or not task.cancelled():
            raise
    except ActivityError as error:
        if not (loop.state.closing and is_cancelled_exception(error)):
            raise
