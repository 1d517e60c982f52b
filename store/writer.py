"""Writes rows in batches: at most one transaction in 50 ms, and soon after a pause.

A transaction costs more than the rows in it, so a busy worker gathers; a single event after a quiet
moment is written within 5 ms, and whoever waits for a write never waits for more rows.

While the database is away the writer keeps the batch it has, tries it again until it is taken, and
gathers the next one up to a limit. Above the limit live rows are left out, and counted in the log:
`noria.finish_run` brings a summary of every step, so they are written when the run ends.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import structlog

from noria.errors import Invalid, Unavailable
from noria.run import Projection, RunUpdate, StepRecord
from store.row_batch import ROW_BYTES, Batch, weigh

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Write = Callable[[Sequence[StepRecord], Sequence[RunUpdate]], Awaitable[None]]
"""One transaction; may be repeated."""

GATHER_SECONDS = 0.005
"""What comes this soon after the first row belongs to the same moment."""
BATCH_SECONDS = 0.05
"""From the beginning of one transaction to that of the next; people don't see the difference."""
MAX_BATCH_SECONDS = 0.15
REST = 4
"""On a machine so busy that transactions are slow, the pause is this many times as long as one."""
MAX_ROWS = 10_000
MAX_BYTES = 64 * 1024 * 1024
TRANSACTION_ROWS = 1_000
FIRST_PAUSE_SECONDS = 0.1
MAX_PAUSE_SECONDS = 5.0
FLUSH_SECONDS = 2.0
"""How long the last rows may take at the end; runs still open write theirs elsewhere."""


class Writer:
    """Implements `noria.step_sink.StepSink`; one task of `run` does the writing."""

    def __init__(
        self,
        write: Write,
        *,
        outages: tuple[type[Exception], ...],
        batch_seconds: float = BATCH_SECONDS,
        max_rows: int = MAX_ROWS,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        """`outages`: what `write` raises when the same rows may be taken later."""
        self._write = write
        self._outages = outages
        self._batch_seconds = self._pause = batch_seconds
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self._next = Batch()
        self._came = asyncio.Event()
        self._hurry = asyncio.Event()
        self._left_out = 0
        self._began = float("-inf")
        self._closing = False
        self.is_keeping_up = True
        """False while the database does not answer."""

    def emit(self, steps: Sequence[StepRecord], run: RunUpdate | None = None) -> None:
        """Never waits. The status of a run is small and is never left out."""
        if not steps and run is None:
            return
        rows = Projection.model_construct(steps=tuple(steps), run=run)
        size = weigh(rows)
        if steps and self._is_full(size):
            self._leave_out(len(steps))
            rows, size = Projection(run=run), ROW_BYTES
        self._next.add(rows, size)
        self._came.set()

    async def write(self, projection: Projection) -> None:
        """Return when the rows are committed.

        Raises:
            Unavailable: Too many rows wait already; Temporal tries again.
            Invalid: The database takes some of the rows never.
        """
        if not projection.steps and projection.run is None:
            return
        size = weigh(projection)
        if self._is_full(size):
            raise Unavailable("Too many rows wait for the database; it does not answer.")
        done = asyncio.get_running_loop().create_future()
        self._next.add(projection, size)
        self._next.waiters.append(done)
        self._came.set()
        self._hurry.set()
        await done

    async def run(self) -> None:
        """Write until closed; what has come by then is still written."""
        while True:
            await self._came.wait()
            if not self._closing:
                await self._gather()
            self._began = asyncio.get_running_loop().time()
            batch, self._next = self._next, Batch()
            self._came.clear()
            self._hurry.clear()
            await self._write_batch(batch)
            taken = asyncio.get_running_loop().time() - self._began
            self._pause = max(self._batch_seconds, min(taken * REST, MAX_BATCH_SECONDS))
            if self._closing:
                if not self._next:
                    return
                self._came.set()

    def close(self) -> None:
        """Let `run` end when everything is written."""
        self._closing = True
        self._came.set()
        self._hurry.set()

    async def _gather(self) -> None:
        """Wait a moment for more, unless somebody waits for us."""
        now = asyncio.get_running_loop().time()
        gathered = now + min(GATHER_SECONDS, self._batch_seconds)
        try:
            async with asyncio.timeout_at(max(gathered, self._began + self._pause)):
                await self._hurry.wait()
        except TimeoutError:
            pass

    async def _write_batch(self, batch: Batch) -> None:
        steps, runs = batch.steps, batch.runs
        refused = 0
        for start in range(0, max(len(steps), 1), TRANSACTION_ROWS):
            part = steps[start : start + TRANSACTION_ROWS]
            # A run's status comes with the last rows, so that nobody sees an end before its steps.
            is_last = start + TRANSACTION_ROWS >= len(steps)
            refused += await self._write_some(part, runs if is_last else ())
        _release(batch.waiters, refused)
        if self._left_out:
            log.warning("live_rows_left_out", rows=self._left_out)
            self._left_out = 0

    async def _write_some(self, steps: Sequence[StepRecord], runs: Sequence[RunUpdate]) -> int:
        """Write rows, each at least once; return how many the database refused for good."""
        if not steps and not runs:
            return 0
        try:
            await self._write_until_taken(steps, runs)
        # Whatever is not an outage is about a row: it must not stop the rows of other runs.
        except Exception as error:  # noqa: BLE001
            return await self._write_apart(steps, runs, error)
        return 0

    async def _write_until_taken(
        self, steps: Sequence[StepRecord], runs: Sequence[RunUpdate]
    ) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                await self._write(steps, runs)
            except self._outages as error:
                self.is_keeping_up = False
                if pause == FIRST_PAUSE_SECONDS:
                    log.warning("database_does_not_answer", error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(pause * 2, MAX_PAUSE_SECONDS)
            else:
                if pause != FIRST_PAUSE_SECONDS:
                    log.info("database_answers_again", rows=len(steps) + len(runs))
                self.is_keeping_up = True
                return

    async def _write_apart(
        self, steps: Sequence[StepRecord], runs: Sequence[RunUpdate], error: Exception
    ) -> int:
        """Halve until the row that is refused stands alone."""
        if len(steps) + len(runs) == 1:
            row = steps[0] if steps else runs[0]
            log.error(
                "row_refused",
                run_id=row.run_id,
                node_id=getattr(row, "node_id", None),
                exc_info=error,
            )
            return 1
        if not steps:
            middle = len(runs) // 2
            return await self._write_some((), runs[:middle]) + await self._write_some(
                (), runs[middle:]
            )
        middle = len(steps) // 2 if not runs else len(steps)
        return await self._write_some(steps[:middle], ()) + await self._write_some(
            steps[middle:], runs
        )

    def _is_full(self, size: int) -> bool:
        waiting = self._next
        return len(waiting) >= self._max_rows or waiting.size_bytes + size > self._max_bytes

    def _leave_out(self, rows: int) -> None:
        if self._left_out == 0:
            log.warning("live_rows_left_out_from_now", waiting=len(self._next))
        self._left_out += rows


@asynccontextmanager
async def writing(writer: Writer) -> AsyncGenerator[None]:
    """The writer at work; at the end it writes what it has, if the database lets it."""
    task = asyncio.create_task(writer.run())
    try:
        yield
    finally:
        writer.close()
        _, late = await asyncio.wait({task}, timeout=FLUSH_SECONDS)
        if late:
            log.warning("rows_not_written_at_the_end")
            task.cancel()
            await asyncio.wait({task})


def _release(waiters: Sequence[asyncio.Future[None]], refused: int) -> None:
    """Waiters whose caller gave up are done already."""
    for waiter in waiters:
        if waiter.done():
            continue
        if refused:
            waiter.set_exception(Invalid(f"The database refused {refused} of the rows."))
        else:
            waiter.set_result(None)
