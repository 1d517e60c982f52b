"""Queues: who runs a step, how fast, and what is refused."""

import asyncio
import time
from typing import Any

import pytest
from temporalio.client import Client

from noria.catalog import Catalog
from noria.errors import Invalid
from noria.model import DEFAULT_QUEUE
from tests.worker.queue_workers import Told, end, ended, one_step, queued, serving, start
from tests.workflows.plans import plan, step
from worker.process import Settings
from worker.queues import Queues
from worker.settings import WorkerSettings
from workflows.client import connect

BOUND = (DEFAULT_QUEUE, "code")
CATALOG = Catalog([Told().node_type(queue, "one") for queue in BOUND])


@pytest.fixture
async def client(settings: Settings) -> Client:
    return await connect(settings.temporal)


async def test_a_bound_step_runs_only_where_its_queue_is_served(client: Client) -> None:
    told = Told()

    async with serving(client, told, bound=BOUND, worker_queues="default"):
        run_id = await start(
            client, plan(queued("a", "default"), queued("b", "code", "a"), end("b"))
        )
        await asyncio.sleep(0.5)
        before = [(queue, process) for queue, process, _ in told.calls]
        async with serving(client, told, process="two", bound=BOUND, worker_queues="code"):
            status = await ended(client, run_id)

    assert status == "succeeded"
    assert before == [("default", "one")]
    assert [(queue, process) for queue, process, _ in told.calls] == [
        ("default", "one"),
        ("code", "two"),
    ]


async def test_one_process_serves_all_queues_that_node_types_name(client: Client) -> None:
    told = Told()

    async with serving(client, told, bound=BOUND):
        status = await ended(client, await start(client, one_step("code")))

    assert status == "succeeded"
    assert len(told.calls) == 1


async def test_a_queues_rate_holds_for_all_workers_together(
    client: Client, settings: Settings
) -> None:
    told = Told()
    another = await connect(settings.temporal)
    steps = [queued(f"n{number}", "slow", "start") for number in range(12)]
    bound = (DEFAULT_QUEUE, "slow")
    rate: dict[str, Any] = {"queue_rates": "slow=5"}

    async with (
        serving(client, told, bound=bound, **rate),
        serving(another, told, process="two", bound=bound, worker_queues="slow", **rate),
    ):
        began = time.monotonic()
        status = await ended(client, await start(client, plan(step("start", "start"), *steps)))
        took = time.monotonic() - began

    # What a second allows may come at once; the rest waits for its turn.
    assert status == "succeeded"
    assert len(told.calls) == 12
    assert took > 1.0


def test_every_queue_is_served_unless_some_are_named() -> None:
    assert Queues.of(WorkerSettings(), CATALOG).names == ("code", "default")
    assert Queues.of(WorkerSettings(worker_queues="code, code"), CATALOG).names == ("code",)


def test_rates_and_slots_are_read() -> None:
    queues = Queues.of(WorkerSettings(queue_rates="ai=10, code=2.5", queue_slots="code=2"), CATALOG)

    assert queues.rates == {"ai": 10.0, "code": 2.5}
    assert queues.slots == {"code": 2.0}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"worker_queues": "Code"}, "NORIA_WORKER_QUEUES names the queue 'Code'"),
        ({"queue_rates": "ai"}, "NORIA_QUEUE_RATES has the entry 'ai'"),
        ({"queue_rates": "ai=-1"}, "NORIA_QUEUE_RATES has the entry 'ai=-1'"),
        ({"queue_slots": "ai=many"}, "NORIA_QUEUE_SLOTS has the entry 'ai=many'"),
        ({"queue_slots": "ai=0"}, "NORIA_QUEUE_SLOTS has the entry 'ai=0'"),
        ({"queue_rates": "default=5"}, "NORIA_QUEUE_RATES limits the queue 'default'"),
    ],
)
def test_wrong_settings_are_named(wrong: dict[str, str], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        Queues.of(WorkerSettings.model_validate(wrong), CATALOG)


def test_a_node_type_with_an_unusable_queue_is_refused_at_import() -> None:
    with pytest.raises(ValueError, match=r"'test\.No Good' names the queue 'No Good'"):
        Told().node_type("No Good", "one")
