import contextlib
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from noria.plan import Plan
from noria.run import RunRequest, RunResult
from tests.servers import temporal_server
from tests.workflows.fakes import FakeWorker
from tests.workflows.plans import request
from workflows import client as runs
from workflows.codec import data_converter
from workflows.names import DEFAULT_NAMESPACE, TASK_QUEUE, temporal_id
from workflows.worker_parts import WORKFLOWS, sandboxed_runner


@pytest.fixture(scope="session")
def address() -> Generator[str]:
    with temporal_server() as address:
        yield address


@dataclass
class Engine:
    """A Temporal client with a worker beside it."""

    client: Client
    worker: FakeWorker = field(default_factory=FakeWorker)

    async def start(self, plan: Plan, run_input: object = None) -> str:
        run: RunRequest = request(str(uuid4()), plan, run_input)  # pyright: ignore[reportArgumentType]
        await runs.start_run(self.client, run)
        return run.run_id

    async def run(self, plan: Plan, run_input: object = None) -> RunResult:
        return await runs.wait_for_run(self.client, await self.start(plan, run_input))

    def handle(self, run_id: str) -> WorkflowHandle[object, RunResult]:
        return self.client.get_workflow_handle(temporal_id(run_id), result_type=RunResult)

    async def event_types(self, run_id: str) -> list[str]:
        history = await self.handle(run_id).fetch_history()
        return [event.WhichOneof("attributes") or "" for event in history.events]


@pytest.fixture(scope="session")
async def temporal(address: str) -> Client:
    return await Client.connect(
        address, namespace=DEFAULT_NAMESPACE, data_converter=data_converter(None)
    )


@contextlib.asynccontextmanager
async def working(client: Client, fakes: FakeWorker) -> AsyncGenerator[Worker]:
    worker = Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=WORKFLOWS,
        activities=fakes.activities(),
        workflow_runner=sandboxed_runner(),
        max_heartbeat_throttle_interval=timedelta(milliseconds=100),
        graceful_shutdown_timeout=timedelta(0),
    )
    async with worker:
        yield worker


@pytest.fixture
async def engine(temporal: Client) -> AsyncGenerator[Engine]:
    engine = Engine(temporal)
    async with working(temporal, engine.worker):
        yield engine
