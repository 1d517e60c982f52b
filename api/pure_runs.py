"""Runs of pure steps are begun where they are asked for, and mostly end there (docs/decisions/0015).

The first workflow task of such a run comes with the answer to its start. Where this process has no slot
free, where it dies, and where Temporal had not been reached yet, the run is the workers' as any other.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from temporalio.client import Client
from temporalio.worker import (
    FixedSizeSlotSupplier,
    PollerBehaviorSimpleMaximum,
    Worker,
    WorkerTuner,
    WorkflowRunner,
)

from activities.adapter.attempt import LocalTools
from activities.adapter.definitions import make_local_activities
from activities.adapter.evaluator import Evaluator
from api.temporal import TemporalRuns
from noria.blobs import BlobStore
from store.database import OUTAGES, Database
from store.line_sink import DatabaseLine, Line, LineSink, write_and_note
from store.writer import Writer, writing
from workflows.client import connect
from workflows.eager_slots import EagerSlots
from workflows.graph_workflow import GraphWorkflow
from workflows.names import TASK_QUEUE
from workflows.queue_client import chooses_by_version
from workflows.sdk_walks import skip_needless_walks
from workflows.settings import TemporalSettings
from workflows.turns import Turns, be_patient
from workflows.worker_parts import production_runner

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

GRACE = timedelta(seconds=1)
"""How long the end of the process waits for rows of a run that has begun; then others write them."""
MOST_SECONDS = 8
"""How long the end of the process takes at most, also when Temporal does not answer."""
LOOK_SECONDS = 5
PAUSE_SECONDS = 3
LOCAL_ACTIVITIES = 100
MOST_RESTING = 200
"""Runs in memory that wait, as for a person who mends a step, though they go on in a worker. With one
more, the oldest is dropped; if that one is being computed, its task has to time out, which takes 10 s."""


class PureRuns:
    """A worker beside the app, for what this process starts itself."""

    def __init__(
        self,
        settings: TemporalSettings,
        database: Database,
        blobs: BlobStore,
        runs: TemporalRuns,
        *,
        most: int,
    ) -> None:
        """`most`: workflow tasks at one time, from 1 on."""
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._runs = runs
        self._most = most

    @asynccontextmanager
    async def at_work(self) -> AsyncGenerator[None]:
        """Nobody waits for it to begin; at the end, what has begun here is seen through for a while."""
        task = asyncio.create_task(self._work())
        try:
            yield
        finally:
            task.cancel()
            _, late = await asyncio.wait({task}, timeout=MOST_SECONDS)
            if late:
                log.warning("pure_runs_left_behind")

    async def _work(self) -> None:
        """Requests are answered without it, too: whatever fails is tried again, and runs are workers'."""
        # It compiles the expression engine.
        runner = await asyncio.to_thread(production_runner)
        told = ""
        while True:
            try:
                await self._serve(await connect(self._settings), runner)
            except Exception as error:  # noqa: BLE001
                if told != str(error):
                    told = str(error)
                    log.warning("pure_runs_are_left_to_workers", error=told)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _serve(self, client: Client, runner: WorkflowRunner) -> None:
        moved: set[UUID] = set()
        writer = Writer(partial(write_and_note, self._database, moved), outages=OUTAGES)
        sink = LineSink(writer, Line(DatabaseLine(self._database), self._runs, moved))
        evaluator = Evaluator()
        tools = LocalTools(sink=sink, blobs=self._blobs, evaluator=evaluator)
        slots = EagerSlots(self._most)
        skip_needless_walks()
        try:
            async with writing(writer), make_worker(client, tools, runner, slots):
                try:
                    await slots.worker_is_ready.wait()
                    await self._choose(client)
                finally:
                    asyncio.get_running_loop().call_later(GRACE.total_seconds(), sink.leave)
                    await self._runs.begin_elsewhere()
        finally:
            evaluator.close()

    async def _choose(self, client: Client) -> None:
        """Begin runs here for as long as Temporal says that it does not choose workers by version."""
        begins = None
        while True:
            before, begins = begins, await chooses_by_version(client) is False
            if begins:
                self._runs.begin_here(client)
            else:
                await self._runs.begin_elsewhere()
            if begins != before:
                log.info("pure_runs", begin_here=begins)
            await asyncio.sleep(LOOK_SECONDS)


def make_worker(
    client: Client, tools: LocalTools, runner: WorkflowRunner, slots: EagerSlots
) -> Worker:
    """As the workers of `worker.queues` compute runs, without their activities and their polling."""
    fixed = FixedSizeSlotSupplier(LOCAL_ACTIVITIES)
    worker = Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[GraphWorkflow],
        activities=make_local_activities(tools),
        no_remote_activities=True,
        workflow_runner=runner,
        workflow_task_executor=Turns(slots.most, here=False),
        max_cached_workflows=slots.most + MOST_RESTING,
        tuner=WorkerTuner.create_composite(
            workflow_supplier=slots,
            activity_supplier=fixed,
            local_activity_supplier=fixed,
            nexus_supplier=fixed,
        ),
        # The least that the SDK takes; the slots keep them from polling.
        workflow_task_poller_behavior=PollerBehaviorSimpleMaximum(2),
        graceful_shutdown_timeout=GRACE,
    )
    be_patient(worker)
    return worker
