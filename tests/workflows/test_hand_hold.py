"""A failed step that waits for a person, and one that a person does not want to wait for."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from pydantic import JsonValue
from temporalio.client import Client

from noria.acts import Act, FailStep, Grip, Pause, Resume, RetryStep, SkipStep
from noria.errors import CannotApply
from noria.model import NodeId, Policy, PortName
from noria.plan import Plan, PlanStep
from noria.run import RunResult, RunStatus, StepKey, StepStatus
from tests.workflows.engine import Engine, dig, until, working
from tests.workflows.plans import plan, step
from tests.workflows.variants import OftenRenewed
from workflows import client as runs
from workflows.hand_client import (
    change_activity,
    control_run,
    list_trying,
    pause_activities,
    read_grip,
    unpause_activities,
)

NODE = NodeId("pay")
KEY = StepKey("pay")
HOLD = {"on_error": "hold", "retry": {"max_attempts": 2, "initial_interval_s": 0.05}}
PATIENT = {"retry": {"max_attempts": 50, "initial_interval_s": 600, "max_interval_s": 600}}


def paying(node_type: str, policy: dict[str, Any], **config: JsonValue) -> Plan:
    return plan(
        step("start", "start"),
        step("pay", node_type, "start", config=config, policy=policy, ports=("out", "odd")),
        step("after", "test.echo", "pay", reads={"pay": ["status", "output", "attempt"]}),
        step("aside", "set", "pay.odd", config={"values": {}}),
    )


def pay_step(of: Plan) -> PlanStep:
    return next(step for step in of.steps if step.id == NODE)


async def act(engine: Engine, run_id: str, what: Act) -> Grip:
    return await control_run(engine.client, run_id, what)


async def held(engine: Engine, of: Plan) -> str:
    """A run that has come to its held step."""
    run_id = await engine.start(of)
    await until_held(engine)
    return run_id


async def until_held(engine: Engine, attempt: int | None = None) -> None:
    def is_held() -> bool:
        record = engine.worker.steps.get("pay")
        is_paused = record is not None and record.status is StepStatus.PAUSED
        return is_paused and attempt in (None, record and record.attempt)

    await until(is_held)


async def ended(engine: Engine, run_id: str) -> RunResult:
    return await runs.wait_for_run(engine.client, run_id)


def read_after(engine: Engine) -> Any:
    return dig(engine.worker.steps["after"].output, "steps", "pay")


async def test_a_held_step_lets_the_run_wait_with_the_error_in_sight(engine: Engine) -> None:
    run_id = await held(engine, paying("test.flaky", HOLD, failures=9))
    await until(lambda: engine.worker.statuses[-1] is RunStatus.WAITING)
    grip = await read_grip(engine.client, run_id)
    await runs.terminate_run(engine.client, run_id, "test")

    hold = grip.hand.holds[KEY]
    assert hold.error is not None
    assert hold.error.message == "try 2 failed"
    assert hold.mend.attempts == 2
    assert engine.worker.steps["pay"].attempt == 3
    assert engine.worker.events == ["pay", "pay"]


async def test_a_held_step_is_tried_again_with_all_its_attempts(engine: Engine) -> None:
    run_id = await held(engine, paying("test.flaky", HOLD, failures=3))

    await act(engine, run_id, RetryStep(node_id=NODE))
    result = await ended(engine, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events.count("pay") == 4
    assert read_after(engine) == {"status": "succeeded", "output": 4, "attempt": 4}
    assert engine.worker.calls["pay"].edition == 0


async def test_a_step_may_be_held_again_and_again(engine: Engine) -> None:
    run_id = await held(engine, paying("test.flaky", HOLD, failures=4))

    for attempt in (5, 7):
        await act(engine, run_id, RetryStep(node_id=NODE))
        if attempt == 5:
            await until_held(engine, attempt)

    assert (await ended(engine, run_id)).status is RunStatus.SUCCEEDED
    assert read_after(engine)["attempt"] == 5


async def test_a_mended_config_is_another_request(engine: Engine) -> None:
    graph = paying("test.flaky", HOLD, failures=99)
    run_id = await held(engine, graph)
    mended = pay_step(graph).model_copy(update={"config": {"failures": 0}})

    await act(engine, run_id, RetryStep(node_id=NODE, step=mended))
    result = await ended(engine, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.calls["pay"].edition == 1
    assert engine.worker.calls["pay"].attempts_before == 2
    assert read_after(engine)["output"] == 3


async def test_a_mended_input_is_sent_as_it_is(engine: Engine) -> None:
    graph = plan(
        step("start", "start"),
        step(
            "pay",
            "set",
            "start",
            config={"values": {"x": "?"}},
            expressions={"/values/x": "{{ trigger.missing.deep }}"},
            trigger=True,
            policy=HOLD,
        ),
        step("after", "test.echo", "pay", reads={"pay": ["status", "output", "attempt"]}),
    )
    run_id = await held(engine, graph)

    await act(engine, run_id, RetryStep(node_id=NODE, input={"values": {"x": "{{ kept }}"}}))
    result = await ended(engine, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert read_after(engine) == {
        "status": "succeeded",
        "output": {"x": "{{ kept }}"},
        "attempt": 2,
    }


async def test_a_skipped_step_gives_the_output_that_a_person_gave(engine: Engine) -> None:
    run_id = await held(engine, paying("test.broken", HOLD))

    await act(engine, run_id, SkipStep(node_id=NODE, output={"paid": True}))
    result = await ended(engine, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.steps["pay"].status is StepStatus.SKIPPED
    assert read_after(engine) == {"status": "skipped", "output": {"paid": True}, "attempt": 2}


async def test_a_skipped_step_may_leave_by_another_port(engine: Engine) -> None:
    run_id = await held(engine, paying("test.broken", HOLD))

    with pytest.raises(CannotApply, match="has no port 'even': take one of out, odd"):
        await act(engine, run_id, SkipStep(node_id=NODE, port=PortName("even")))
    await act(engine, run_id, SkipStep(node_id=NODE, port=PortName("odd")))
    await ended(engine, run_id)

    assert engine.worker.steps["aside"].status is StepStatus.SUCCEEDED
    assert engine.worker.steps["after"].status is StepStatus.SKIPPED


async def test_a_held_step_that_is_failed_fails_the_run_with_its_own_error(
    engine: Engine,
) -> None:
    run_id = await held(engine, paying("test.broken", HOLD, message="card refused"))

    await act(engine, run_id, FailStep(node_id=NODE))
    result = await ended(engine, run_id)

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert (result.error.type, result.error.message) == ("node_failed", "card refused")
    assert engine.worker.steps["pay"].status is StepStatus.FAILED


async def test_other_branches_go_on_while_a_step_is_held(engine: Engine) -> None:
    run_id = await engine.start(
        plan(
            step("start", "start"),
            step("pay", "test.broken", "start", policy=HOLD),
            step("slow", "test.slow", "start", config={"seconds": 0.5}),
            step("more", "test.emit", "slow", config={"value": 1}),
        )
    )
    await until(lambda: "-more" in engine.worker.events)

    await act(engine, run_id, SkipStep(node_id=NODE))
    assert (await ended(engine, run_id)).status is RunStatus.SUCCEEDED


async def test_what_is_not_under_way_can_not_be_touched(engine: Engine) -> None:
    run_id = await held(engine, paying("test.broken", HOLD))

    for node_id, reason in (("start", "has ended"), ("after", "not under way"), ("x", "no node")):
        with pytest.raises(CannotApply, match=reason):
            await act(engine, run_id, RetryStep(node_id=NodeId(node_id)))
    await act(engine, run_id, SkipStep(node_id=NODE))
    await ended(engine, run_id)


async def test_a_retry_in_a_paused_run_waits_for_its_end(engine: Engine) -> None:
    run_id = await held(engine, paying("test.flaky", HOLD, failures=2))

    await act(engine, run_id, Pause())
    await act(engine, run_id, RetryStep(node_id=NODE))
    with pytest.raises(CannotApply, match="has not started"):
        await act(engine, run_id, RetryStep(node_id=NODE))
    assert engine.worker.events == ["pay", "pay"]
    await act(engine, run_id, Resume())

    assert (await ended(engine, run_id)).status is RunStatus.SUCCEEDED
    assert read_after(engine)["attempt"] == 3


async def test_a_held_run_can_be_cancelled(engine: Engine) -> None:
    run_id = await held(engine, paying("test.broken", HOLD))

    await runs.cancel_run(engine.client, run_id)

    assert (await ended(engine, run_id)).status is RunStatus.CANCELLED
    assert engine.worker.steps["pay"].status is StepStatus.CANCELLED


async def test_a_hold_and_what_was_mended_outlive_a_new_history(temporal: Client) -> None:
    engine = Engine(temporal)
    names = [f"s{n}" for n in range(8)]
    graph = plan(
        step("start", "start"),
        step("pay", "test.flaky", "start", config={"failures": 99}, policy=HOLD),
        step("s0", "test.echo", "start"),
        *(step(after, "test.echo", before) for before, after in pairwise(names)),
        step("after", "test.echo", "pay", "s7", reads={"pay": ["status", "output", "attempt"]}),
    )

    async with working(temporal, engine.worker, OftenRenewed):
        run_id = await held(engine, graph)
        await until(lambda: "-s7" in engine.worker.events)
        mended = pay_step(graph).model_copy(update={"config": {"failures": 4}})
        await act(engine, run_id, RetryStep(node_id=NODE, step=mended))
        await until_held(engine, 5)
        await act(engine, run_id, RetryStep(node_id=NODE))
        result = await ended(engine, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert read_after(engine) == {"status": "succeeded", "output": 5, "attempt": 5}
    assert engine.worker.calls["pay"].edition == 1


# A step that is still tried.


async def trying(engine: Engine, of: Plan) -> str:
    """A run whose step waits for its second attempt, for a long time."""
    run_id = await engine.start(of)
    await until(lambda: "pay" in engine.worker.events)
    for _ in range(200):
        found = await list_trying(engine.client, run_id)
        if found and not found[0].is_running:
            return run_id
        await asyncio.sleep(0.05)
    raise AssertionError("it never waited")


async def test_a_step_that_is_tried_shows_how_often_and_why_it_failed(engine: Engine) -> None:
    run_id = await trying(engine, stuck(failures=1))

    (found,) = await list_trying(engine.client, run_id)
    await runs.terminate_run(engine.client, run_id, "test")

    assert (found.node_id, found.iteration) == ("pay", "")
    assert (found.attempts, found.max_attempts) == (1, 50)
    assert found.last_error is not None
    assert found.last_error.message == "broken"
    assert found.next_attempt_at is not None


def stuck(failures: int) -> Plan:
    """Its next attempt comes in ten minutes."""
    return paying("test.stuck", PATIENT, failures=failures)


async def test_a_step_that_is_tried_is_tried_now(engine: Engine) -> None:
    run_id = await trying(engine, stuck(failures=1))

    await act(engine, run_id, RetryStep(node_id=NODE, attempts=1))
    result = await ended(engine, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert read_after(engine)["attempt"] == 2


async def test_a_step_that_is_tried_gets_another_config_and_policy(engine: Engine) -> None:
    graph = stuck(failures=9)
    run_id = await trying(engine, graph)
    mended = pay_step(graph).model_copy(update={"config": {"failures": 0}})
    policy = Policy.model_validate(HOLD)

    await act(engine, run_id, RetryStep(node_id=NODE, step=mended, policy=policy, attempts=1))
    result = await ended(engine, run_id)

    call = engine.worker.calls["pay"]
    assert result.status is RunStatus.SUCCEEDED
    assert (call.step.policy.on_error, call.edition, call.attempts_before) == ("hold", 1, 1)


async def test_a_step_that_is_tried_is_skipped(engine: Engine) -> None:
    run_id = await trying(engine, stuck(failures=9))

    await act(engine, run_id, SkipStep(node_id=NODE, output=7, attempts=1))
    result = await ended(engine, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert read_after(engine) == {"status": "skipped", "output": 7, "attempt": 2}


async def test_a_step_that_is_tried_is_failed(engine: Engine) -> None:
    run_id = await trying(engine, stuck(failures=9))

    await act(engine, run_id, FailStep(node_id=NODE, reason="not today", attempts=1))
    result = await ended(engine, run_id)

    assert result.error is not None
    assert (result.error.type, result.error.message) == ("failed_by_hand", "not today")


async def test_an_attempt_under_way_is_stopped_and_tried_anew(engine: Engine) -> None:
    run_id = await engine.start(paying("test.slow", {}, seconds=30))
    await until(lambda: "pay" in engine.worker.events)
    graph = paying("test.slow", {}, seconds=0.1)

    await act(engine, run_id, RetryStep(node_id=NODE, step=pay_step(graph), attempts=1))
    result = await ended(engine, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events[:4] == ["pay", "x pay", "pay", "-pay"]
    assert read_after(engine)["attempt"] == 2


async def test_temporal_changes_the_retries_of_a_step_that_is_tried(engine: Engine) -> None:
    run_id = await trying(engine, stuck(failures=2))
    policy = Policy.model_validate(
        {"retry": {"max_attempts": 7, "initial_interval_s": 0.1, "max_interval_s": 0.2}}
    )

    assert await change_activity(engine.client, run_id, KEY, policy)
    result = await ended(engine, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert read_after(engine)["attempt"] == 3


async def test_temporal_holds_further_attempts_of_a_paused_run_back(engine: Engine) -> None:
    policy = {"retry": {"max_attempts": 50, "initial_interval_s": 1}}
    run_id = await trying(engine, paying("test.stuck", policy, failures=1))

    assert await pause_activities(engine.client, run_id, [KEY])
    await asyncio.sleep(1.5)
    (found,) = await list_trying(engine.client, run_id)
    assert (found.is_paused, found.attempts) == (True, 1)
    assert engine.worker.events == ["pay"]
    await unpause_activities(engine.client, run_id, [KEY])

    assert (await ended(engine, run_id)).status is RunStatus.SUCCEEDED
