"""Steps beside the workflow: no round trip each, but retries, limits and rows like any other."""

import pytest
from pydantic import JsonValue
from temporalio.client import WorkflowFailureError

from noria.plan import Plan, PlanStep
from noria.run import RunStatus, StepStatus
from tests.workflows.engine import Engine, until
from tests.workflows.plans import plan, step
from workflows import client as runs


def quick_chain(length: int) -> Plan:
    names = ["start", *(f"s{n}" for n in range(length))]
    steps = [
        step(names[n + 1], "test.emit", names[n], config={"value": n}, quick=True)
        for n in range(length)
    ]
    return plan(step("start", "start"), *steps)


def emitting(value: JsonValue, name: str, before: str = "start") -> PlanStep:
    return step(name, "test.emit", before, config={"value": value}, quick=True)


async def test_forty_in_a_row_are_one_workflow_task(engine: Engine) -> None:
    run_id = await engine.start(quick_chain(40))
    await engine.handle(run_id).result()

    types = await engine.event_types(run_id)
    assert types.count("workflow_task_started") == 1
    assert types.count("marker_recorded") == 41  # and one for the last rows
    assert "activity_task_scheduled" not in types
    assert len([event for event in engine.worker.events if event.startswith("-")]) == 40


async def test_it_is_tried_again(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step("flaky", "test.flaky", config={"failures": 2}, quick=True),
            step("seen", "test.echo", "flaky", reads={"flaky": ["output", "attempt"]}),
        )
    )

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events[:4] == ["flaky", "flaky", "flaky", "-flaky"]
    assert engine.worker.calls["seen"].scope.steps == {"flaky": {"attempt": 3, "output": 3}}


async def test_attempts_are_spent_and_the_error_port_goes_on(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step(
                "flaky",
                "test.flaky",
                config={"failures": 9},
                quick=True,
                policy={"on_error": "port", "retry": {"max_attempts": 2}},
                ports=("out", "error"),
            ),
            step("mend", "test.echo", "flaky.error", reads={"flaky": ["error.message"]}),
        )
    )

    assert result.error is None, result.error
    assert engine.worker.events == ["flaky", "flaky", "mend", "-mend"]
    assert engine.worker.steps["flaky"].attempt == 2


async def test_it_may_not_take_long(engine: Engine) -> None:
    policy = {"timeout_s": 0.2, "retry": {"max_attempts": 1}}
    slow = step("slow", "test.slow", config={"seconds": 5}, quick=True, policy=policy)

    result = await engine.run(plan(slow))

    assert result.error is not None
    assert (result.error.type, result.error.node_id) == ("timeout", "slow")


async def test_many_large_results_do_not_overflow_a_workflow_task(engine: Engine) -> None:
    names = [f"s{n}" for n in range(100)]
    wide = plan(
        step("start", "start"),
        *(emitting("x" * 60_000, name) for name in names),
        step("join", "test.echo", *names),
    )

    run_id = await engine.start(wide)
    await engine.handle(run_id).result()

    assert "workflow_task_failed" not in await engine.event_types(run_id)


async def test_it_is_cancelled_with_the_run(engine: Engine) -> None:
    slow = step("slow", "test.slow", config={"seconds": 9}, quick=True)
    run_id = await engine.start(plan(slow))
    await until(lambda: "slow" in engine.worker.events)

    await runs.cancel_run(engine.client, run_id)
    with pytest.raises(WorkflowFailureError):
        await engine.handle(run_id).result()

    assert engine.worker.steps["slow"].status is StepStatus.CANCELLED
