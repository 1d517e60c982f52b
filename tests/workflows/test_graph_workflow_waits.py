"""Time and dead workers: a run that waits holds nothing, and outlives what runs it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import JsonValue
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from noria.run import RunStatus, StepStatus
from tests.workflows.engine import Engine, dig, until, working
from tests.workflows.loop_plans import for_each, looped
from tests.workflows.plans import plan, step
from workflows import client as runs
from workflows.converter import data_converter
from workflows.names import SEARCH_ATTRIBUTES


async def test_a_run_that_only_waits_says_so(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step("start", "start"),
            step("wait", "delay", "start", config={"seconds": 0.3}),
            step("after", "test.echo", "wait", reads={"wait": ["output.waited_s"]}),
        )
    )

    waited = dig(engine.worker.calls["after"].scope.steps, "wait", "output", "waited_s")
    assert result.status is RunStatus.SUCCEEDED
    assert 0.3 <= waited < 5.0
    assert engine.worker.statuses == [
        RunStatus.WAITING,
        RunStatus.RUNNING,
        RunStatus.SUCCEEDED,
    ]


async def test_a_time_that_is_past_is_not_waited_for(engine: Engine) -> None:
    run_id = await engine.start(
        plan(
            step("start", "start"),
            step("wait", "wait_until", "start", config={"time": "2020-01-01T00:00:00Z"}),
        )
    )
    await runs.wait_for_run(engine.client, run_id)

    assert engine.worker.steps["wait"].output == {"waited_s": 0.0}
    assert "timer_started" not in await engine.event_types(run_id)


@asynccontextmanager
async def hurrying(temporal_binary: str) -> AsyncGenerator[Engine]:
    """On a server that skips the time in which nothing happens."""
    environment = await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=temporal_binary,
        data_converter=data_converter(None),
        search_attributes=SEARCH_ATTRIBUTES,
        dev_server_extra_args=[
            "--dynamic-config-value",
            "frontend.WorkflowTimeSkippingEnabled=true",
        ],
    )
    async with environment:
        engine = Engine(environment.client)
        async with working(environment.client, engine.worker):
            yield engine


async def test_a_run_may_wait_for_a_month_or_until_a_day(temporal_binary: str) -> None:
    day = datetime.now(UTC) + timedelta(days=365)
    async with hurrying(temporal_binary) as engine:
        result = await engine.run(
            plan(
                step("start", "start"),
                step("wait", "delay", "start", config={"seconds": 30 * 86_400}),
                step("until", "wait_until", "wait", config={"time": day.isoformat()}),
            )
        )

    assert result.status is RunStatus.SUCCEEDED
    waited = dig(engine.worker.steps["wait"].output, "waited_s")
    assert waited >= timedelta(days=30).total_seconds()
    ended_at = engine.worker.steps["until"].finished_at
    assert ended_at is not None
    assert day <= ended_at < day + timedelta(days=1)


async def test_a_thousand_items_wait_side_by_side(temporal_binary: str) -> None:
    items: list[JsonValue] = list(range(1_000))
    hour = step("wait", "delay", parent="each", config={"seconds": 3_600})
    side_by_side = looped(for_each(items, concurrency=1_000, result="{{ item }}"), hour)

    async with hurrying(temporal_binary) as engine:
        run_id = await engine.start(side_by_side)
        result = await runs.wait_for_run(engine.client, run_id)
        told = await engine.handle(run_id).describe()

    assert result.status is RunStatus.SUCCEEDED
    assert dig(engine.worker.steps["end"].output) == items
    assert told.close_time is not None
    # One after another they would take six weeks, and even two rounds of five hundred two hours.
    assert told.close_time - told.start_time < timedelta(hours=1.9)


async def test_a_killed_worker_loses_nothing(
    address: str, temporal: Client, tmp_path: Path
) -> None:
    events_file = tmp_path / "events"
    engine = Engine(temporal)
    soon_again = {"timeout_s": 5.0, "retry": {"initial_interval_s": 0.05}}
    two_waits = plan(
        step("start", "start"),
        step("first", "test.emit", "start", config={"value": 1}),
        step("slow", "test.slow", "first", config={"seconds": 0.7}, policy=soon_again),
        step("wait", "delay", "first", config={"seconds": 1.5}),
        step("last", "test.echo", "slow", "wait"),
    )

    async with asyncio.timeout(100):
        async with killed_worker(address, events_file):
            run_id = await engine.start(two_waits)
            await until(lambda: "slow" in events(events_file))
        async with killed_worker(address, events_file):
            result = await runs.wait_for_run(temporal, run_id)

    seen = events(events_file)
    assert result.status is RunStatus.SUCCEEDED
    assert seen.count("first") == 1
    assert seen.count("slow") == 2
    assert seen.count("-slow") == 1
    assert seen[-1] == "-last"


async def test_a_deadline_that_passed_without_a_worker_is_met_at_once(temporal: Client) -> None:
    engine = Engine(temporal)
    waits = plan(step("start", "start"), step("wait", "delay", "start", config={"seconds": 1}))

    async with working(temporal, engine.worker):
        run_id = await engine.start(waits)
        await until(lambda: "wait" in engine.worker.steps)
    await asyncio.sleep(1.2)
    async with working(temporal, engine.worker):
        result = await runs.wait_for_run(temporal, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.steps["wait"].status is StepStatus.SUCCEEDED


@asynccontextmanager
async def killed_worker(address: str, events_file: Path) -> AsyncGenerator[None]:
    """A worker process that ends by SIGKILL."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.workflows.worker_process", address, str(events_file)),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        await process.wait()


def events(events_file: Path) -> list[str]:
    return events_file.read_text().split() if events_file.exists() else []
