"""Puts a worker together, runs it, and takes it apart in order."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Self, TypeVar
from uuid import UUID

import stamina
import structlog
from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.worker import Worker

from activities.adapter.attempt import Tools
from activities.adapter.evaluator import Evaluator
from activities.guard import Allowance, Guard
from activities.mail import MailSettings, mailer_of
from activities.transport import GuardedTransport, Limits, client_on
from noria.ai.names import AI_QUEUE
from noria.catalog import load_catalog
from noria.errors import Unavailable
from noria.model import DEFAULT_QUEUE
from noria.web_address import WebAddress
from store.blob_leftovers import LONGEST_WRITE, forget_leftovers
from store.blobs import ObjectBlobStore
from store.database import OUTAGES, Database, open_database
from store.line_sink import Line, LineSink, write_and_note
from store.migrate import is_current
from store.milvus import open_milvus
from store.settings import StoreSettings
from store.step_logs import write_lines
from store.writer import Writer, writing
from worker.alerts import INTERVAL as ALERTS_INTERVAL
from worker.alerts import Alerts
from worker.bulk import Bulk
from worker.circuits import DatabaseCircuits, SharedCircuits
from worker.code_runner import SocketCodeRunner
from worker.context import ForModels, LiveContexts
from worker.copilot import Copilot
from worker.credential_acts import make_credentials
from worker.deliver import Deliveries
from worker.ended_workspaces import INTERVAL as ENDED_INTERVAL
from worker.ended_workspaces import end_workspaces
from worker.evaluations import Evaluations, begin_evaluations
from worker.hands import TemporalHands
from worker.health import Health, serve_health
from worker.host_rates import make_rates
from worker.keeping import keep
from worker.knowledge import Knowledge, begin_documents
from worker.ledger import DatabaseLedger
from worker.memories import DatabaseMemories
from worker.metrics import make_runtime
from worker.model_imports import serves_models, serves_models_alone, warm_up
from worker.models import Models
from worker.pieces import PieceSender
from worker.polled import make_consumers, make_polling
from worker.queues import Queues, make_workers
from worker.relay import INTERVAL as RELAY_INTERVAL
from worker.relay import Relay
from worker.run_ends import INTERVAL as ENDS_INTERVAL
from worker.run_ends import RunEnds
from worker.runs import ClientRuns, DatabaseRuns
from worker.settings import WorkerSettings
from worker.shelf import Shelves
from worker.slack_replies import SlackReplies
from worker.specifications import Specifications
from worker.step_logs import StepLogs
from worker.sub_run_ends import SubRunEnds
from worker.sub_runs import DatabaseSubRuns, sweep_items
from worker.sweep import Sweep
from worker.triggers import ClientStarter, LaunchParts, Triggers
from worker.vectors import DatabaseVectors
from worker.waits import DatabaseWaits, sweep_waits
from workflows.begin import start_delivery
from workflows.client import connect, wake_run
from workflows.names import task_queue
from workflows.namespace import ensure_namespace
from workflows.settings import TemporalSettings

T = TypeVar("T")
log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Settings:
    """All that the process reads from the environment."""

    worker: WorkerSettings
    store: StoreSettings
    temporal: TemporalSettings
    mail: MailSettings = field(default_factory=MailSettings)
    web: WebAddress = field(default_factory=WebAddress)

    @classmethod
    def from_environment(cls) -> Self:
        """
        Raises:
            ValidationError: Names each wrong setting.
        """
        store = StoreSettings()  # pyright: ignore[reportCallIssue] - from the environment
        return cls(WorkerSettings(), store, TemporalSettings())


async def run_worker(settings: Settings, stop: asyncio.Event) -> None:
    """Work until `stop` is set, then finish what is at work, and write what is left to write.

    Raises:
        Unavailable: Temporal or PostgreSQL can't be reached in time.
        Invalid: A setting is wrong.
    """
    async with AsyncExitStack() as stack:
        queues = Queues.of(settings.worker, load_catalog())
        guard = Guard(Allowance.parse_all(settings.worker.allowed_hosts))
        database = open_database(settings.store)
        stack.push_async_callback(database.close)
        rates = make_rates(settings.worker.host_rates, database)
        moved: set[UUID] = set()
        writer = Writer(partial(write_and_note, database, moved), outages=OUTAGES)
        health = Health(lambda: writer.is_keeping_up)
        port = await stack.enter_async_context(
            serve_health(
                health, settings.worker.worker_health_host, settings.worker.worker_health_port
            )
        )
        runtime = make_runtime(settings.worker)
        client = await _reach_all(settings, database, runtime, stop)
        if client is None:
            return
        await stack.enter_async_context(writing(writer))
        lines = StepLogs(partial(write_lines, database), outages=OUTAGES)
        await stack.enter_async_context(_beside(lines.run()))
        transport = GuardedTransport(guard, Limits())
        stack.push_async_callback(transport.aclose)
        evaluator = Evaluator()
        stack.callback(evaluator.close)
        blobs = ObjectBlobStore(settings.store.blob_url)
        stored = DatabaseRuns(database, audit_days=settings.worker.audit_retention_days)
        runs = ClientRuns(client, map(task_queue, queues.names))
        line = Line(stored, runs, moved)
        sink = LineSink(writer, line)
        await stack.enter_async_context(
            _beside(_leave_in_time(sink, stop, settings.worker.worker_grace_s))
        )
        waits = DatabaseWaits(database, partial(wake_run, client))
        sub_runs = DatabaseSubRuns(database, blobs)
        credentials, acts = make_credentials(settings.store, database, transport, guard)
        stack.push_async_callback(acts.close)
        pieces = PieceSender(database)
        milvus = open_milvus(settings.store)
        stack.push_async_callback(milvus.close)
        shelves = Shelves(database, milvus)
        models = ForModels(
            DatabaseLedger(database),
            DatabaseVectors(database),
            DatabaseMemories(database),
            pieces,
            settings.worker.mcp_commands,
            shelves,
        )
        contexts = LiveContexts(
            transport,
            blobs,
            _circuits(settings, database, runtime),
            lines,
            rates,
            guard,
            credentials=credentials,
            files=settings.worker.files_dir,
            models=models,
            code=settings.worker.code_socket and SocketCodeRunner(settings.worker.code_socket),
        )
        tools = Tools(
            catalog=load_catalog(),
            contexts=contexts,
            sink=sink,
            blobs=blobs,
            evaluator=evaluator,
            waits=waits,
            sub_runs=sub_runs,
        )
        await stack.enter_async_context(_beside(pieces.run()))
        sweep = Sweep(
            stored,
            runs,
            sink,
            line,
            queued_age=timedelta(seconds=settings.worker.sweep_queued_age_s),
        )
        interval = timedelta(seconds=settings.worker.sweep_interval_s)
        bulk = Bulk(database, TemporalHands(database, blobs, client, line))
        launching = LaunchParts(database, blobs, ClientStarter(client))
        kept = Triggers(launching, client, make_polling(launching, contexts))
        ends = RunEnds(launching)
        consumers = make_consumers(launching, contexts)
        stack.push_async_callback(consumers.close)
        relay = Relay(database, partial(start_delivery, client))
        alerts = Alerts(database)
        sent = Deliveries(database, contexts, mailer_of(settings.mail), settings.web.own_url)
        judged = Evaluations(launching, contexts)
        more = {
            DEFAULT_QUEUE: [
                *bulk.activities(),
                *kept.activities(),
                *acts.activities(),
                *Specifications(client_on(transport)).activities(),
                *SlackReplies(client_on(transport)).activities(),
                *sent.activities(),
                *judged.activities(),
                *SubRunEnds(client).activities(),
            ],
            AI_QUEUE: [
                *Knowledge(contexts, shelves).activities(),
                *Models(contexts).activities(),
                *judged.judging(),
                *Copilot(contexts).activities(),
            ],
        }
        rounds: dict[str, tuple[Callable[[], Awaitable[int]], timedelta]] = {
            "runs": (sweep.sweep, interval),
            "waits": (partial(sweep_waits, waits, sub_runs, runs), interval),
            "items": (partial(sweep_items, database, client), interval),
            "triggers": (kept.sweep, interval),
            "run ends": (ends.sweep, ENDS_INTERVAL),
            "consumers": (consumers.sweep, ENDS_INTERVAL),
            "events": (relay.sweep, RELAY_INTERVAL),
            "alerts": (alerts.sweep, ALERTS_INTERVAL),
            "evaluations": (partial(begin_evaluations, database, client), interval),
            "documents": (partial(begin_documents, database, client), interval),
            "workspaces": (
                partial(end_workspaces, database, settings.store.blob_url),
                ENDED_INTERVAL,
            ),
            "blobs": (partial(forget_leftovers, settings.store.blob_url), LONGEST_WRITE),
        }
        for what, (work, pause) in rounds.items():
            await stack.enter_async_context(_beside(keep(what, work, pause)))
        if serves_models_alone(settings.worker):
            await warm_up()
        elif serves_models(settings.worker):
            await stack.enter_async_context(_beside(warm_up()))
        workers = make_workers(client, tools, settings.worker, queues, more)
        await _work(workers, health, stop, port)


def _circuits(settings: Settings, database: Database, runtime: Runtime) -> SharedCircuits:
    return SharedCircuits(
        DatabaseCircuits(database),
        runtime.metric_meter,
        failures=settings.worker.circuit_failures,
        open_s=settings.worker.circuit_open_s,
    )


async def _work(
    workers: Sequence[Worker], health: Health, stop: asyncio.Event, port: int | None
) -> None:
    """Until told to stop, or until one of them breaks."""
    running = [asyncio.create_task(worker.run()) for worker in workers]
    stopped = asyncio.create_task(stop.wait())
    health.status = "ok"
    queues = [worker.task_queue for worker in workers]
    log.info("worker_started", task_queues=queues, health_port=port)
    await asyncio.wait({*running, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if stopped.done():
        health.status = "draining"
        log.info("worker_draining")
    stopped.cancel()
    await asyncio.gather(*(worker.shutdown() for worker in workers if worker.is_running))
    await asyncio.gather(*running)
    log.info("worker_stopped")


async def _leave_in_time(sink: LineSink, stop: asyncio.Event, grace_s: float) -> None:
    """A process that is told to stop ends, also while the database takes no rows."""
    await stop.wait()
    await asyncio.sleep(grace_s)
    sink.leave()


@asynccontextmanager
async def _beside(work: Awaitable[None]) -> AsyncGenerator[None]:
    """Something that runs as long as the block."""
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _reach_all(
    settings: Settings, database: Database, runtime: Runtime, stop: asyncio.Event
) -> Client | None:
    """Wait for PostgreSQL, its tables and Temporal; None when told to stop meanwhile."""
    reaching = asyncio.ensure_future(_reach(settings, database, runtime))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({reaching, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not reaching.done():
        reaching.cancel()
        return None
    return reaching.result()


async def _reach(settings: Settings, database: Database, runtime: Runtime) -> Client:
    seconds = settings.worker.worker_start_timeout_s
    await _patiently(lambda: _check_database(database), seconds)
    client = await _patiently(lambda: connect(settings.temporal, runtime=runtime), seconds)
    retention = timedelta(days=settings.temporal.temporal_retention_days)
    await _patiently(lambda: ensure_namespace(client, retention), seconds)
    return client


async def _patiently(ask: Callable[[], Awaitable[T]], seconds: float) -> T:
    async for attempt in stamina.retry_context(
        on=Unavailable, attempts=None, timeout=seconds, wait_initial=0.2, wait_max=3.0
    ):
        with attempt:
            return await ask()
    raise AssertionError("The last attempt returns or raises.")


async def _check_database(database: Database) -> None:
    try:
        await database.ping()
        current = await is_current(database)
    except OUTAGES as error:
        raise Unavailable(
            "PostgreSQL does not answer at NORIA_DATABASE_URL; is it running, and are name and "
            "password right?"
        ) from error
    if not current:
        raise Unavailable(
            "The tables are not those of this program; run 'python -m store.migrate'."
        )
