"""Sees to it that people learn of a run: rows by local activity, and with calls that go out anyway.

Only `noria.finish_run` has to succeed for a run to end; what is written before it is for those who
watch, and is repeated there.
"""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from noria.run import Projection, RunStatus, RunUpdate, StepRecord

from noria.steps.sizes import find_large
from workflows import local_calls
from workflows.progress import Progress

_MOMENT = timedelta(microseconds=1)
_QUIET = (RunStatus.WAITING, RunStatus.PAUSED)
"""No call goes out that could tell of it."""


class Scribe:
    """At most one write at a time; what comes meanwhile goes with the next."""

    def __init__(self, progress: Progress) -> None:
        self.bug: BaseException | None = None
        self.writes = 0
        """Ended so far."""
        self._progress = progress
        self._journal = progress.journal
        self._told = RunStatus.QUEUED
        self._told_at: datetime | None = None
        self._writing: asyncio.Task[bool] | None = None

    def has_news(self, status: RunStatus) -> bool:
        """Whether something waits to be told and nothing goes out that could tell it."""
        if self._writing is not None:
            return False
        is_quiet = status in _QUIET or self._told in _QUIET
        return self._journal.has_live or (is_quiet and status is not self._told)

    def write_news(self, status: RunStatus) -> None:
        """Begin to write what `has_news` speaks of."""
        if self._writing is None:
            write = self._write(self._journal.take_all(), self._tell(status))
            self._writing = asyncio.create_task(write)
            self._writing.add_done_callback(self._wrote)

    def news_for_call(self, is_paused: bool) -> tuple[tuple[StepRecord, ...], RunUpdate | None]:
        """What the next activity call takes along; a run that goes step by step stays paused."""
        status = RunStatus.PAUSED if is_paused else RunStatus.RUNNING
        return self._journal.take_for_call(), self._tell(status)

    async def written(self) -> None:
        """Wait for the write that is under way, if any."""
        if self._writing is not None:
            await asyncio.shield(self._writing)

    async def checkpoint(self, workspace_id: str) -> None:
        """Store what a snapshot can't carry, and write every row that a new history won't know."""
        outputs = self._progress.outputs()
        keys = find_large(outputs)
        references = await local_calls.store_many(workspace_id, [outputs[key] for key in keys])
        self._progress.replace_outputs(dict(zip(keys, references, strict=True)))
        await self.written()
        while records := self._journal.summary():
            if not await self._write(records, None):
                return

    async def finish(self, update: RunUpdate) -> None:
        """Write the run's last row, and with it every step's that may be missing."""
        await self.written()
        try:
            await local_calls.finish_run(Projection(steps=self._journal.summary(), run=update))
        except ActivityError:
            workflow.logger.exception("The run's last rows were refused; the sweep closes it.")

    async def _write(self, records: tuple[StepRecord, ...], update: RunUpdate | None) -> bool:
        """False when the database will never take these rows."""
        try:
            await local_calls.project(Projection(steps=records, run=update))
        except ActivityError:
            workflow.logger.exception("Rows were refused; the run's last write repeats them.")
            return False
        self._journal.confirm(records)
        return True

    def _wrote(self, task: asyncio.Task[bool]) -> None:
        self._writing = None
        self.writes += 1
        if not task.cancelled():
            self.bug = self.bug or task.exception()

    def _tell(self, status: RunStatus) -> RunUpdate | None:
        """An update when people believe something else."""
        if status is self._told:
            return None
        self._told = status
        now = workflow.now()
        # Two of one moment go different ways: by its time the later one is known as the newer.
        self._told_at = max(now, self._told_at + _MOMENT) if self._told_at else now
        return self._progress.update(status, at=self._told_at)
