"""What goes wrong in a node, and what its policy makes of it."""

from typing import Any

import pytest

from noria.run import RunStatus, StepStatus
from tests.workflows.engine import Engine
from tests.workflows.plans import plan, step

ONCE = {"max_attempts": 1}


async def test_a_failed_step_fails_the_run_with_its_error(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step("start", "start"),
            step("bad", "test.broken", "start", config={"message": "no such city"}),
            step("never", "test.echo", "bad"),
        )
    )

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert (result.error.type, result.error.message) == ("node_failed", "no such city")
    assert result.error.node_id == "bad"
    assert engine.worker.step_statuses() == {
        "start": StepStatus.SUCCEEDED,
        "bad": StepStatus.FAILED,
    }
    assert engine.worker.statuses[-1] is RunStatus.FAILED


async def test_a_failed_run_cancels_its_siblings_in_plan_order(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step("start", "start"),
            step("first", "test.slow", "start", config={"seconds": 30}),
            step("waits", "delay", "start", config={"seconds": 60}),
            step("second", "test.slow", "start", config={"seconds": 30}),
            step("bad", "test.broken", "start", config={"after_s": 0.3}),
        )
    )

    assert result.status is RunStatus.FAILED
    assert sorted(engine.worker.events[-2:]) == ["x first", "x second"]
    assert {
        node_id
        for node_id, status in engine.worker.step_statuses().items()
        if status is StepStatus.CANCELLED
    } == {"first", "waits", "second"}


async def test_on_error_port_goes_on_with_the_error_as_data(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step("start", "start"),
            step(
                "bad", "test.broken", "start", policy={"on_error": "port"}, ports=("out", "error")
            ),
            step("fine", "test.echo", "bad"),
            step("mend", "test.echo", "bad.error", reads={"bad": ["error.message", "status"]}),
        )
    )

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.calls["mend"].scope.steps == {
        "bad": {"error": {"message": "broken"}, "status": "failed"}
    }
    assert engine.worker.step_statuses()["fine"] is StepStatus.SKIPPED


async def test_on_error_continue_goes_on_with_the_given_output(engine: Engine) -> None:
    policy = {"on_error": "continue", "on_error_output": {"total": 0}}

    result = await engine.run(
        plan(
            step("start", "start"),
            step("bad", "test.broken", "start", policy=policy),
            step("after", "test.echo", "bad", reads={"bad": ["output.total"]}),
        )
    )

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.calls["after"].scope.steps == {"bad": {"output": {"total": 0}}}
    assert engine.worker.steps["bad"].status is StepStatus.FAILED


@pytest.mark.parametrize(("failures", "status"), [(2, "succeeded"), (3, "failed")])
async def test_a_step_is_tried_as_often_as_its_policy_says(
    engine: Engine, failures: int, status: str
) -> None:
    result = await engine.run(
        plan(
            step("start", "start"),
            step(
                "flaky",
                "test.flaky",
                "start",
                config={"failures": failures},
                policy={"retry": {"max_attempts": 3}},
            ),
        )
    )

    assert result.status.value == status
    assert engine.worker.events.count("flaky") == 3
    assert engine.worker.steps["flaky"].attempt == 3


async def test_a_step_that_takes_too_long_fails_with_advice(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step("start", "start"),
            step(
                "slow",
                "test.slow",
                "start",
                config={"seconds": 10},
                policy={"timeout_s": 0.3, "retry": ONCE},
            ),
        )
    )

    assert result.error is not None
    assert result.error.type == "timeout"
    assert "no answer within 0.3 s; raise `timeout_s`" in result.error.message


async def test_a_node_type_that_no_worker_has_fails_the_step(engine: Engine) -> None:
    result = await engine.run(
        plan(step("start", "start"), step("odd", "test.unknown", "start", policy={"retry": ONCE}))
    )

    assert result.error is not None
    assert "test.unknown" in result.error.message


async def test_a_port_that_the_plan_does_not_know_fails_the_step(engine: Engine) -> None:
    result = await engine.run(
        plan(step("start", "start"), step("odd", "test.choose", "start", config={"port": "left"}))
    )

    assert result.error is not None
    assert "answered by the port 'left', which is none of 'out'" in result.error.message


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"config": {"values": "?"}, "expressions": {"/values": "{{ trigger.absent }}"}}, "expr"),
        ({"config": {"values": 5}}, "node_failed"),
        ({"type_version": 9, "config": {"values": {}}}, "node_failed"),
    ],
    ids=["expression", "config", "version"],
)
async def test_a_control_node_that_goes_wrong_fails_its_step(
    engine: Engine, broken: dict[str, Any], code: str
) -> None:
    result = await engine.run(
        plan(step("start", "start"), step("odd", "set", "start", trigger=True, **broken)), {}
    )

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert result.error.type.startswith(code)
    assert result.error.node_id == "odd"


async def test_an_error_port_works_on_control_nodes_too(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step("start", "start"),
            step(
                "odd",
                "set",
                "start",
                config={"values": 5},
                policy={"on_error": "port"},
                ports=("out", "error"),
            ),
            step("mend", "test.echo", "odd.error"),
        )
    )

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events == ["mend", "-mend"]


async def test_fail_ends_the_run_with_its_message(engine: Engine) -> None:
    result = await engine.run(
        plan(
            step("start", "start"),
            step("stop", "fail", "start", config={"message": "not today"}, ports=()),
        )
    )

    assert result.error is not None
    assert result.error.message == "not today"


async def test_rows_that_are_refused_for_good_do_not_stop_the_run(engine: Engine) -> None:
    engine.worker.refuses_for_good = True

    result = await engine.run(
        plan(step("start", "start"), step("wait", "delay", "start", config={"seconds": 0.1}))
    )

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.steps == {}
