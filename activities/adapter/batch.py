"""Runs a loop's body over one batch of items, in one activity. Rows of single items are not written."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

import orjson
from pydantic import JsonValue
from temporalio import activity

from activities.adapter.attempt import Tools
from activities.adapter.failure import describe, is_passing
from activities.adapter.pauses import through_pauses
from activities.adapter.timing import beat, seconds_of, within
from activities.adapter.values import VALUE_TYPE, Vault, to_json
from noria.batch import SHOWN_FAILURES, BatchCall, BatchResult, Leftover
from noria.blobs import BLOB_THRESHOLD_BYTES
from noria.config import validate_config
from noria.errors import NodeFailed, NoriaError
from noria.model import OUT
from noria.node_type import Output
from noria.plan import PlanStep
from noria.run import ErrorInfo, ItemFailure
from noria.step_calls import StepCall, StepResult
from noria.steps import states
from noria.steps.batches import Body, Iteration, backoff, kept_result

WORK_S = 20.0
"""After so long a call hands over what is left: a worker that dies takes no more than that with it."""
YIELD_ITEMS = 100
"""Items of a body without activities that hold the event loop at a time."""
_REFERENCE = b'"$blob"'


class Batch:
    """One call of `noria.batch`."""

    def __init__(self, tools: Tools, call: BatchCall) -> None:
        self._tools = tools
        self._call = call
        self._vault = Vault(tools.blobs, call.body.workspace_id)
        self._is_pure = all(step.lane == "control" for step in call.body.steps)
        self._ends_at = time.monotonic() + WORK_S
        self._may_hold_references = False

    async def run(self) -> BatchResult:
        """
        Raises:
            Unavailable: The blob store does not answer; Temporal calls again.
        """
        self._tools.sink.emit(self._call.pending, self._call.run)
        stop_beating = beat(activity.info())
        try:
            return await through_pauses(self._run(), self._hand_over)
        finally:
            stop_beating()

    def _hand_over(self) -> None:
        """Begin no more items: what is left is sent again when the run goes on."""
        self._ends_at = -inf

    async def _run(self) -> BatchResult:
        iterations, left = await self._begin()
        size = YIELD_ITEMS if self._is_pure else self._call.body.concurrency
        has_stopped = False
        done: list[Iteration] = []
        for at in range(0, len(iterations), size):
            if has_stopped or (at and time.monotonic() > self._ends_at):
                break
            group = iterations[at : at + size]
            await self._do(group)
            done += self._up_to_break(group)
            has_stopped = any(self._stops(iteration) for iteration in group)
            # Heartbeats and other activities have their turn.
            await asyncio.sleep(0)
        return await self._close(left, done, iterations[len(done) :], has_stopped=has_stopped)

    def _up_to_break(self, group: Sequence[Iteration]) -> Sequence[Iteration]:
        """Items without activities go together, but are as if one had come after the other."""
        at = next((at for at, each in enumerate(group) if each.has_broken), None)
        return group if at is None or not self._is_pure else group[: at + 1]

    async def _begin(self) -> tuple[list[Iteration], Leftover]:
        """What there is to do, and what was done by an earlier call."""
        body = self._call.body
        opened = await self._vault.open_scope(body.scope)
        inside = body.scope.model_validate(
            {name: opened[name] for name in ("steps", "trigger", "vars", "env", "run")}
        )
        self._body = Body(body.model_copy(update={"scope": inside}))
        keys, items = await self._items()
        left = Leftover()
        places = {self._call.first + at: None for at in range(len(items))}
        if self._call.left is not None:
            left = Leftover.model_validate_json(await self._read(self._call.left))
            places = {each.index: each for each in left.open}
        iterations: list[Iteration] = []
        now = datetime.now(UTC)
        for index, open_item in places.items():
            at = index - self._call.first
            key = keys[at] if keys else None
            iterations.append(self._body.begin(index, items[at], key, open_item, now))
        return iterations, left

    async def _items(self) -> tuple[Sequence[str] | None, Sequence[JsonValue]]:
        call = self._call
        if call.manifest is None:
            self._may_hold_references = _REFERENCE in orjson.dumps(call.items)
            return call.keys, call.items
        digests = orjson.loads(await self._read(call.manifest))
        data = await self._read(digests[call.number])
        self._may_hold_references = _REFERENCE in data
        chunk = orjson.loads(data)
        if call.keyed:
            return [key for key, _ in chunk], [value for _, value in chunk]
        return None, chunk

    async def _read(self, digest: str) -> bytes:
        return await self._tools.blobs.get(self._call.body.workspace_id, digest)

    def _stops(self, iteration: Iteration) -> bool:
        has_failed = iteration.end is not None and iteration.end.kind == "failed"
        return iteration.has_broken or (has_failed and self._call.body.on_item_error == "stop")

    async def _do(self, group: Sequence[Iteration]) -> None:
        for step in self._body.steps:
            ready = [each for each in group if each.is_open and each.ready.pop(step.id, None)]
            if ready:
                await self._do_step(step, ready)
        self._body.finish(group)

    async def _do_step(self, step: PlanStep, ready: Sequence[Iteration]) -> None:
        opened = [(each, await self._scope(step, each)) for each in ready]
        known = [(each, scope) for each, scope in opened if scope is not None]
        going = [each for each, _ in known]
        rendered = self._body.render(step, going, [scope for _, scope in known])
        work: list[Any] = []
        for iteration, config in zip(going, rendered, strict=True):
            if isinstance(config, ErrorInfo):
                self._body.fail(step, iteration, config)
            elif step.lane == "control":
                self._body.do_control(step, iteration, config)
            else:
                work.append(self._do_activity(step, iteration, config))
        await asyncio.gather(*work)

    async def _scope(self, step: PlanStep, iteration: Iteration) -> dict[str, JsonValue] | None:
        """What the step reads; None: it can't be opened, and the item has failed."""
        scope = self._body.scope(step, iteration)
        if self._is_pure and not self._may_hold_references:
            return scope.names()
        try:
            return await self._vault.open_scope(scope)
        except NoriaError as error:
            if is_passing(error):
                raise
            info = describe(error, self._step_call(step, iteration)).info
            self._body.fail(step, iteration, info)
            return None

    async def _do_activity(
        self, step: PlanStep, iteration: Iteration, config: dict[str, JsonValue]
    ) -> None:
        attempt = iteration.attempts.get(step.id, 0) + 1
        call = self._step_call(step, iteration)
        started_at = datetime.now(UTC)
        try:
            result = await self._attempt(call, config, attempt, started_at)
        # The seam to foreign code: a bug in a node must fail its item, whatever it raises.
        except Exception as error:  # noqa: BLE001
            failure = describe(error, call)
            retry = step.policy.retry
            if failure.info.retryable and attempt < retry.max_attempts:
                iteration.attempts[step.id] = attempt
                pause = failure.retry_after or timedelta(seconds=backoff(retry, attempt))
                iteration.rests_until = datetime.now(UTC) + pause
            else:
                self._body.fail(step, iteration, failure.info, attempt)
        else:
            self._body.end(step, iteration, states.succeeded(result))

    async def _attempt(
        self, call: StepCall, config: dict[str, JsonValue], attempt: int, started_at: datetime
    ) -> StepResult:
        step = call.step
        node_type = self._tools.catalog.get(step.type, step.type_version)
        if node_type.run is None:
            raise NodeFailed(f"The node type {step.type!r} runs inside the workflow only.")
        seconds = seconds_of(step.policy.timeout_s)
        context = self._tools.contexts(call, attempt=attempt, timeout_s=seconds)
        work = node_type.run(validate_config(node_type, config), context)
        answer = await within(seconds, work, call)
        port = OUT
        if isinstance(answer, Output):
            answer, port = answer.value, answer.port
        if port not in step.ports:
            raise NodeFailed(states.unknown_port(step, port).message)
        output, data = to_json(answer)
        if len(data) > BLOB_THRESHOLD_BYTES:
            output = await self._vault.store(data)
        return StepResult(
            output=output,
            port=port,
            attempt=attempt,
            started_at=started_at,
            finished_at=datetime.now(UTC),
        )

    def _step_call(self, step: PlanStep, iteration: Iteration) -> StepCall:
        body = self._call.body
        return StepCall(
            run_id=body.run_id,
            workspace_id=body.workspace_id,
            iteration=iteration.frame.iteration,
            step=step,
            scope=body.scope,
            seed=self._body.seed(step, iteration),
            now=body.now,
        )

    async def _close(
        self,
        left: Leftover,
        done: Sequence[Iteration],
        untouched: Sequence[Iteration],
        *,
        has_stopped: bool,
    ) -> BatchResult:
        """Store what was done: for good, or with what is still to do."""
        results = dict(left.results)
        told = self._tell(left.result, done, results)
        rest = [each for each in (*done, *untouched) if each.end is None]
        if rest and not has_stopped:
            due = [each.rests_until for each in rest if each.rests_until is not None]
            # What was never tried does not wait for what failed.
            pause = 0.0 if untouched else (min(due) - datetime.now(UTC)).total_seconds()
            kept = Leftover(
                results=results, open=tuple(each.to_open_item() for each in rest), result=told
            )
            digest = await self._put(kept.model_dump_json().encode())
            return told.model_copy(update={"left": digest, "retry_after_s": max(pause, 0.0)})
        return told.model_copy(update={"results": await self._put(await self._output(results))})

    def _tell(
        self, before: BatchResult, done: Sequence[Iteration], results: dict[int, JsonValue]
    ) -> BatchResult:
        """Count, and put what is kept into `results`."""
        count = {"result": before.done, "failed": before.failed, "left_out": before.left_out}
        failures = list(before.failures)
        error = None
        for iteration in done:
            if (end := iteration.end) is None:
                continue
            count[end.kind] += 1
            is_kept, value = kept_result(self._call.body, end)
            if is_kept:
                results[iteration.index] = value
            if end.error is not None:
                error = error or end.error
                failures.append(ItemFailure(index=iteration.index, error=end.error))
        return BatchResult(
            done=count["result"],
            failed=count["failed"],
            left_out=count["left_out"],
            failures=tuple(failures[:SHOWN_FAILURES]),
            error=error if self._call.body.on_item_error == "stop" else None,
            broke=any(iteration.has_broken for iteration in done),
        )

    async def _output(self, results: dict[int, JsonValue]) -> bytes:
        """A list, or an object of a keyed loop, in the order of the items; large ones by reference."""
        keys, _ = await self._items() if self._call.keyed or self._call.keys else (None, ())
        kept: list[tuple[int, JsonValue]] = []
        for index in sorted(results):
            data = orjson.dumps(results[index])
            is_large = len(data) > BLOB_THRESHOLD_BYTES
            kept.append((index, await self._vault.store(data) if is_large else results[index]))
        if keys is None:
            return orjson.dumps([value for _, value in kept])
        return orjson.dumps({keys[index - self._call.first]: value for index, value in kept})

    async def _put(self, data: bytes) -> str:
        ref = await self._tools.blobs.put(self._call.body.workspace_id, data, VALUE_TYPE)
        return ref.digest
