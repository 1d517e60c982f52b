"""Circuits of one worker and of several."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import httpx2
import psycopg
import pytest
from temporalio.common import MetricMeter

from activities.circuits import CircuitKey
from local.ports import free_port
from noria.errors import CircuitOpen
from store.circuits import OpenCircuit
from store.database import Database
from tests.activities.internet import Received, Service, http
from tests.store.rows import build_house
from tests.worker.house import House, end_node, http_node, start_node
from tests.worker.test_process import fields, url, working
from worker.circuits import LOOK_SECONDS, DatabaseCircuits, SharedCircuits
from worker.metrics import make_runtime
from worker.process import Settings
from worker.settings import WorkerSettings

RESILIENCE = Path(__file__).parents[2] / "docs" / "resilience.md"
WORKSPACE = UUID(int=1)
KEY = CircuitKey(str(WORKSPACE), "api.example.com")


class _Row(NamedTuple):
    opened_at: float
    probed_at: float
    reason: str


@dataclass
class MemoryCircuits:
    """Implements `worker.circuits.CircuitStore`."""

    rows: dict[CircuitKey, _Row] = field(default_factory=dict[CircuitKey, _Row])
    is_away: bool = False

    async def all_open(self) -> Sequence[OpenCircuit]:
        self._answer()
        return [
            OpenCircuit(
                UUID(key.workspace_id),
                key.destination,
                key.credential,
                row.reason,
                time.monotonic() - row.opened_at,
            )
            for key, row in self.rows.items()
        ]

    async def open(self, key: CircuitKey, reason: str) -> None:
        self._answer()
        self.rows[key] = _Row(time.monotonic(), 0, reason)

    async def probe(self, key: CircuitKey, open_s: float) -> bool:
        self._answer()
        row = self.rows[key]
        due = max(row.opened_at, row.probed_at) + open_s <= time.monotonic()
        if due:
            self.rows[key] = row._replace(probed_at=time.monotonic())
        return due

    async def close(self, key: CircuitKey) -> None:
        self._answer()
        self.rows.pop(key, None)

    def _answer(self) -> None:
        if self.is_away:
            raise psycopg.OperationalError


def make(store: MemoryCircuits, failures: int = 3, open_s: float = 0.3) -> SharedCircuits:
    return SharedCircuits(store, MetricMeter.noop, failures=failures, open_s=open_s)


async def fail(circuits: SharedCircuits, key: CircuitKey = KEY) -> None:
    async with circuits.call(key) as call:
        call.failed = True
        call.reason = "It answered 503."


async def answer(circuits: SharedCircuits, key: CircuitKey = KEY) -> None:
    async with circuits.call(key) as call:
        call.failed = False


async def refusal(circuits: SharedCircuits, key: CircuitKey = KEY) -> CircuitOpen:
    with pytest.raises(CircuitOpen) as caught:
        async with circuits.call(key):
            raise AssertionError("it was called")
    return caught.value


async def test_failures_in_a_row_open_it_and_say_so() -> None:
    circuits = make(MemoryCircuits(), open_s=30)
    for _ in range(2):
        await fail(circuits)
    await answer(circuits)
    for _ in range(3):
        await fail(circuits)

    refused = await refusal(circuits)

    assert str(refused).startswith("'api.example.com' has failed again and again")
    assert "It answered 503." in str(refused)
    assert refused.retry_after is not None
    assert 29 < refused.retry_after.total_seconds() < 40


async def test_failures_at_the_same_time_count_together() -> None:
    circuits = make(MemoryCircuits())

    await asyncio.gather(*(fail(circuits) for _ in range(3)))

    await refusal(circuits)


async def test_others_are_not_kept_from_calling() -> None:
    circuits = make(MemoryCircuits())
    for _ in range(3):
        await fail(circuits)

    await answer(circuits, KEY._replace(workspace_id=str(UUID(int=2))))
    await answer(circuits, KEY._replace(credential="another key"))
    await answer(circuits, KEY._replace(destination="other.example"))

    await refusal(circuits)


async def test_one_call_sees_whether_it_answers_again_and_closes_it() -> None:
    circuits = make(MemoryCircuits())
    for _ in range(3):
        await fail(circuits)
    await asyncio.sleep(0.31)

    async with circuits.call(KEY) as probe:
        await refusal(circuits)
        probe.failed = False

    await answer(circuits)


async def test_a_probe_that_fails_opens_it_again() -> None:
    circuits = make(MemoryCircuits())
    for _ in range(3):
        await fail(circuits)
    await asyncio.sleep(0.31)

    await fail(circuits)

    await refusal(circuits)


async def test_a_probe_that_was_cancelled_tells_nothing_and_the_next_one_probes() -> None:
    store = MemoryCircuits()
    circuits = make(store)
    for _ in range(3):
        await fail(circuits)
    await asyncio.sleep(0.31)
    with pytest.raises(asyncio.CancelledError):
        async with circuits.call(KEY):
            raise asyncio.CancelledError

    await refusal(circuits)
    await asyncio.sleep(1.05)
    await answer(circuits)

    assert store.rows == {}


async def test_what_one_worker_finds_all_workers_leave_alone() -> None:
    store = MemoryCircuits()
    finder, other = make(store, open_s=30), make(store, open_s=30)
    for _ in range(3):
        await fail(finder)

    await refusal(other)
    store.rows.clear()
    await asyncio.sleep(1.05)
    await answer(other)


async def test_without_the_database_each_worker_goes_by_what_it_knows() -> None:
    store = MemoryCircuits(is_away=True)
    circuits = make(store)

    for _ in range(3):
        await fail(circuits)
    await refusal(circuits)
    await asyncio.sleep(0.31)
    await answer(circuits)

    await answer(circuits)


async def test_zero_failures_switch_them_off() -> None:
    circuits = make(MemoryCircuits(), failures=0)

    for _ in range(50):
        await fail(circuits)


async def test_rows_are_written_and_read(database: Database) -> None:
    house = await build_house(database)
    key = KEY._replace(workspace_id=str(house.workspace_id))
    store = DatabaseCircuits(database)

    await store.open(key, "It answered 503.")
    (found,) = await store.all_open()
    probed = await store.probe(key, 10)
    await store.close(key)

    assert (found.destination, found.reason, probed) == (key.destination, "It answered 503.", False)
    assert await store.all_open() == []


async def test_steps_leave_a_failing_service_alone_until_it_answers(
    settings: Settings, house: House, service: Service
) -> None:
    async def answer(_: Received) -> bytes:
        return http(503 if len(service.received) <= 2 else 200, b"")

    service.answer = answer
    settings.worker.circuit_failures = 2
    settings.worker.circuit_open_s = 3
    node = http_node("fetch", url(service, "/"))
    node["policy"]["retry"]["max_attempts"] = 20
    run_id = await house.record(
        [start_node(), node, end_node("{{ steps.fetch.output.status }}")],
        ["start fetch", "fetch end"],
    )

    async with working(settings):
        await house.start(run_id)
        run = await house.ended(run_id)

    attempts = (await house.attempts(run_id))["fetch"]
    errors = [fields(row.error)["type"] for row in attempts if row.error]
    assert (run.status, run.output) == ("succeeded", 200)
    assert errors[:3] == ["node_unavailable", "node_unavailable", "circuit_open"]
    assert len(service.received) == 3


async def test_one_that_a_person_closed_is_called_again() -> None:
    store = MemoryCircuits()
    circuits = make(store, open_s=30)
    for _ in range(3):
        await fail(circuits)
    await refusal(circuits)

    store.rows.clear()
    await asyncio.sleep(LOOK_SECONDS)

    await answer(circuits)


async def test_the_metrics_of_the_docs_are_served() -> None:
    """Prometheus sees a name once it has counted something."""
    port = free_port()
    runtime = make_runtime(WorkerSettings(worker_metrics_port=port))
    circuits = SharedCircuits(MemoryCircuits(), runtime.metric_meter, failures=2, open_s=30)
    for _ in range(2):
        await fail(circuits)
    await refusal(circuits)

    async with httpx2.AsyncClient() as client:
        served = (await client.get(f"http://127.0.0.1:{port}/metrics")).text

    documented = re.findall(r"^\| `(noria_\w+)` \|", RESILIENCE.read_text(), re.MULTILINE)
    lines = {
        name: line for line in served.splitlines() for name in documented if line.startswith(name)
    }
    assert len(documented) == 3
    assert lines.keys() == set(documented)
    assert 'destination="api.example.com"' in lines["noria_circuit_opened_total"]
    assert all(line.endswith(" 1") for line in lines.values())
