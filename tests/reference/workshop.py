"""A worker with the real adapter and the node type of random graphs; its rows stay in memory."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from typing import Any
from uuid import uuid4

import httpx2
from pydantic import JsonValue
from temporalio.client import Client, WorkflowFailureError
from temporalio.worker import Worker

from activities.adapter.attempt import Tools
from activities.adapter.definitions import make_activities, make_node_activities
from activities.adapter.evaluator import Evaluator
from noria.catalog import Catalog, load_catalog
from noria.compile import compile_graph
from noria.knowledge.shelf import Shelf
from noria.model import Graph
from noria.run import Projection, RunStatus, RunUpdate, StepRecord
from noria.step_calls import StepCall
from noria.sub_runs import ItemRunOrder
from tests.activities.fakes import FakeContext, MemoryBlobs
from tests.reference.nodes import work
from tests.workflows.fake_sub_runs import FakeSubRuns
from tests.workflows.fake_waits import FakeWaits
from tests.workflows.plans import request
from workflows import client as runs
from workflows.names import TASK_QUEUE, task_queue
from workflows.worker_parts import sandboxed_runner

NOTHING: Mapping[str, Any] = {}


@cache
def catalog() -> Catalog:
    return Catalog([*load_catalog(), work])


@dataclass
class Rows:
    """Implements `noria.step_sink.StepSink`: the newest row of each step of each run."""

    steps: dict[tuple[str, str, str], StepRecord] = field(
        default_factory=dict[tuple[str, str, str], StepRecord]
    )
    runs: dict[str, RunUpdate] = field(default_factory=dict[str, RunUpdate])

    def emit(self, steps: Sequence[StepRecord], run: RunUpdate | None = None) -> None:
        for record in steps:
            key = record.run_id, record.node_id, record.iteration
            known = self.steps.get(key)
            if known is None or (record.attempt, record.rank) >= (known.attempt, known.rank):
                self.steps[key] = record
        if run is not None:
            self.runs[run.run_id] = run

    async def write(self, projection: Projection) -> None:
        self.emit(projection.steps, projection.run)

    def of(self, run_id: str) -> list[StepRecord]:
        return [record for key, record in self.steps.items() if key[0] == run_id]


@dataclass
class Workshop:
    """Runs graphs to their end."""

    client: Client
    rows: Rows = field(default_factory=Rows)
    waits: FakeWaits = field(default_factory=FakeWaits)
    sub_runs: FakeSubRuns = field(default_factory=FakeSubRuns)

    async def run(self, graph: Graph, value: JsonValue) -> tuple[RunUpdate, list[StepRecord]]:
        """The run's row and its steps' rows, as people would see them."""
        return await self.result(await self.start(graph, value))

    async def start(self, graph: Graph, value: JsonValue) -> str:
        plan = compile_graph(graph, catalog()).require_plan()
        wanted = request(str(uuid4()), plan, value)
        await runs.start_run(self.client, wanted)
        return wanted.run_id

    def items_of(self, run_id: str) -> list[ItemRunOrder]:
        """The runs of the items of its loops, and of theirs."""
        own = [order for order in self.sub_runs.items if order.parent_run_id == run_id]
        return [each for order in own for each in (order, *self.items_of(order.run_id))]

    async def result(self, run_id: str) -> tuple[RunUpdate, list[StepRecord]]:
        """As `run`, of one that was started."""
        try:
            await runs.wait_for_run(self.client, run_id)
        except WorkflowFailureError:
            assert self.rows.runs[run_id].status is RunStatus.FAILED
        return self.rows.runs[run_id], self.rows.of(run_id)


def _context(
    http: httpx2.AsyncClient,
    shelf: Shelf | None,
    reach: Mapping[str, Any],
    call: StepCall,
    *,
    attempt: int,
    timeout_s: float,
) -> FakeContext:
    return FakeContext(
        http=http,
        on_shelf=shelf,
        run_id=call.run_id,
        workspace_id=call.workspace_id,
        node_id=call.step.id,
        iteration=call.iteration,
        attempt=attempt,
        timeout_s=timeout_s,
        **reach,
    )


@asynccontextmanager
async def workshop(  # noqa: PLR0913 - one argument per thing that graphs reach
    client: Client,
    workflow: type,
    outside: httpx2.AsyncBaseTransport | None = None,
    waits: FakeWaits | None = None,
    sub_runs: FakeSubRuns | None = None,
    shelf: Shelf | None = None,
    reach: Mapping[str, Any] = NOTHING,
) -> AsyncGenerator[Workshop]:
    """In the sandbox, which refuses what is not deterministic; `outside` answers nodes' requests.

    With a `shelf`, steps of the queue `ai` are done too. `reach` is what else a step's `FakeContext` has.
    """
    shop = Workshop(client, waits=waits or FakeWaits(), sub_runs=sub_runs or FakeSubRuns())
    evaluator = Evaluator()
    async with httpx2.AsyncClient(transport=outside) as http:
        blobs = reach.get("blobs") or MemoryBlobs()
        tools = Tools(
            catalog=catalog(),
            contexts=partial(_context, http, shelf, {**reach, "blobs": blobs}),
            sink=shop.rows,
            blobs=blobs,
            evaluator=evaluator,
            waits=shop.waits,
            sub_runs=shop.sub_runs,
        )
        worker = Worker(
            client,
            task_queue=TASK_QUEUE,
            workflows=[workflow],
            activities=make_activities(tools),
            workflow_runner=sandboxed_runner(),
            graceful_shutdown_timeout=timedelta(0),
        )
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(worker)
            if shelf is not None:
                activities = make_node_activities(tools)
                models = Worker(client, task_queue=task_queue("ai"), activities=activities)
                await stack.enter_async_context(models)
            yield shop
    evaluator.close()
