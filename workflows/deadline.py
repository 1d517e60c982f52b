"""Ends a run that takes longer than its workflow allows: it fails, and cleans up as any failed run."""

import asyncio
from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from noria.run import ErrorInfo, RunRequest

from workflows.flight import Flight


class Deadline:
    """Counts from the run's first start on, whatever the run does meanwhile, over all its histories."""

    def __init__(self, request: RunRequest, flight: Flight) -> None:
        self._timeout_s = request.timeout_s
        self._since = request.started_at or workflow.now()
        self._flight = flight
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Set the timer; a run without a timeout has none."""
        if self._timeout_s is not None and not self._flight.is_over:
            self._task = asyncio.create_task(self._end(self._timeout_s))

    async def _end(self, timeout_s: float) -> None:
        left = self._since + timedelta(seconds=timeout_s) - workflow.now()
        if left > timedelta(0):
            await workflow.sleep(left, summary="run timeout")
        message = f"The run took longer than the {timeout_s:g} s that its workflow allows."
        self._flight.error = self._flight.error or ErrorInfo(type="run_timed_out", message=message)
