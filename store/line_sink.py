"""Lets runs in line go when one before them ends. What that means is in `store.line`.

The end of a run is the local activity `noria.finish_run`: it ends only when those whose turn has
come are started, so Temporal repeats it after a crash.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

import structlog

from noria.errors import PlanUnreadable, TooLarge, Unavailable
from noria.run import (
    FINAL_RUN,
    ErrorInfo,
    Projection,
    RunRequest,
    RunStatus,
    RunUpdate,
    StepRecord,
)
from noria.step_sink import StepSink
from store import line
from store.database import Database
from store.line import Turn
from store.projection import close_run, write_projection
from store.run_start import run_request
from store.sweep import RunRef

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class StoredLine(Protocol):
    """The rows, as this module sees them."""

    async def workflows_in_line(self) -> Sequence[UUID]: ...
    async def let_go(self, workflow_id: UUID) -> Sequence[Turn]: ...
    async def request(self, ref: Turn) -> RunRequest: ...
    async def close(self, ref: Turn, error: ErrorInfo) -> Iterable[UUID]:
        """End a run as failed; gives its workflow when others are in line."""
        ...


class DatabaseLine:
    """Implements `StoredLine`; each call is a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def workflows_in_line(self) -> Sequence[UUID]:
        async with self._database.sessions.begin() as session:
            return await line.list_workflows_in_line(session)

    async def let_go(self, workflow_id: UUID) -> Sequence[Turn]:
        async with self._database.sessions.begin() as session:
            return await line.let_go(session, workflow_id=workflow_id)

    async def request(self, ref: RunRef | Turn) -> RunRequest:
        async with self._database.sessions.begin() as session:
            return await run_request(session, workspace_id=ref.workspace_id, run_id=ref.run_id)

    async def close(self, ref: Turn, error: ErrorInfo) -> frozenset[UUID]:
        return await close_run(
            self._database,
            workspace_id=ref.workspace_id,
            run_id=ref.run_id,
            status=RunStatus.FAILED,
            error=error,
        )


class Starter(Protocol):
    """Temporal, as this module sees it."""

    async def start(self, request: RunRequest) -> None: ...


class Line:
    """Shared by all that end runs in one process."""

    def __init__(self, stored: StoredLine, temporal: Starter, moved: set[UUID]) -> None:
        """`moved`: workflows of which a run has ended while others are in line; emptied here."""
        self._stored = stored
        self._temporal = temporal
        self._moved = moved

    async def advance(self) -> int:
        """Start the runs whose turn has come, and return how many.

        Raises:
            Unavailable: Temporal does not answer; the sweep starts those that were let go.
        """
        started = 0
        while self._moved:
            workflow_id = self._moved.pop()
            try:
                turns = await self._stored.let_go(workflow_id)
            except BaseException:
                self._moved.add(workflow_id)
                raise
            started += await self.start_each(turns)
        return started

    async def move(self, workflow_ids: Iterable[UUID]) -> int:
        """As `advance`, with lines of which a run was just closed."""
        self._moved.update(workflow_ids)
        return await self.advance()

    async def start_each(self, turns: Iterable[Turn]) -> int:
        """Start runs that were let go, and return how many."""
        return sum([await self._start(turn) for turn in turns])

    async def sweep(self) -> int:
        """As `advance`, for every line: a crash may have come before the next run was let go."""
        self._moved.update(await self._stored.workflows_in_line())
        return await self.advance()

    async def _start(self, turn: Turn) -> bool:
        try:
            await self._temporal.start(await self._stored.request(turn))
        except TooLarge as error:
            info = ErrorInfo(type=error.code, message=str(error))
            self._moved.update(await self._stored.close(turn, info))
            return False
        except PlanUnreadable:
            # The sweep parks it; the run whose end let it go must not stumble over it.
            return False
        return True


class LineSink:
    """Implements `noria.step_sink.StepSink`: who writes the end of a run moves its line."""

    def __init__(self, sink: StepSink, line: Line) -> None:
        self._sink = sink
        self._line = line
        self._leaving = asyncio.Event()

    def emit(self, steps: Sequence[StepRecord], run: RunUpdate | None = None) -> None:
        self._sink.emit(steps, run)

    async def write(self, projection: Projection) -> None:
        """
        Raises:
            Unavailable: The process ends first, or too many rows wait already.
        """
        work = asyncio.ensure_future(self._write(projection))
        leaving = asyncio.ensure_future(self._leaving.wait())
        try:
            await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise Unavailable("The process ends before the database has taken the rows.")
            work.result()
        finally:
            work.cancel()
            leaving.cancel()

    def leave(self) -> None:
        """Who waits here, and who comes yet, is told that the process ends: others write the rows."""
        self._leaving.set()

    async def _write(self, projection: Projection) -> None:
        await self._sink.write(projection)
        if projection.run is not None and projection.run.status in FINAL_RUN:
            await self._line.advance()


async def write_and_note(
    database: Database, moved: set[UUID], steps: Sequence[StepRecord], runs: Sequence[RunUpdate]
) -> None:
    """Write rows as `store.writer.Write` does, and note where a run in line may go now."""
    moved.update(await write_projection(database, steps, runs))
