"""What nodes log, kept beside their steps: a few lines of each attempt, written in batches.

The worker's own log has all of them; these are for people who look at a run. So they may be lost: a
worker that is killed loses the last quarter of a second, and while the database is away only so many wait.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal, Protocol

import structlog
from pydantic import JsonValue

from activities import redaction
from noria.step_calls import StepCall
from noria.step_log import LAST, MAX_LINES, LogLine, fit_facts, fit_message

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
_node_log: structlog.stdlib.BoundLogger = structlog.get_logger("node")

Write = Callable[[Sequence[LogLine]], Awaitable[None]]

GATHER_SECONDS = 0.25
RETRY_SECONDS = 1.0
MAX_WAITING = 5_000
"""Lines; what comes above is left out."""
BATCH_LINES = 500
MAX_LINES_OF_RUN = 10_000
"""Kept of one run by one worker: a loop of a million items may log in each."""
MAX_RUNS = 5_000
"""Counted at a time."""


class LineSink(Protocol):
    """Takes lines, and never waits."""

    def add(self, line: LogLine) -> None: ...


class StepLogs:
    """Implements `LineSink`; one task of `run` does the writing."""

    def __init__(self, write: Write, *, outages: tuple[type[Exception], ...]) -> None:
        self._write = write
        self._outages = outages
        self._waiting: list[LogLine] = []
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._came = asyncio.Event()

    def add(self, line: LogLine) -> None:
        """Kept, unless its run has logged enough or the database is too far behind."""
        count = self._counts.pop(line.run_id, 0) + 1
        self._counts[line.run_id] = count
        if len(self._counts) > MAX_RUNS:
            self._counts.popitem(last=False)
        if count > MAX_LINES_OF_RUN or len(self._waiting) >= MAX_WAITING:
            return
        self._waiting.append(line)
        self._came.set()

    async def run(self) -> None:
        """For ever; on cancel it writes what it has, once."""
        try:
            while True:
                await self._came.wait()
                await asyncio.sleep(GATHER_SECONDS)
                self._came.clear()
                await self._flush()
        except asyncio.CancelledError:
            await self._flush()
            raise

    async def _flush(self) -> None:
        while self._waiting:
            batch = self._waiting[:BATCH_LINES]
            try:
                await self._write(batch)
            except self._outages:
                self._came.set()
                await asyncio.sleep(RETRY_SECONDS)
                return
            # Whatever else is wrong is about these lines: they must not stop the next ones.
            except Exception:
                log.exception("log_lines_refused", lines=len(batch))
            del self._waiting[: len(batch)]


class AttemptLog:
    """Implements `noria.context.Log` for one attempt: into the worker's log, and beside the step."""

    def __init__(self, sink: LineSink, call: StepCall, attempt: int) -> None:
        self._sink = sink
        self._call = call
        self._attempt = attempt
        self._count = 0

    def info(self, event: str, **values: Any) -> None:
        self._bound.info(event, **values)
        self._keep("info", event, values)

    def warning(self, event: str, **values: Any) -> None:
        self._bound.warning(event, **values)
        self._keep("warning", event, values)

    @cached_property
    def _bound(self) -> structlog.stdlib.BoundLogger:
        """Made when it is used: most attempts log nothing."""
        call = self._call
        return _node_log.bind(
            run_id=call.run_id,
            node_id=call.step.id,
            node_type=call.step.type,
            iteration=call.iteration,
            attempt=self._attempt,
        )

    def _keep(self, level: Literal["info", "warning"], event: str, values: dict[str, Any]) -> None:
        self._count += 1
        if self._count > MAX_LINES:
            return
        is_last = self._count == MAX_LINES
        call, secrets = self._call, redaction.current()
        # Before it is cut: half a secret is not recognised.
        plain = {
            name: secrets.text(value) if isinstance(value, str) else value
            for name, value in values.items()
        }
        self._sink.add(
            LogLine(
                run_id=call.run_id,
                workspace_id=call.workspace_id,
                node_id=call.step.id,
                iteration=call.iteration,
                attempt=self._attempt,
                number=self._count,
                at=datetime.now(UTC),
                level=level,
                message=LAST if is_last else fit_message(secrets.text(str(event))),
                facts=None if is_last else _redacted(fit_facts(plain)),
            )
        )


def _redacted(facts: dict[str, JsonValue] | None) -> dict[str, JsonValue] | None:
    secrets = redaction.current()
    return facts and {secrets.text(name): secrets.value(value) for name, value in facts.items()}
