"""Puts right what a crash left behind: queued runs that nobody started, rows of runs that are over.

It also shows runs that no worker can go on with, on their rows: see `workflows.stuck`.

One worker sweeps at a time. It asks Temporal, which knows; the rows only follow.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from noria.errors import NoriaError, NotFound, PlanUnreadable, TooLarge, Unavailable
from noria.run import (
    ErrorInfo,
    Projection,
    RunRequest,
    RunResult,
    RunStatus,
    RunUpdate,
    split_step_key,
)
from noria.step_sink import StepSink
from store.database import OUTAGES
from store.sweep import RunRef
from workflows.client import LOST
from workflows.stuck import Stuck

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

PAGE = 500
"""Runs that Temporal is asked about before the sweep looks at the time."""
LONGEST = timedelta(seconds=5)
"""For queued runs, and for open ones: with more than it can look at in that time, the next sweep goes on
behind them. Much less than PostgreSQL lets the transaction with the lock stand still."""


class StoredRuns(Protocol):
    """The rows, as the sweep sees them."""

    def lock(self) -> AbstractAsyncContextManager[bool]:
        """True for one worker at a time."""
        ...

    async def unstarted(
        self, older_than: timedelta, after: UUID | None, limit: int
    ) -> Sequence[RunRef]: ...
    async def open(self, after: UUID | None, limit: int) -> Sequence[RunRef]: ...
    async def request(self, ref: RunRef) -> RunRequest: ...
    async def forget(self) -> int:
        """Delete some of the runs whose time to be kept is over; gives how many."""
        ...

    async def park(self, ref: RunRef, error: ErrorInfo | None) -> None:
        """Show why a run can't go on; None: it can again."""
        ...


class TemporalRuns(Protocol):
    """The runs, as Temporal knows them."""

    async def start(self, request: RunRequest) -> None: ...
    async def result(self, run_id: str) -> RunResult | Stuck | None:
        """None while the run goes on.

        Raises:
            NotFound: Temporal has no such run, or no longer.
        """
        ...


class Lines(Protocol):
    """The lines of runs that wait for others to end."""

    async def sweep(self) -> int:
        """Start the runs whose turn has come; gives how many."""
        ...


@dataclass
class Place:
    """How far the sweep has come among its rows."""

    after: UUID | None = None
    """None: at their begin."""


class Sweep:
    """One round at a time, which `worker.keeping` repeats."""

    def __init__(
        self,
        stored: StoredRuns,
        temporal: TemporalRuns,
        sink: StepSink,
        lines: Lines,
        *,
        queued_age: timedelta,
        longest: timedelta = LONGEST,
    ) -> None:
        self._stored = stored
        self._temporal = temporal
        self._sink = sink
        self._lines = lines
        self._queued_age = queued_age
        self._longest = longest
        self._queued, self._open = Place(), Place()

    async def sweep(self) -> int:
        """Return how many runs were put right; 0 also when another worker sweeps."""
        async with self._stored.lock() as mine:
            if not mine:
                return 0
            started = await self._walk(self._queued, self._unstarted, self._start_if_lost)
            closed = await self._walk(self._open, self._stored.open, self._close_if_over)
            if forgotten := await self._stored.forget():
                log.info("runs_forgotten", count=forgotten)
            return started + closed + await self._lines.sweep()

    async def _unstarted(self, after: UUID | None, limit: int) -> Sequence[RunRef]:
        return await self._stored.unstarted(self._queued_age, after, limit)

    async def _walk(self, place: Place, rows: "Rows", mend: "Mend") -> int:
        """Go on behind the place, to the end of the rows or of the time."""
        mended = 0
        end = time.monotonic() + self._longest.total_seconds()
        while True:
            page = await rows(place.after, PAGE)
            # Before they are dealt with: what can't be must not keep those behind it from it.
            place.after = page[-1].run_id if len(page) == PAGE else None
            mended += await self._each(page, mend)
            if place.after is None or time.monotonic() >= end:
                return mended

    async def _each(self, refs: Sequence[RunRef], mend: "Mend") -> int:
        mended = 0
        for ref in refs:
            try:
                mended += await mend(ref)
            except (Unavailable, *OUTAGES):
                raise
            # One run that can't be put right must not keep the others from it.
            except Exception:
                log.exception("run_not_mended", run_id=str(ref.run_id))
        return mended

    async def _start_if_lost(self, ref: RunRef) -> bool:
        """Most queued runs wait in Temporal, for a worker or for their time: asking costs least."""
        try:
            result = await self._temporal.result(str(ref.run_id))
        except NotFound:
            return await self._start(ref)
        # It may be over: a run that was terminated at once never told its row anything.
        return await self._mend(ref, result)

    async def _start(self, ref: RunRef) -> bool:
        try:
            await self._temporal.start(await self._stored.request(ref))
        except TooLarge as error:
            await self._close(ref, _failed(error))
            return True
        except PlanUnreadable as error:
            return await self._park(ref, _unreadable(str(error)))
        await self._unpark(ref)
        log.info("queued_run_started", run_id=str(ref.run_id))
        return True

    async def _close_if_over(self, ref: RunRef) -> bool:
        try:
            result = await self._temporal.result(str(ref.run_id))
        except NotFound:
            result = LOST
        return await self._mend(ref, result)

    async def _mend(self, ref: RunRef, result: RunResult | Stuck | None) -> bool:
        if isinstance(result, Stuck):
            return await self._park(ref, _why(result))
        if result is None:
            return await self._unpark(ref)
        await self._close(ref, result)
        log.info("open_row_closed", run_id=str(ref.run_id), status=result.status)
        return True

    async def _park(self, ref: RunRef, error: ErrorInfo) -> bool:
        """Said once: Temporal tries again by itself, and so does the next sweep."""
        if ref.is_parked:
            return False
        await self._stored.park(ref, error)
        # Without the reason, which may quote what the run was given.
        log.error("run_parked", run_id=str(ref.run_id), error=error.type, node_id=error.node_id)
        return True

    async def _unpark(self, ref: RunRef) -> bool:
        if ref.is_parked:
            await self._stored.park(ref, None)
            log.info("run_goes_on_again", run_id=str(ref.run_id))
        return ref.is_parked

    async def _close(self, ref: RunRef, result: RunResult) -> None:
        update = RunUpdate(
            run_id=str(ref.run_id),
            workspace_id=str(ref.workspace_id),
            status=result.status,
            output=result.output,
            error=result.error,
            finished_at=datetime.now(UTC),
        )
        await self._sink.write(Projection(run=update))


Rows = Callable[[UUID | None, int], Awaitable[Sequence[RunRef]]]
"""So many runs behind the one with this id."""


class Mend(Protocol):
    """Puts one run right; False when there was nothing to do."""

    async def __call__(self, ref: RunRef) -> bool: ...


def _unreadable(reason: str) -> ErrorInfo:
    message = f"No worker can go on with this run; it goes on by itself when one can. {reason}"
    return ErrorInfo(type="parked", message=message, retryable=True)


def _why(stuck: Stuck) -> ErrorInfo:
    if stuck.step is None:
        return _unreadable(stuck.reason)
    node_id, _ = split_step_key(stuck.step.key)
    return ErrorInfo(type="no_worker", message=stuck.reason, node_id=node_id, retryable=True)


def _failed(error: NoriaError) -> RunResult:
    return RunResult(status=RunStatus.FAILED, error=ErrorInfo(type=error.code, message=str(error)))
