"""Times of runs on the engine, beside the same steps written by hand.

Both clocks start right before Temporal is asked and stop when Temporal has the result. Our side
includes its rows and its encryption; the row of the run itself is made before.
"""

import asyncio
import statistics
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from temporalio.client import Client

from benchmarks.api import Api
from benchmarks.handwritten import TASK_QUEUE, HandWritten, Work
from benchmarks.platform import Platform
from local.temporal import NAMESPACE
from store.database import Database, open_database
from store.ids import new_id
from store.run_start import add_run, run_request
from store.settings import StoreSettings
from store.tables import Run
from workflows.client import connect, start_run, wait_for_run
from workflows.settings import TemporalSettings

TIMERS_S = 12.0
"""After a turn of many steps: by then the server is through with their timeouts, which would
otherwise fall into the other side's turn."""


@dataclass(frozen=True)
class Published:
    """A workflow that is ready to run."""

    workspace_id: UUID
    workflow_id: UUID


class Engine:
    """Starts runs without the HTTP API."""

    def __init__(self, platform: Platform, ours: Client, plain: Client, database: Database) -> None:
        self._platform = platform
        self._ours = ours
        self._plain = plain
        self._database = database

    @classmethod
    async def open(cls, platform: Platform) -> "Engine":
        environment = platform.environment
        settings = TemporalSettings.model_validate(
            {
                "temporal_address": platform.temporal_address,
                "secret_keys": environment["NORIA_SECRET_KEYS"],
            }
        )
        store = StoreSettings(
            database_url=environment["NORIA_DATABASE_URL"], blob_url=environment["NORIA_BLOB_URL"]
        )
        plain = await Client.connect(platform.temporal_address, namespace=NAMESPACE)
        return cls(platform, await connect(settings), plain, open_database(store))

    async def close(self) -> None:
        await self._database.close()

    def publish(self, name: str, graph: dict[str, Any]) -> Published:
        api = Api(self._platform)
        workspace_id = api.ask("GET", "/auth/me")["workspace"]["id"]
        return Published(UUID(workspace_id), UUID(api.publish(name, graph)))

    async def prepare(self, published: Published, count: int) -> list[UUID]:
        """Rows of runs that are about to start."""
        run_ids = [new_id() for _ in range(count)]
        async with self._database.sessions.begin() as session:
            for run_id in run_ids:
                run = Run(
                    id=run_id,
                    workspace_id=published.workspace_id,
                    workflow_id=published.workflow_id,
                    version=1,
                    status="queued",
                )
                await add_run(session, run=run)
        return run_ids

    async def ours(self, published: Published, run_ids: list[UUID]) -> float:
        """Milliseconds until all of the runs, started at once, have ended."""
        async with self._database.sessions.begin() as session:
            requests = [
                await run_request(session, workspace_id=published.workspace_id, run_id=run_id)
                for run_id in run_ids
            ]
        began = time.perf_counter()
        await asyncio.gather(*(start_run(self._ours, request) for request in requests))
        results = await asyncio.gather(
            *(wait_for_run(self._ours, str(run_id)) for run_id in run_ids)
        )
        taken = (time.perf_counter() - began) * 1_000
        assert all(result.status == "succeeded" for result in results), results[0]
        return taken

    async def by_hand(self, work: Work, count: int) -> float:
        """Milliseconds, as `ours`."""
        began = time.perf_counter()
        handles = await asyncio.gather(
            *(
                self._plain.start_workflow(
                    HandWritten.run, work, id=f"hand-{uuid4()}", task_queue=TASK_QUEUE
                )
                for _ in range(count)
            )
        )
        await asyncio.gather(*(handle.result() for handle in handles))
        return (time.perf_counter() - began) * 1_000

    async def compare(
        self, published: Published, work: Work, *, runs: int, rounds: int
    ) -> tuple[float, float]:
        """Medians in milliseconds, ours and by hand, measured in turns after one warm-up."""
        ours: list[float] = []
        hand: list[float] = []
        settle_s = TIMERS_S if runs > 1 else 0.0
        for _ in range(rounds + 1):
            run_ids = await self.prepare(published, runs)
            ours.append(await self.ours(published, run_ids))
            await asyncio.sleep(settle_s)
            hand.append(await self.by_hand(work, runs))
            await asyncio.sleep(settle_s)
        return statistics.median(ours[1:]), statistics.median(hand[1:])
