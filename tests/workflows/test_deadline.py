"""A run that takes too long fails, wherever it is."""

from noria.plan import Plan
from noria.run import RunResult, RunStatus, StepStatus
from tests.workflows.engine import Engine
from tests.workflows.plans import chain, plan, step
from workflows import client as runs


async def timed(engine: Engine, of: Plan, timeout_s: float) -> tuple[str, RunResult]:
    run_id = await engine.start(of, timeout_s=timeout_s)
    return run_id, await runs.wait_for_run(engine.client, run_id)


async def test_a_run_that_waits_too_long_fails(engine: Engine) -> None:
    waiting = plan(step("start", "start"), step("wait", "delay", "start", config={"seconds": 3600}))
    _, result = await timed(engine, waiting, 0.3)

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert result.error.type == "run_timed_out"
    assert engine.worker.steps["wait"].status is StepStatus.CANCELLED


async def test_an_activity_is_stopped_in_time(engine: Engine) -> None:
    slow = plan(step("start", "start"), step("slow", "test.slow", "start", config={"seconds": 30}))
    _, result = await timed(engine, slow, 0.5)

    assert result.status is RunStatus.FAILED
    assert engine.worker.events == ["slow", "x slow"]


async def test_a_run_that_is_done_in_time_succeeds(engine: Engine) -> None:
    pure_id, pure = await timed(engine, chain(2, "set", config={"values": {}}), 60)
    _, calls = await timed(engine, chain(1), 60)

    assert (pure.status, calls.status) == (RunStatus.SUCCEEDED, RunStatus.SUCCEEDED)
    assert "timer_started" not in await engine.event_types(pure_id)
