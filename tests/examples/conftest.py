"""Runs examples against a shop in memory, in a world where months pass at once."""

import json
import sysconfig
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from temporalio.testing import WorkflowEnvironment

from noria.model import Graph
from noria.waits import Taken, WaitOpen
from tests.reference.workshop import Workshop, workshop
from tests.workflows.fake_waits import FakeWaits
from workflows.converter import data_converter
from workflows.graph_workflow import GraphWorkflow
from workflows.names import SEARCH_ATTRIBUTES

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def read_graph(name: str) -> Graph:
    document = json.loads((EXAMPLES / name / "workflow.json").read_text())
    return Graph.model_validate(document["graph"])


@dataclass
class MemoryShop:
    """Does each effect once, by its key."""

    products: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    effects: dict[str, tuple[str, Any]] = field(default_factory=dict[str, tuple[str, Any]])
    """Idempotency key → path and body."""
    sold_out: frozenset[str] = frozenset()
    """Paths at which there is nothing left."""

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if request.method == "GET":
            return httpx2.Response(200, json=self.products)
        if path in self.sold_out:
            return httpx2.Response(409, json={"detail": "Nothing is left."})
        key = request.headers["Idempotency-Key"]
        self.effects.setdefault(key, (path, json.loads(request.content)))
        return httpx2.Response(201, json={"reference": path.strip("/").replace("/", "-")})

    @property
    def kinds(self) -> Counter[str]:
        return Counter(path.split("/")[1] for path, _ in self.effects.values())


@dataclass
class Desk(FakeWaits):
    """Answers approvals at once for those who are there."""

    present: dict[str, Taken] = field(default_factory=dict[str, Taken])
    """By email."""

    async def open(self, wait: WaitOpen) -> bool:
        asked = wait.asked
        for email in asked.assignees if asked.kind == "approval" else ():
            if email in self.present:
                self.answers[wait.wait_id] = self.present[email]
        return await super().open(wait)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def shop() -> MemoryShop:
    return MemoryShop()


@pytest.fixture(scope="session")
async def long_time() -> AsyncGenerator[WorkflowEnvironment]:
    """Time jumps to the next timer whenever nothing else is to be done."""
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=str(Path(sysconfig.get_path("scripts")) / "temporal"),
        data_converter=data_converter(None),
        search_attributes=SEARCH_ATTRIBUTES,
        dev_server_extra_args=[
            "--dynamic-config-value",
            "frontend.WorkflowTimeSkippingEnabled=true",
        ],
    )
    async with environment:
        yield environment


@pytest.fixture
async def house(
    long_time: WorkflowEnvironment, shop: MemoryShop, desk: Desk
) -> AsyncGenerator[Workshop]:
    outside = httpx2.MockTransport(shop.answer)
    async with workshop(long_time.client, GraphWorkflow, outside, desk) as house:
        yield house
