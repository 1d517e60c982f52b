"""A step that is a run of its own."""

import asyncio
from typing import Any

from pydantic import JsonValue
from temporalio.client import WorkflowExecutionStatus

from noria.acts import Pause, Resume
from noria.plan import Plan
from noria.run import RunStatus, StepStatus
from noria.sub_runs import MAX_DEPTH
from tests.workflows.engine import Engine, dig, until
from tests.workflows.hand_plans import until_stopped
from tests.workflows.plans import plan, request, step
from workflows import client as runs
from workflows.hand_client import control_run, read_grip

CHILD = plan(
    step("start", "start"),
    step("work", "test.echo", "start", trigger=True),
    step(
        "end",
        "end",
        "work",
        config={"output": ""},
        expressions={"/output": "{{ trigger.n + 1 }}"},
        trigger=True,
        ports=(),
    ),
)
FAILS = plan(step("start", "start"), step("bad", "test.broken", "start"))
SLOW_FIRST = plan(
    step("start", "start"),
    step("slow", "test.slow", "start", config={"seconds": 2}),
    step("next", "set", "slow", config={"values": {}}),
)
SLOW = plan(step("start", "start"), step("slow", "test.slow", "start", config={"seconds": 30}))


def calling(name: str = "Child", **more: Any) -> Plan:
    facts = {key: more.pop(key) for key in ("policy", "ports") if key in more}
    config: dict[str, JsonValue] = {"workflow": name, "input": {"n": 1}, **more}
    return plan(
        step("start", "start"),
        step("call", "workflow.run", "start", config=config, **facts),
        step("after", "test.echo", "call", reads={"call": ["output", "error"]}),
    )


async def status_of(engine: Engine, run_id: str) -> WorkflowExecutionStatus | None:
    return (await engine.handle(run_id).describe()).status


async def test_its_output_is_the_output_of_the_step(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = CHILD

    result = await engine.run(calling(version=3))

    [order] = engine.worker.sub_runs.orders
    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.steps["call"].output == 2
    assert (order.workflow, order.version, order.depth) == ("Child", 3, 1)
    assert (order.node_id, order.input) == ("call", {"n": 1})
    assert await status_of(engine, order.run_id) is WorkflowExecutionStatus.COMPLETED


async def test_its_failure_is_the_failure_of_the_step(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = FAILS

    result = await engine.run(calling())

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert (result.error.type, result.error.node_id) == ("run_failed", "call")
    assert "'Test' failed: broken" in result.error.message
    assert dig(result.error.details, "error", "node_id") == "bad"


async def test_its_error_goes_by_the_error_port(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = FAILS
    result = await engine.run(calling(policy={"on_error": "continue", "on_error_output": 0}))

    assert result.status is RunStatus.SUCCEEDED
    assert dig(engine.worker.calls["after"].scope.steps, "call", "error", "type") == "run_failed"


async def test_a_workflow_that_is_not_there_fails_the_step(engine: Engine) -> None:
    result = await engine.run(calling("Nobody"))

    assert result.error is not None
    assert result.error.type == "not_found"
    assert "'Nobody'" in result.error.message


async def test_a_cancel_is_passed_on(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = SLOW
    run_id = await engine.start(calling())
    await until(lambda: "slow" in engine.worker.events)
    await runs.cancel_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    [order] = engine.worker.sub_runs.orders
    assert result.status is RunStatus.CANCELLED
    assert "x slow" in engine.worker.events
    assert engine.worker.step_statuses()["call"] is StepStatus.CANCELLED
    assert await status_of(engine, order.run_id) is WorkflowExecutionStatus.CANCELED


async def test_a_run_that_waits_for_nothing_else_shows_so(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = SLOW
    run_id = await engine.start(calling())
    await until(lambda: engine.worker.step_statuses().get("call") is StepStatus.WAITING)
    await until(lambda: RunStatus.WAITING in engine.worker.statuses)
    await runs.cancel_run(engine.client, run_id)
    await runs.wait_for_run(engine.client, run_id)

    assert engine.worker.step_statuses()["call"] is StepStatus.CANCELLED


async def test_a_run_that_does_something_else_meanwhile_is_running(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = CHILD
    beside = step("beside", "test.slow", "start", config={"seconds": 1})
    both = calling()
    await engine.run(both.model_copy(update={"steps": (*both.steps[:2], beside, both.steps[2])}))

    assert RunStatus.WAITING not in engine.worker.statuses
    assert engine.worker.step_statuses()["after"] is StepStatus.SUCCEEDED


async def test_a_step_that_is_held_after_its_sub_run_failed_waits_too(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = FAILS
    run_id = await engine.start(calling(policy={"on_error": "hold"}))
    await until(lambda: engine.worker.step_statuses().get("call") is StepStatus.PAUSED)
    statuses = engine.worker.statuses
    since_it_failed = statuses[statuses.index(RunStatus.FAILED) :]
    await runs.cancel_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert RunStatus.WAITING in engine.worker.statuses
    assert RunStatus.RUNNING not in since_it_failed
    assert result.status is RunStatus.CANCELLED


async def test_a_sub_run_that_somebody_cancels_fails_the_step(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = SLOW
    run_id = await engine.start(calling())
    await until(lambda: "slow" in engine.worker.events)
    await runs.cancel_run(engine.client, engine.worker.sub_runs.orders[0].run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.error is not None
    assert "it was cancelled" in result.error.message


async def test_a_sub_run_is_paused_and_resumed_with_the_run(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = SLOW_FIRST
    run_id = await engine.start(calling())
    await until(lambda: "slow" in engine.worker.events)
    await control_run(engine.client, run_id, Pause())
    child_id = engine.worker.sub_runs.orders[0].run_id
    await until_stopped(engine, child_id, "next")
    paused = await read_grip(engine.client, child_id)
    await control_run(engine.client, run_id, Resume())
    result = await runs.wait_for_run(engine.client, run_id)

    assert paused.status is RunStatus.PAUSED
    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.step_statuses()["next"] is StepStatus.SUCCEEDED


async def test_one_that_is_not_waited_for_goes_on_by_itself(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Child"] = SLOW
    result = await engine.run(calling(wait=False))

    [order] = engine.worker.sub_runs.orders
    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.steps["call"].output == {"run_id": order.run_id}
    assert await status_of(engine, order.run_id) is WorkflowExecutionStatus.RUNNING
    await runs.cancel_run(engine.client, order.run_id)
    async with asyncio.timeout(90):
        await runs.wait_for_run(engine.client, order.run_id)


async def test_a_workflow_that_calls_itself_comes_to_an_end(engine: Engine) -> None:
    engine.worker.sub_runs.plans["Again"] = calling("Again")
    deep = request("run-deep", calling("Again"), depth=MAX_DEPTH - 2)
    await runs.start_run(engine.client, deep)
    result = await runs.wait_for_run(engine.client, "run-deep")

    assert [order.depth for order in engine.worker.sub_runs.orders] == [MAX_DEPTH - 1, MAX_DEPTH]
    assert result.error is not None
    assert "as deep as they go" in result.error.message
