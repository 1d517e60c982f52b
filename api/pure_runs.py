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

import stamina
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
from noria.errors import Unavailable
from store.database import OUTAGES, Database
from store.line_sink import DatabaseLine, Line, LineSink, write_and_note
from store.writer import Writer, writing
from workflows.client import connect
from workflows.eager_slots import EagerSlots
from workflows.graph_workflow import GraphWorkflow
from workflows.names import TASK_QUEUE
from workflows.namespace import ensure_namespace
from workflows.sdk_walks import skip_needless_walks
from workflows.settings import TemporalSettings
from workflows.turns import Turns, be_patient
from workflows.versions import has_versions
from workflows.worker_parts import production_runner

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

GRACE = timedelta(seconds=3)
"""How long the end of the process waits for rows of a run that has begun; then it is a worker's."""
LOOK_SECONDS = 5


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
            await asyncio.wait({task})

    async def _work(self) -> None:
        try:
            client = await _reach(self._settings)
            # It compiles the expression engine.
            runner = await asyncio.to_thread(production_runner)
            await self._serve(client, runner)
        # Requests are answered without it, too.
        except Exception:
            log.exception("pure_runs_are_left_to_workers")

    async def _serve(self, client: Client, runner: WorkflowRunner) -> None:
        moved: set[UUID] = set()
        writer = Writer(partial(write_and_note, self._database, moved), outages=OUTAGES)
        line = Line(DatabaseLine(self._database), self._runs, moved)
        evaluator = Evaluator()
        tools = LocalTools(sink=LineSink(writer, line), blobs=self._blobs, evaluator=evaluator)
        slots = EagerSlots(self._most)
        skip_needless_walks()
        try:
            async with writing(writer), make_worker(client, tools, runner, slots):
                try:
                    await slots.worker_is_ready.wait()
                    await self._choose(client)
                finally:
                    self._runs.begin_elsewhere()
                    asyncio.get_running_loop().call_later(GRACE.total_seconds(), writer.let_go)
        finally:
            evaluator.close()

    async def _choose(self, client: Client) -> None:
        """Begin runs here for as long as Temporal does not choose workers by their version."""
        while True:
            if await has_versions(client):
                self._runs.begin_elsewhere()
            else:
                self._runs.begin_here(client)
            await asyncio.sleep(LOOK_SECONDS)


def make_worker(
    client: Client, tools: LocalTools, runner: WorkflowRunner, slots: EagerSlots
) -> Worker:
    """As the workers of `worker.queues` compute runs, without their activities and their polling."""
    fixed = FixedSizeSlotSupplier(max(slots.most, 100))
    worker = Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[GraphWorkflow],
        activities=make_local_activities(tools),
        no_remote_activities=True,
        workflow_runner=runner,
        workflow_task_executor=Turns(slots.most, here=False),
        max_cached_workflows=2 * slots.most,
        tuner=WorkerTuner.create_composite(
            workflow_supplier=slots,
            activity_supplier=fixed,
            local_activity_supplier=fixed,
            nexus_supplier=fixed,
        ),
        workflow_task_poller_behavior=PollerBehaviorSimpleMaximum(2),
        graceful_shutdown_timeout=GRACE,
    )
    be_patient(worker)
    return worker


async def _reach(settings: TemporalSettings) -> Client:
    """However long that takes: a worker needs a client that is connected."""
    async for attempt in stamina.retry_context(
        on=Unavailable, attempts=None, timeout=None, wait_initial=0.2, wait_max=3.0
    ):
        with attempt:
            client = await connect(settings)
            await ensure_namespace(client, timedelta(days=settings.temporal_retention_days))
            return client
    raise AssertionError  # the last attempt returns or raises
