"""A Temporal client with a worker beside it: what most tests of the engine need."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from pydantic import JsonValue
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from noria.plan import Plan
from noria.run import RunResult
from noria.waits import Taken
from tests.workflows.fakes import FakeWorker
from tests.workflows.plans import request
from worker.sub_run_ends import SubRunEnds
from workflows import client as runs
from workflows.graph_workflow import GraphWorkflow
from workflows.names import TASK_QUEUE, temporal_id
from workflows.turns import be_patient
from workflows.worker_parts import sandboxed_runner


@dataclass
class Engine:
    """Starts runs; what came of them is in `worker`."""

    client: Client
    worker: FakeWorker = field(default_factory=FakeWorker)

    async def start(self, plan: Plan, run_input: JsonValue = None, **facts: Any) -> str:
        run = request(str(uuid4()), plan, run_input, **facts)
        await runs.start_run(self.client, run)
        return run.run_id

    async def run(self, plan: Plan, run_input: JsonValue = None) -> RunResult:
        return await runs.wait_for_run(self.client, await self.start(plan, run_input))

    def handle(self, run_id: str) -> WorkflowHandle[object, RunResult]:
        return self.client.get_workflow_handle(temporal_id(run_id), result_type=RunResult)

    async def event_types(self, run_id: str) -> list[str]:
        history = await self.handle(run_id).fetch_history()
        return [
            (event.WhichOneof("attributes") or "").removesuffix("_event_attributes")
            for event in history.events
        ]


async def until(condition: Callable[[], bool]) -> None:
    """Wait for it, at most 20 seconds."""
    for _ in range(1_000):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came about")


def dig(value: JsonValue, *names: str) -> Any:
    """What lies on a path of objects."""
    for name in names:
        assert isinstance(value, dict)
        value = value[name]
    return value


async def answer(engine: Engine, run_id: str, node_id: str, taken: Taken | None) -> str:
    """Write an answer beside the wait, as the API does, and wake the run."""
    waits = engine.worker.waits
    await until(lambda: waits.wait_of(node_id) is not None)
    wait_id = waits.wait_of(node_id)
    assert wait_id is not None
    if taken:
        waits.answers[wait_id] = taken
    await runs.wake_run(engine.client, run_id, wait_id)
    return wait_id


@asynccontextmanager
async def working(
    client: Client, fakes: FakeWorker, workflow: type = GraphWorkflow
) -> AsyncGenerator[Worker]:
    """In the sandbox, which refuses what is not deterministic."""
    worker = Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[workflow],
        activities=[*fakes.activities(), *SubRunEnds(client).activities()],
        workflow_runner=sandboxed_runner(),
        max_heartbeat_throttle_interval=timedelta(milliseconds=100),
        graceful_shutdown_timeout=timedelta(0),
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
    )
    be_patient(worker)
    async with worker:
        yield worker
