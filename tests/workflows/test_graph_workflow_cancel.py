"""Cancelling a run: what runs is stopped and awaited, and every row says so."""

from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import Client

from noria.errors import NotFound
from noria.model import OUT, NodeId
from noria.run import RunResult, RunStatus, Snapshot, StepState, StepStatus, step_key
from tests.workflows.engine import Engine, until, working
from tests.workflows.plans import plan, step
from workflows import client as runs


async def cancelled(engine: Engine, run_id: str, *, once: str) -> RunResult:
    """Cancel the run once this event was seen."""
    await until(lambda: once in engine.worker.events or once in engine.worker.steps)
    await runs.cancel_run(engine.client, run_id)
    return await runs.wait_for_run(engine.client, run_id)


async def test_a_running_activity_is_stopped_and_awaited(engine: Engine) -> None:
    run_id = await engine.start(
        plan(
            step("start", "start"),
            step("slow", "test.slow", "start", config={"seconds": 30}),
            step("after", "test.echo", "slow"),
        )
    )

    result = await cancelled(engine, run_id, once="slow")

    assert result.status is RunStatus.CANCELLED
    assert engine.worker.events == ["slow", "x slow"]
    assert engine.worker.steps["slow"].status is StepStatus.CANCELLED
    assert engine.worker.statuses[-1] is RunStatus.CANCELLED


async def test_a_timer_is_stopped(engine: Engine) -> None:
    run_id = await engine.start(
        plan(step("start", "start"), step("wait", "delay", "start", config={"seconds": 3600}))
    )

    result = await cancelled(engine, run_id, once="wait")

    assert result.status is RunStatus.CANCELLED
    assert engine.worker.steps["wait"].status is StepStatus.CANCELLED
    assert "timer_canceled" in await engine.event_types(run_id)


async def test_a_step_that_ends_well_in_spite_of_it_is_recorded_so(engine: Engine) -> None:
    run_id = await engine.start(
        plan(
            step("start", "start"),
            step("patient", "test.patient", "start"),
            step("after", "test.echo", "patient"),
        )
    )

    result = await cancelled(engine, run_id, once="patient")

    assert result.status is RunStatus.CANCELLED
    assert engine.worker.steps["patient"].status is StepStatus.SUCCEEDED
    assert "after" not in engine.worker.events


async def test_a_step_that_fails_while_it_is_stopped_leaves_the_run_cancelled(
    engine: Engine,
) -> None:
    retry = {"retry": {"max_attempts": 50}}
    run_id = await engine.start(
        plan(step("start", "start"), step("sour", "test.sour", "start", policy=retry))
    )

    result = await cancelled(engine, run_id, once="sour")

    assert result.status is RunStatus.CANCELLED
    assert engine.worker.steps["sour"].status is StepStatus.FAILED
    assert engine.worker.statuses[-1] is RunStatus.CANCELLED


async def test_rows_are_written_though_the_database_is_down_at_first(engine: Engine) -> None:
    run_id = await engine.start(
        plan(step("start", "start"), step("slow", "test.slow", "start", config={"seconds": 30}))
    )
    await until(lambda: "slow" in engine.worker.events)
    engine.worker.refuse_writes = 2

    await runs.cancel_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.CANCELLED
    assert engine.worker.finished is not None


async def test_a_cancel_that_comes_before_the_first_task_is_heeded(temporal: Client) -> None:
    engine = Engine(temporal)
    run_id = await engine.start(
        plan(step("start", "start"), step("end", "end", "start", config={"output": 1}, ports=()))
    )
    await runs.cancel_run(temporal, run_id)

    async with working(temporal, engine.worker):
        result = await runs.wait_for_run(temporal, run_id)

    assert result.status is RunStatus.CANCELLED
    assert engine.worker.statuses == [RunStatus.CANCELLED]
    assert engine.worker.steps == {}


async def test_it_ends_what_an_earlier_history_left_at_rest(temporal: Client) -> None:
    engine = Engine(temporal)
    now, wait = datetime.now(UTC), step_key(NodeId("wait"), "")
    started = StepState(status=StepStatus.SUCCEEDED, port=OUT)
    run_id = await engine.start(
        plan(
            step("start", "start"),
            step("wait", "delay", "start", config={"seconds": 3600}),
            step("beside", "test.echo", "start"),
        ),
        snapshot=Snapshot(
            states={step_key(NodeId("start"), ""): started},
            deadlines={wait: now + timedelta(hours=1)},
            waiting_since={wait: now},
        ),
    )
    await runs.cancel_run(temporal, run_id)

    async with working(temporal, engine.worker):
        result = await runs.wait_for_run(temporal, run_id)

    assert result.status is RunStatus.CANCELLED
    assert engine.worker.steps["wait"].status is StepStatus.CANCELLED
    assert engine.worker.events == []


async def test_a_run_that_is_over_stays_as_it_ended(engine: Engine) -> None:
    run_id = await engine.start(plan(step("start", "start"), step("end", "end", "start", ports=())))
    await runs.wait_for_run(engine.client, run_id)

    await runs.cancel_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.SUCCEEDED


async def test_cancelling_a_run_that_temporal_does_not_know_is_refused(engine: Engine) -> None:
    with pytest.raises(NotFound):
        await runs.cancel_run(engine.client, "unknown")
