"""Runs of items that an earlier history of this run has started.

Temporal tells the end of a child to the history that started it alone. So a new history makes itself known
to those that are under way, which tell it by a signal. One that could not, as it was terminated or was over
before it heard, is asked about.
"""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import FailureError
from temporalio.workflow import ExternalWorkflowHandle

with workflow.unsafe.imports_passed_through():
    from noria.sub_runs import SubRunEnd

from workflows import local_calls
from workflows.flight import Flight
from workflows.names import ADOPT, temporal_id

_AT_ONCE = 100
"""A call of each of them in one workflow task."""
_LONGEST_PAUSE = timedelta(hours=1)
"""A look takes six events: a run that waits for a year has its own pace."""


class Adoption:
    """Waits for the ends of runs that are no children of this history."""

    def __init__(self, flight: Flight) -> None:
        self.first_look = timedelta(minutes=1)
        """After which those are asked about that have told nothing; tests can't wait for it."""
        self._flight = flight
        self._ends: dict[str, SubRunEnd] = {}
        self._open: dict[str, None] = {}
        """Ids of those that have not told their end."""

    def hear(self, end: SubRunEnd) -> None:
        """A run has told how it ended; the first word counts."""
        self._ends.setdefault(end.run_id, end)
        for key, followed in tuple(self._flight.followed.items()):
            if followed.run_id == end.run_id:
                self._flight.lose(key)

    def begin(self, run_ids: Iterable[str]) -> None:
        """Make this history known to those that an earlier one has left under way."""
        self._open = dict.fromkeys(run_ids)
        if self._open:
            task = asyncio.create_task(self._keep_in_touch())
            task.add_done_callback(self._note_bug)

    async def end_of(self, run_id: str) -> SubRunEnd:
        """Wait for it; when the step is cancelled, cancel the run and wait for that."""
        try:
            return await self._heard(run_id)
        except asyncio.CancelledError:
            try:
                await handle_of(run_id).cancel()
            except FailureError:  # it is over
                await self._look([run_id])
            return await self._heard(run_id)

    async def _heard(self, run_id: str) -> SubRunEnd:
        await workflow.wait_condition(lambda: run_id in self._ends)
        self._open.pop(run_id, None)
        return self._ends[run_id]

    async def _keep_in_touch(self) -> None:
        run_ids = list(self._open)
        for at in range(0, len(run_ids), _AT_ONCE):
            await self._adopt(run_ids[at : at + _AT_ONCE])
        pause = self.first_look
        while self._open:
            await workflow.sleep(pause, summary="until items are asked about")
            pause = min(2 * pause, _LONGEST_PAUSE)
            run_ids = list(self._open)
            for at in range(0, len(run_ids), _AT_ONCE):
                await self._look(run_ids[at : at + _AT_ONCE])

    async def _adopt(self, run_ids: list[str]) -> None:
        told = await asyncio.gather(*map(self._is_told, run_ids))
        over = [run_id for run_id, is_told in zip(run_ids, told, strict=True) if not is_told]
        if over:
            await self._look(over)

    async def _is_told(self, run_id: str) -> bool:
        try:
            await handle_of(run_id).signal(ADOPT, self._flight.is_paused)
        except FailureError:  # it is over
            return False
        return True

    async def _look(self, run_ids: list[str]) -> None:
        for end in await local_calls.sub_run_ends(run_ids):
            self.hear(end)

    def _note_bug(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled():
            self._flight.bug = self._flight.bug or task.exception()


def handle_of(run_id: str) -> ExternalWorkflowHandle[Any]:
    """Of a run, whichever history it is in."""
    return workflow.get_external_workflow_handle(temporal_id(run_id))
