"""Runs of pure steps, begun by the process that starts them; all others, and what it leaves, by workers."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from pydantic import SecretStr
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from api import pure_runs
from api.pure_runs import MOST_SECONDS
from api.temporal import TemporalRuns
from noria.acts import SkipStep
from noria.errors import Unavailable
from noria.model import NodeId
from store.database import Database
from store.settings import StoreSettings
from tests.api.begins import beginning
from tests.e2e.chaos_proxy import proxy_to
from tests.servers import temporal_server
from tests.worker.house import House, end_node, start_node, until
from tests.worker.test_process import working
from worker.process import Settings
from worker.settings import WorkerSettings
from workflows.client import connect, run_handle
from workflows.settings import TemporalSettings

SECRET_KEYS = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
ROOT = Path(__file__).parents[2]
STARTED = b"started\n"
TIMED_OUT = EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT
COMPLETED = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
DELAY: dict[str, Any] = {"id": "wait", "type": "delay", "config": {"seconds": 0.1}}


@pytest.fixture(scope="module")
def address() -> Generator[str]:
    with temporal_server() as address:
        yield address


@pytest.fixture
def settings(address: str, database: Database, tmp_path: Path) -> Settings:
    return Settings(
        WorkerSettings(worker_health_port=0, sweep_queued_age_s=3_600, worker_grace_s=5),
        StoreSettings(database_url=database.url, blob_url=(tmp_path / "blobs").as_uri()),
        TemporalSettings(temporal_address=address, secret_keys=SecretStr(SECRET_KEYS)),
    )


@pytest.fixture
async def house(database: Database, settings: Settings) -> House:
    return await House.build(database, await connect(settings.temporal))


async def pure_run(house: House) -> UUID:
    step: dict[str, Any] = {"id": "sum", "type": "set", "config": {"values": {"n": "{{ 1 + 1 }}"}}}
    nodes = [start_node(), step, end_node("{{ steps.sum.output.n }}")]
    return await house.record(nodes, ["start sum", "sum end"])


async def events(house: House, run_id: UUID) -> list[HistoryEvent]:
    return list((await run_handle(house.temporal, str(run_id)).fetch_history()).events)


def was_begun_here(history: list[HistoryEvent]) -> bool:
    return history[0].workflow_execution_started_event_attributes.eager_execution_accepted


async def until_started(told: asyncio.StreamReader) -> AsyncGenerator[bytes]:
    """Its lines, the log's among them."""
    async for line in told:
        yield line
        if line == STARTED:
            return


async def holds_a_step(runs: TemporalRuns, run_id: UUID) -> bool:
    return bool((await runs.grip(str(run_id))).hand.holds)


async def test_a_run_of_pure_steps_ends_in_the_task_that_came_with_its_start(
    settings: Settings, house: House
) -> None:
    run_id = await pure_run(house)

    async with beginning(settings.temporal, settings.store, house.database) as runs:
        await runs.launch(house.database, house.workspace_id, run_id)
        run = await house.ended(run_id)

    history = await events(house, run_id)
    assert (run.status, run.output) == ("succeeded", 2)
    assert set(await house.attempts(run_id)) == {"start", "sum", "end"}
    assert was_begun_here(history)
    assert Counter(event.event_type for event in history)[COMPLETED] == 1


async def test_a_run_that_nobody_waits_for_is_left_to_workers(
    settings: Settings, house: House
) -> None:
    run_id = await pure_run(house)

    async with (
        beginning(settings.temporal, settings.store, house.database) as runs,
        working(settings),
    ):
        await runs.start(await runs.request_of(house.database, house.workspace_id, run_id))
        run = await house.ended(run_id)

    assert run.status == "succeeded"
    assert not was_begun_here(await events(house, run_id))


async def test_other_runs_are_left_to_workers_which_have_what_they_need(
    settings: Settings, house: House
) -> None:
    run_id = await house.record([start_node(), DELAY, end_node(1)], ["start wait", "wait end"])

    async with beginning(settings.temporal, settings.store, house.database) as runs:
        await runs.launch(house.database, house.workspace_id, run_id)
        await asyncio.sleep(1)
        untouched = (await house.read(run_id)).status
        async with working(settings):
            run = await house.ended(run_id)

    assert (untouched, run.status) == ("queued", "succeeded")
    assert not was_begun_here(await events(house, run_id))


async def test_with_no_slot_free_a_run_goes_to_workers(settings: Settings, house: House) -> None:
    held, other = await pure_run(house), await pure_run(house)

    async with beginning(settings.temporal, settings.store, house.database, most=1) as runs:
        async with house.held_up(held):
            await runs.launch(house.database, house.workspace_id, held)
            await runs.launch(house.database, house.workspace_id, other)
            async with working(settings):
                assert (await house.ended(other)).status == "succeeded"
        assert (await house.ended(held)).status == "succeeded"

    assert was_begun_here(await events(house, held))
    assert not was_begun_here(await events(house, other))


async def test_at_the_end_of_the_process_what_has_begun_is_seen_through(
    settings: Settings, house: House
) -> None:
    run_id = await pure_run(house)
    leaves = asyncio.Event()

    async def serve() -> None:
        async with beginning(settings.temporal, settings.store, house.database) as runs:
            await runs.launch(house.database, house.workspace_id, run_id)
            leaves.set()

    async with house.held_up(run_id):
        serving = asyncio.create_task(serve())
        await leaves.wait()
        await asyncio.sleep(0.5)
        was_waited_for = not serving.done()
    await asyncio.wait_for(serving, 10)

    history = await events(house, run_id)
    assert was_waited_for
    assert (await house.read(run_id)).status == "succeeded"
    assert Counter(event.event_type for event in history)[COMPLETED] == 1


async def test_many_at_once_all_end_in_their_first_task_here_or_in_a_worker(
    settings: Settings, house: House
) -> None:
    run_ids = [await pure_run(house) for _ in range(60)]

    async with (
        beginning(settings.temporal, settings.store, house.database, most=4) as runs,
        working(settings),
    ):
        await asyncio.gather(
            *(runs.launch(house.database, house.workspace_id, run_id) for run_id in run_ids)
        )
        ends = [(await house.ended(run_id)).status for run_id in run_ids]

    histories = [await events(house, run_id) for run_id in run_ids]
    assert set(ends) == {"succeeded"}
    assert {was_begun_here(history) for history in histories} == {True, False}
    assert not [
        event for history in histories for event in history if event.event_type == TIMED_OUT
    ]


async def test_a_run_that_rests_after_it_was_begun_goes_on_in_a_worker(
    settings: Settings, house: House
) -> None:
    stop: dict[str, Any] = {
        "id": "stop",
        "type": "set",
        "config": {"values": {"n": "{{ trigger.n }}"}},
        "policy": {"on_error": "hold"},
    }
    run_id = await house.record(
        [start_node(), stop, end_node("{{ steps.stop.output.n }}")], ["start stop", "stop end"]
    )

    async with beginning(settings.temporal, settings.store, house.database) as runs:
        await runs.launch(house.database, house.workspace_id, run_id)
        async with working(settings):
            await until(partial(holds_a_step, runs, run_id))
            await runs.control(str(run_id), SkipStep(node_id=NodeId("stop"), output={"n": 2}), None)
            run = await house.ended(run_id)

    history = await events(house, run_id)
    assert was_begun_here(history)
    assert (run.status, run.output) == ("succeeded", 2)


async def test_the_process_ends_also_while_a_last_row_cannot_be_written(
    settings: Settings, house: House
) -> None:
    run_id = await pure_run(house)

    async with house.held_up(run_id):
        async with beginning(settings.temporal, settings.store, house.database) as runs:
            await runs.launch(house.database, house.workspace_id, run_id)
            await until(house.waits_for_a_lock)
            began = time.monotonic()
        took = time.monotonic() - began
    async with working(settings):
        run = await house.ended(run_id)

    assert took < 20
    assert (run.status, run.output) == ("succeeded", 2)


async def test_the_process_ends_also_while_temporal_does_not_answer(
    settings: Settings, house: House, address: str
) -> None:
    with proxy_to(int(address.rpartition(":")[2])) as proxy:
        behind = settings.temporal.model_copy(
            update={"temporal_address": f"127.0.0.1:{proxy.port}"}
        )
        with ExitStack() as stack:
            async with beginning(behind, settings.store, house.database):
                stack.enter_context(proxy.silence())
                began = time.monotonic()
            took = time.monotonic() - began

    assert took < MOST_SECONDS + 2


async def test_what_fails_at_first_is_tried_again(
    settings: Settings, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[TemporalSettings] = []

    async def connect_at_second(asked: TemporalSettings) -> Client:
        tries.append(asked)
        if len(tries) == 1:
            raise Unavailable("Temporal does not answer.")
        return await connect(asked)

    monkeypatch.setattr(pure_runs, "connect", connect_at_second)
    monkeypatch.setattr(pure_runs, "PAUSE_SECONDS", 0.05)
    run_id = await pure_run(house)

    async with beginning(settings.temporal, settings.store, house.database) as runs:
        await runs.launch(house.database, house.workspace_id, run_id)
        run = await house.ended(run_id)

    assert (run.status, len(tries)) == ("succeeded", 2)


async def test_runs_whose_callers_go_away_end_without_a_pause(
    settings: Settings, house: House
) -> None:
    run_ids = [await pure_run(house) for _ in range(12)]

    async with beginning(settings.temporal, settings.store, house.database) as runs:
        for number, run_id in enumerate(run_ids):
            request = await runs.request_of(house.database, house.workspace_id, run_id)
            call = asyncio.create_task(runs.start(request, awaited=True))
            await asyncio.sleep(0.001 * number)
            call.cancel()
            await asyncio.wait({call})
        started = [run_id for run_id in run_ids[1:] if (await house.ended(run_id)).output == 2]

    histories = [await events(house, run_id) for run_id in started]
    assert len(started) == len(run_ids) - 1
    assert not [
        event for history in histories for event in history if event.event_type == TIMED_OUT
    ]


async def test_a_worker_goes_on_with_the_run_of_a_process_that_was_killed(
    settings: Settings, house: House
) -> None:
    run_id = await pure_run(house)
    told = {
        "temporal": settings.temporal.model_dump(mode="json") | {"secret_keys": SECRET_KEYS},
        "store": settings.store.model_dump(mode="json"),
    }

    async with house.held_up(run_id):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.api.begins"),
            *(orjson.dumps(told).decode(), str(house.workspace_id), str(run_id)),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        said = [line async for line in until_started(process.stdout)]
        process.kill()
        await process.wait()
    async with working(settings):
        run = await house.ended(run_id)

    history = await events(house, run_id)
    assert said[-1] == STARTED
    assert (run.status, run.output) == ("succeeded", 2)
    assert was_begun_here(history)
    assert Counter(event.event_type for event in history)[TIMED_OUT] == 1
