"""A worker's side of the seam, small: node activities, and local activities that remember."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, cast

import httpx2
import orjson
from pydantic import JsonValue
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.adapter.attempt import Tools
from activities.adapter.definitions import make_batch_activities
from activities.adapter.evaluator import Evaluator
from activities.adapter.sub_runs import make_sub_run_activities
from activities.adapter.waits import make_wait_activities
from noria.blobs import BlobRef, is_blob
from noria.catalog import load_control_catalog
from noria.config import render
from noria.expressions import Budget, ExpressionItem, evaluate
from noria.item_calls import GatherCall, ItemsCall, ItemsPage, StoreCall
from noria.model import OUT, PortName
from noria.run import ErrorInfo, Projection, RunStatus, RunUpdate, StepRecord, StepStatus, step_key
from noria.step_calls import StepCall, StepResult
from tests.activities.calls import RememberingSink
from tests.activities.fakes import FakeContext, MemoryBlobs
from tests.workflows.fake_agents import make_agent_activities
from tests.workflows.fake_sub_runs import FakeSubRuns
from tests.workflows.fake_waits import FakeWaits
from workflows.names import EVALUATE, FINISH_RUN, GATHER, ITEMS, PROJECT, STORE


@dataclass
class FakeWorker:
    """What people would see, and what the outside world would."""

    events: list[str] = field(default_factory=list[str])
    """`node` when an attempt starts, `-node` when it ends well, `x node` when it is cancelled."""
    calls: dict[str, StepCall] = field(default_factory=dict[str, StepCall])
    steps: dict[str, StepRecord] = field(default_factory=dict[str, StepRecord])
    """Newest record of each step that the workflow had written."""
    told: list[RunUpdate] = field(default_factory=list[RunUpdate])
    """Of the run, as it came."""
    finished: Projection | None = None
    projections: int = 0
    blobs: dict[str, bytes] = field(default_factory=dict[str, bytes])
    sub_runs: FakeSubRuns = field(default_factory=FakeSubRuns)
    waits: FakeWaits = field(default_factory=FakeWaits)
    refuse_writes: int = 0
    """So many of the next writes fail."""
    refuses_for_good: bool = False
    """Every write fails, and will always."""

    def activities(self) -> Sequence[Callable[..., Any]]:
        return [
            self.stuck, self.echo, self.emit, self.slow, self.flaky, self.broken, self.patient, self.sour,
            self.choose,
            self.project, self.finish_run, self.evaluate, self.store,
            *make_wait_activities(self.waits), *make_sub_run_activities(self.sub_runs),
            self.items, self.gather, *make_batch_activities(self._tools()),
            *make_agent_activities(self._answer),
        ]  # fmt: skip

    def _tools(self) -> Tools:
        """What batches need of the adapter, which is real there; only control nodes are in them."""
        return Tools(
            catalog=load_control_catalog(),
            contexts=_context,
            sink=RememberingSink(),
            blobs=MemoryBlobs(),
            evaluator=Evaluator(),
            waits=self.waits,
            sub_runs=self.sub_runs,
        )

    @property
    def statuses(self) -> list[RunStatus]:
        return [update.status for update in self.told]

    def step_statuses(self) -> dict[str, StepStatus]:
        return {node_id: record.status for node_id, record in self.steps.items()}

    @activity.defn(name="test.echo")
    async def echo(self, call: StepCall) -> StepResult:
        """Answer with the scope it was sent."""
        self._enter(call)
        return self._leave(call, call.scope.model_dump(mode="json"))

    @activity.defn(name="test.emit")
    async def emit(self, call: StepCall) -> StepResult:
        """Answer with the config's `value`."""
        self._enter(call)
        return self._leave(call, call.step.config["value"])

    @activity.defn(name="test.slow")
    async def slow(self, call: StepCall) -> StepResult:
        """Take the config's `seconds`, beating so that a cancel arrives."""
        self._enter(call)
        try:
            await self._beat(float(str(call.step.config["seconds"])))
        except asyncio.CancelledError:
            self.events.append(f"x {key_of(call)}")
            raise
        return self._leave(call, None)

    @activity.defn(name="test.patient")
    async def patient(self, call: StepCall) -> StepResult:
        """End well in spite of a cancel."""
        self._enter(call)
        try:
            await self._beat(30)
        except asyncio.CancelledError:
            self.events.append(f"x {key_of(call)}")
        return self._leave(call, "anyway")

    @activity.defn(name="test.sour")
    async def sour(self, call: StepCall) -> StepResult:
        """Fail when it is told to stop."""
        self._enter(call)
        try:
            await self._beat(30)
        except asyncio.CancelledError:
            raise self._error(call, "node_unavailable", "too late", retryable=True) from None
        return self._leave(call, None)

    @activity.defn(name="test.flaky")
    async def flaky(self, call: StepCall) -> StepResult:
        """Fail the config's `failures` first attempts."""
        self._enter(call)
        attempt = _attempt(call)
        if attempt <= int(str(call.step.config["failures"])):
            raise self._error(call, "node_unavailable", f"try {attempt} failed", retryable=True)
        return self._leave(call, attempt)

    @activity.defn(name="test.stuck")
    async def stuck(self, call: StepCall) -> StepResult:
        """Fail the config's `failures` first attempts; when to try again is the policy's matter."""
        self._enter(call)
        if _attempt(call) <= int(str(call.step.config["failures"])):
            error = self._error(call, "node_unavailable", "broken", retryable=True)
            raise ApplicationError(error.message, *error.details, type=error.type)
        return self._leave(call, None)

    @activity.defn(name="test.broken")
    async def broken(self, call: StepCall) -> StepResult:
        self._enter(call)
        await asyncio.sleep(float(str(call.step.config.get("after_s", 0))))
        raise self._error(call, "node_failed", str(call.step.config.get("message", "broken")))

    @activity.defn(name="test.choose")
    async def choose(self, call: StepCall) -> StepResult:
        """Answer by the config's `port`."""
        self._enter(call)
        return self._leave(call, None, port=PortName(str(call.step.config["port"])))

    @activity.defn(name=PROJECT)
    async def project(self, projection: Projection) -> None:
        self.projections += 1
        self._write(projection)

    @activity.defn(name=FINISH_RUN)
    async def finish_run(self, projection: Projection) -> None:
        self._write(projection)
        self.finished = projection

    @activity.defn(name=EVALUATE)
    async def evaluate(self, call: StepCall) -> JsonValue:
        scope = self._opened(call.scope.names())
        assert isinstance(scope, dict)
        items = [ExpressionItem.of(e) for e in call.step.expressions]
        evaluation = evaluate(items, scope, budget=Budget.ACTIVITY, now=call.now, seed=call.seed)
        return render(call.step.config, call.step.expressions, evaluation.values)

    @activity.defn(name=STORE)
    async def store(self, call: StoreCall) -> list[JsonValue]:
        return [self.put(value) for value in call.values]

    @activity.defn(name=ITEMS)
    async def items(self, call: ItemsCall) -> ItemsPage:
        """Ten at a time."""
        opened = self._opened(call.source)
        if isinstance(opened, str):
            raise ApplicationError("no list", type="invalid", non_retryable=True)
        keys = tuple(opened) if isinstance(opened, dict) else None
        everything = tuple(opened.values() if isinstance(opened, dict) else cast("Any", opened))
        page = slice(call.start, call.start + 10)
        return ItemsPage(
            start=call.start,
            items=everything[page],
            keys=keys[page] if keys is not None else None,
            total=len(everything),
        )

    @activity.defn(name=GATHER)
    async def gather(self, call: GatherCall) -> JsonValue:
        parts: list[Any] = [self._opened(part) for part in call.parts]
        if isinstance(parts[0], dict):
            return self.put({key: value for part in parts for key, value in part.items()})
        return self.put([value for part in parts for value in part])

    def put(self, value: JsonValue) -> JsonValue:
        data = orjson.dumps(value)
        digest = sha256(data).hexdigest()
        self.blobs[digest] = data
        return BlobRef.model_validate({"$blob": digest, "size": len(data)}).to_json()

    def _opened(self, value: JsonValue) -> JsonValue:
        if is_blob(value):
            return orjson.loads(self.blobs[str(value["$blob"])])
        if isinstance(value, dict):
            return {name: self._opened(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._opened(inner) for inner in value]
        return value

    def _write(self, projection: Projection) -> None:
        if self.refuses_for_good:
            raise ApplicationError("no such rows", type="invalid", non_retryable=True)
        if self.refuse_writes:
            self.refuse_writes -= 1
            raise ConnectionError("the database is down")
        self._seen(projection.steps)
        if projection.run:
            self.told.append(projection.run)

    def _seen(self, records: Sequence[StepRecord]) -> None:
        for record in records:
            key = step_key(record.node_id, record.iteration)
            known = self.steps.get(key)
            if known is None or (record.attempt, record.rank) >= (known.attempt, known.rank):
                self.steps[key] = record

    def _enter(self, call: StepCall) -> None:
        self.events.append(key_of(call))
        self.calls[key_of(call)] = call
        self._seen(call.pending)
        if call.run:
            self.told.append(call.run)

    def _answer(self, call: StepCall, output: JsonValue) -> StepResult:
        self._enter(call)
        return self._leave(call, output)

    def _leave(self, call: StepCall, output: JsonValue, port: PortName = OUT) -> StepResult:
        self.events.append(f"-{key_of(call)}")
        return StepResult(
            output=output,
            port=port,
            attempt=_attempt(call),
            started_at=activity.info().started_time,
            finished_at=datetime.now(UTC),
        )

    def _error(
        self, call: StepCall, code: str, message: str, *, retryable: bool = False
    ) -> ApplicationError:
        info = ErrorInfo(type=code, message=message, node_id=call.step.id, retryable=retryable)
        return ApplicationError(
            message,
            info.model_dump(mode="json"),
            _attempt(call),
            type=code,
            non_retryable=not retryable,
            next_retry_delay=timedelta(milliseconds=10) if retryable else None,
        )

    async def _beat(self, seconds: float) -> None:
        for _ in range(max(1, round(seconds / 0.05))):
            activity.heartbeat()
            await asyncio.sleep(0.05)


def key_of(call: StepCall) -> str:
    """Node id, with the iteration where there is one."""
    return step_key(call.step.id, call.iteration)


def _context(call: StepCall, *, attempt: int, timeout_s: float) -> FakeContext:
    return FakeContext(httpx2.AsyncClient(), attempt=attempt, timeout_s=timeout_s)


def _attempt(call: StepCall) -> int:
    return call.attempts_before + activity.info().attempt
