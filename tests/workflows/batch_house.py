"""Graphs run by the real engine and the real adapter, on blobs in memory."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
from pydantic import JsonValue
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.worker import Worker

from activities.adapter.attempt import Tools
from activities.adapter.definitions import make_activities
from activities.adapter.evaluator import Evaluator
from noria.catalog import Catalog, load_control_catalog
from noria.compile import compile_graph
from noria.context import NodeContext
from noria.errors import NodeFailed, NodeUnavailable
from noria.model import Model
from noria.node_type import NodeType, node
from noria.run import RunResult, StepRecord
from noria.step_calls import StepCall
from tests.activities.calls import RememberingSink
from tests.activities.fakes import FakeContext, MemoryBlobs
from tests.noria.graphs import Document, graph, step
from tests.workflows.fake_sub_runs import FakeSubRuns
from tests.workflows.fake_waits import FakeWaits
from tests.workflows.plans import request
from workflows import client as runs
from workflows.graph_workflow import GraphWorkflow
from workflows.names import TASK_QUEUE, temporal_id
from workflows.worker_parts import sandboxed_runner


class GiveConfig(Model):
    """What to give."""

    value: JsonValue = None


@dataclass
class BatchHouse:
    """Runs graphs; nodes of the type `test.give` give their value, and fail as `failures` says."""

    client: Client
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)
    sink: RememberingSink = field(default_factory=RememberingSink)
    calls: list[str] = field(default_factory=list[str])
    failures: Counter[str] = field(default_factory=Counter[str])
    """How often a step's place, as `a[3]`, is to fail for now."""
    broken: set[str] = field(default_factory=set[str])
    """Places that fail for good."""
    gates: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])
    """Places that wait for it."""

    @property
    def catalog(self) -> Catalog:
        return Catalog([*load_control_catalog(), self._give()])

    def _give(self) -> NodeType[Any]:
        @node("test.give", title="Give", category="Test", icon="gift")
        async def give(config: GiveConfig, context: NodeContext) -> Any:
            """Stand in for a node that does something."""
            place = f"{context.node_id}[{context.iteration}]"
            self.calls.append(place)
            if gate := self.gates.get(place):
                await gate.wait()
            if place in self.broken:
                raise NodeFailed("broken")
            if self.failures[place] > 0:
                self.failures[place] -= 1
                raise NodeUnavailable("later", retry_after=timedelta(milliseconds=50))
            return config.value

        return give

    def tools(self) -> Tools:
        return Tools(
            catalog=self.catalog,
            contexts=self._context,
            sink=self.sink,
            blobs=self.blobs,
            evaluator=Evaluator(),
            waits=FakeWaits(),
            sub_runs=FakeSubRuns(),
        )

    def _context(self, call: StepCall, *, attempt: int, timeout_s: float) -> FakeContext:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _: httpx2.Response(200)))
        return FakeContext(
            http,
            self.blobs,
            attempt=attempt,
            timeout_s=timeout_s,
            node_id=call.step.id,
            iteration=call.iteration,
        )

    async def start(self, document: Document, run_input: JsonValue = None) -> str:
        plan = compile_graph(document, self.catalog).require_plan()
        run = request(str(uuid4()), plan, run_input)
        await runs.start_run(self.client, run)
        return run.run_id

    async def run(self, document: Document, run_input: JsonValue = None) -> RunResult:
        return await runs.wait_for_run(self.client, await self.start(document, run_input))

    async def events(self, run_id: str) -> Sequence[HistoryEvent]:
        history = await self.client.get_workflow_handle(temporal_id(run_id)).fetch_history()
        return history.events

    async def activity_types(self, run_id: str) -> list[str]:
        return [
            event.activity_task_scheduled_event_attributes.activity_type.name
            for event in await self.events(run_id)
            if event.HasField("activity_task_scheduled_event_attributes")
        ]

    def rows(self, node_id: str) -> list[StepRecord]:
        written = [record for projection in self.sink.written for record in projection.steps]
        return [record for record in (*self.sink.steps, *written) if record.node_id == node_id]


@asynccontextmanager
async def at_work(house: BatchHouse, workflow: type = GraphWorkflow) -> AsyncGenerator[BatchHouse]:
    worker = Worker(
        house.client,
        task_queue=TASK_QUEUE,
        workflows=[workflow],
        activities=make_activities(house.tools()),
        workflow_runner=sandboxed_runner(),
        graceful_shutdown_timeout=timedelta(0),
    )
    async with worker:
        yield house


def looping(*body: Document, **config: Any) -> Document:
    """start → each → end, which gives the loop's output."""
    return graph(
        [
            step("start", "start"),
            step("each", "for_each", **{"items": "{{ trigger }}", **config}),
            *({**node, "parent": "each"} for node in body),
            step("end", "end", output="{{ steps.each.output }}"),
        ],
        "start > each > end",
    )
