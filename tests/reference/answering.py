"""Waits of random graphs in memory: who asks is answered, at once or a little later."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from temporalio.client import Client

from noria.errors import NoriaError
from noria.waits import Taken, WaitOpen
from tests.reference.answers import taken_for
from tests.workflows.fake_waits import FakeWaits
from workflows import client as runs

LATER_S = 0.03


@dataclass
class AnsweredWaits(FakeWaits):
    """Every second wait has its answer before it is open; the others' runs are told by a signal."""

    client: Client | None = None
    _telling: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def open(self, wait: WaitOpen) -> bool:
        taken = taken_for(wait.asked)
        if taken is not None and wait.wait_id not in self.opened:
            if len(self.opened) % 2:
                self.answers[wait.wait_id] = taken
            else:
                task = asyncio.create_task(self._tell(wait, taken))
                self._telling.add(task)
                task.add_done_callback(self._telling.discard)
        return await super().open(wait)

    async def _tell(self, wait: WaitOpen, taken: Taken) -> None:
        await asyncio.sleep(LATER_S)
        self.answers[wait.wait_id] = taken
        assert self.client is not None
        # The run may have failed meanwhile.
        with suppress(NoriaError):
            await runs.wake_run(self.client, wait.run_id, wait.wait_id)
