"""One attempt at one step: from the call that Temporal delivers to the result it takes back."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import structlog
from pydantic import JsonValue, ValidationError
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.adapter.evaluator import Evaluator, fill
from activities.adapter.failure import (
    Failure,
    StepPaused,
    StepTimeout,
    WorkerStopped,
    describe,
)
from activities.adapter.pauses import through_pauses
from activities.adapter.sub_runs import SubRunStore
from activities.adapter.timing import beat, seconds_of, within
from activities.adapter.values import Vault, to_json
from activities.adapter.waits import WaitStore
from noria.blobs import BLOB_THRESHOLD_BYTES, BlobStore
from noria.catalog import Catalog
from noria.config import validate_config
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import OUT, PortName
from noria.node_type import NodeType, Output
from noria.run import ErrorInfo, StepRecord, StepStatus
from noria.step_calls import StepCall, StepResult
from noria.step_sink import StepSink

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

AT_ONCE = timedelta(milliseconds=50)
"""Another worker is ready: nothing has failed that would need a pause."""


class ContextFactory(Protocol):
    """Makes what a node may reach during one attempt."""

    def __call__(self, call: StepCall, *, attempt: int, timeout_s: float) -> NodeContext: ...


@dataclass(frozen=True, kw_only=True)
class LocalTools:
    """What the local activities of runs need whose steps need nothing from outside."""

    sink: StepSink
    blobs: BlobStore
    evaluator: Evaluator


@dataclass(frozen=True, kw_only=True)
class Tools(LocalTools):
    """What every attempt of a worker shares."""

    catalog: Catalog
    contexts: ContextFactory
    waits: WaitStore
    sub_runs: SubRunStore


class Attempt:
    """Tells the sink how it goes, and Temporal how it ended."""

    def __init__(self, tools: Tools, call: StepCall, attempt: int | None = None) -> None:
        """`attempt` where it is not the activity's own."""
        self._tools = tools
        self._call = call
        self._info = activity.info()
        self._attempt = attempt or call.attempts_before + self._info.attempt
        self._vault = Vault(tools.blobs, call.workspace_id)
        self._started_at = datetime.now(UTC)
        self._shown: JsonValue = None

    async def run(self) -> StepResult:
        """
        Raises:
            ApplicationError: The attempt failed; it says whether another one may succeed.
            CancelledError: The run was cancelled.
        """
        self._tools.sink.emit(self._call.pending, self._call.run)
        stop_beating = beat(self._info)
        try:
            result = await self._run()
        except asyncio.CancelledError:
            stopped = self._stopped()
            if stopped is None:
                raise
            raise stopped from None
        # The seam to foreign code: a bug in a node must fail its step, whatever it raises.
        except Exception as error:  # noqa: BLE001
            raise self._failed(error) from None
        finally:
            stop_beating()
        self._tell(StepStatus.SUCCEEDED, result=result)
        return result

    async def follow(self) -> StepResult | None:
        """As `run`, of a quick step in a chain: None where it failed, of which nobody is told.

        An activity of its own is to do it again, and to say so then.
        """
        try:
            result = await self._run()
        # As in `run`: whatever a node raises.
        except Exception as error:  # noqa: BLE001
            self._log().info("chain_ended", error=str(error))
            return None
        self._tell(StepStatus.SUCCEEDED, result=result)
        return result

    async def _run(self) -> StepResult:
        step = self._call.step
        node_type = self._tools.catalog.get(step.type, step.type_version)
        rendered = await self._render()
        self._tell(StepStatus.RUNNING)
        config = validate_config(node_type, rendered)
        seconds = seconds_of(step.policy.timeout_s)
        context = self._tools.contexts(self._call, attempt=self._attempt, timeout_s=seconds)
        work = _function(node_type)(config, context)
        if not node_type.stops_on_pause:
            work = through_pauses(work)
        answer = await within(seconds, work, self._call)
        return await self._accept(answer)

    async def _render(self) -> dict[str, JsonValue]:
        step = self._call.step
        if not step.expressions:
            self._shown = dict(step.config)
            return step.config
        scope = await self._vault.open_scope(self._call.scope)
        values = await self._tools.evaluator.values(self._call, scope)
        rendered = fill(self._call, values)
        shown = await self._vault.spill_each(values)
        self._shown = dict(rendered) if shown is values else dict(fill(self._call, shown))
        return rendered

    async def _accept(self, answer: Any) -> StepResult:
        port = OUT
        if isinstance(answer, Output):
            answer, port = answer.value, answer.port
        self._check_port(port)
        output, data = to_json(answer)
        if len(data) > BLOB_THRESHOLD_BYTES:
            output = await self._vault.store(data)
        try:
            return StepResult(
                output=output,
                port=port,
                attempt=self._attempt,
                started_at=self._started_at,
                finished_at=datetime.now(UTC),
            )
        except ValidationError as error:
            raise NodeFailed("The node's output is not JSON: use plain values only.") from error

    def _check_port(self, port: PortName) -> None:
        if port not in self._call.step.ports:
            raise NodeFailed(
                f"The node type {self._call.step.type!r} left by the port {port!r}, "
                f"but has only {', '.join(map(repr, self._call.step.ports))}."
            )

    def _failed(self, error: Exception) -> ApplicationError:
        failure = describe(error, self._call)
        if failure.info.type == "node_crashed":
            self._log().exception("node_crashed", exc_info=error)
        return self._end(failure)

    def _stopped(self) -> ApplicationError | None:
        """What a cancelled attempt ends as; None when the run itself was cancelled or is gone."""
        why = activity.cancellation_details()
        if why is not None and (why.cancel_requested or why.not_found):
            self._tell(StepStatus.CANCELLED)
            return None
        if why is not None and why.timed_out:
            error = StepTimeout(f"Step {self._call.step.id!r} gave no sign of life in time.")
        elif why is not None and why.paused:
            error = StepPaused("The run was paused; this is tried again when it goes on.")
        else:
            error = WorkerStopped(
                "The worker stopped before this attempt was done.", retry_after=AT_ONCE
            )
        return self._end(describe(error, self._call))

    def _end(self, failure: Failure) -> ApplicationError:
        self._tell(StepStatus.FAILED, error=failure.info)
        return failure.to_temporal(self._attempt)

    def _tell(
        self,
        status: StepStatus,
        *,
        result: StepResult | None = None,
        error: ErrorInfo | None = None,
    ) -> None:
        call = self._call
        ended = None if status is StepStatus.RUNNING else datetime.now(UTC)
        record = StepRecord(
            run_id=call.run_id,
            workspace_id=call.workspace_id,
            node_id=call.step.id,
            iteration=call.iteration,
            attempt=self._attempt,
            status=status,
            port=result.port if result else None,
            input=self._shown,
            output=result.output if result else None,
            error=error,
            started_at=self._started_at,
            finished_at=result.finished_at if result else ended,
        )
        self._tools.sink.emit((record,))

    def _log(self) -> structlog.stdlib.BoundLogger:
        call = self._call
        return log.bind(
            run_id=call.run_id,
            node_id=call.step.id,
            node_type=call.step.type,
            iteration=call.iteration,
            attempt=self._attempt,
        )


def _function(node_type: NodeType[Any]) -> Callable[[Any, NodeContext], Awaitable[Any]]:
    if node_type.run is None:
        raise NodeFailed(f"The node type {node_type.name!r} runs inside the workflow only.")
    return node_type.run
