"""Workers of one process and some queues, on a real Temporal but without a database."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2
from temporalio.client import Client

from activities.adapter.attempt import Tools
from activities.adapter.evaluator import Evaluator
from noria.catalog import Catalog
from noria.context import NodeContext
from noria.node_type import NodeType, node
from noria.plan import Plan, PlanStep
from noria.step_calls import StepCall
from tests.activities.adapter.bench import AnyConfig
from tests.activities.calls import RememberingSink
from tests.activities.fakes import FakeContext, MemoryBlobs
from tests.workflows.fake_sub_runs import FakeSubRuns
from tests.workflows.fake_waits import FakeWaits
from tests.workflows.plans import plan, request, step
from worker.queues import Queues, make_workers
from worker.settings import WorkerSettings
from workflows import client as runs


@dataclass
class Told:
    """When each step of a queue ran, by which process; in seconds of one clock."""

    calls: list[tuple[str, str, float]] = field(default_factory=list[tuple[str, str, float]])

    def node_type(self, queue: str, process: str) -> NodeType[Any]:
        async def run(config: AnyConfig, context: NodeContext) -> Any:
            self.calls.append((queue, process, time.monotonic()))
            return process

        name = f"test.{queue}"
        return node(name, title="Test", category="Test", icon="flask-conical", queue=queue)(run)


@asynccontextmanager
async def serving(
    client: Client,
    told: Told,
    *,
    process: str = "one",
    bound: tuple[str, ...],
    others: Sequence[NodeType[Any]] = (),
    sink: RememberingSink | None = None,
    **settings: Any,
) -> AsyncGenerator[None]:
    """Node types `test.<queue>` for each bound queue; what is served is up to the settings."""
    catalog = Catalog([*(told.node_type(queue, process) for queue in bound), *others])
    chosen = WorkerSettings(worker_grace_s=0.1, **settings)

    def context(call: StepCall, *, attempt: int, timeout_s: float) -> FakeContext:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _: httpx2.Response(200)))
        return FakeContext(
            http, MemoryBlobs(), node_id=call.step.id, attempt=attempt, timeout_s=timeout_s
        )

    evaluator = Evaluator()
    tools = Tools(
        catalog=catalog,
        contexts=context,
        sink=sink or RememberingSink(),
        blobs=MemoryBlobs(),
        evaluator=evaluator,
        waits=FakeWaits(),
        sub_runs=FakeSubRuns(),
    )
    async with AsyncExitStack() as stack:
        stack.callback(evaluator.close)
        for worker in make_workers(client, tools, chosen, Queues.of(chosen, catalog)):
            await stack.enter_async_context(worker)
        yield


def queued(node_id: str, queue: str, *after: str) -> PlanStep:
    return step(node_id, f"test.{queue}", *after, queue=queue)


def one_step(queue: str) -> Plan:
    return plan(queued("only", queue), end("only"))


def end(*after: str, **facts: Any) -> PlanStep:
    config: dict[str, Any] = {"output": None}
    return step("end", "end", *after, config=config, ports=(), **facts)


async def start(client: Client, of: Plan) -> str:
    run = request(str(uuid4()), of)
    await runs.start_run(client, run)
    return run.run_id


async def ended(client: Client, run_id: str) -> str:
    async with asyncio.timeout(90):
        return (await runs.wait_for_run(client, run_id)).status.value
