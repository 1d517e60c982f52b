"""A person tries a step of the quick lane again: the attempts that it made are known."""

from noria.acts import RetryStep
from noria.model import NodeId
from noria.run import RunStatus, StepKey
from tests.workflows.engine import Engine, dig, until
from tests.workflows.hand_plans import until_stopped
from tests.workflows.plans import plan, step
from workflows import client as runs
from workflows.hand_client import control_run, read_grip

NODE = NodeId("pay")
HOLD = {"on_error": "hold", "retry": {"max_attempts": 2, "initial_interval_s": 0.05}}


async def test_a_held_quick_step_goes_on_after_all_its_attempts(engine: Engine) -> None:
    graph = plan(
        step("start", "start"),
        step("pay", "test.stuck", "start", config={"failures": 3}, policy=HOLD, quick=True),
        step("after", "test.echo", "pay", reads={"pay": ["status", "attempt"]}),
    )
    run_id = await engine.start(graph)
    await until_stopped(engine, run_id, "pay")
    grip = await read_grip(engine.client, run_id)

    await control_run(engine.client, run_id, RetryStep(node_id=NODE))
    result = await runs.wait_for_run(engine.client, run_id)

    assert grip.hand.holds[StepKey("pay")].mend.attempts == 2
    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events.count("pay") == 4
    assert dig(engine.worker.steps["after"].output, "steps", "pay") == {
        "status": "succeeded",
        "attempt": 4,
    }


async def test_a_quick_step_that_is_tried_goes_on_after_the_attempts_it_made(
    engine: Engine,
) -> None:
    """Temporal can't tell of them; the run tells of the step, and who asks for the retry of them."""
    policy = {
        "retry": {
            "max_attempts": 9,
            "initial_interval_s": 0.2,
            "backoff": 100.0,
            "max_interval_s": 600,
        }
    }
    run_id = await engine.start(
        plan(
            step("start", "start"),
            step("pay", "test.stuck", "start", config={"failures": 3}, policy=policy, quick=True),
            step("after", "test.echo", "pay", reads={"pay": ["status", "attempt"]}),
        )
    )
    await until(lambda: engine.worker.events.count("pay") == 2)
    (at_work,) = (await read_grip(engine.client, run_id)).quick

    await control_run(engine.client, run_id, RetryStep(node_id=NODE, attempts=2))
    result = await runs.wait_for_run(engine.client, run_id)

    assert (at_work.node_id, at_work.max_attempts) == ("pay", 9)
    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.events.count("pay") == 4
    assert dig(engine.worker.steps["after"].output, "steps", "pay") == {
        "status": "succeeded",
        "attempt": 4,
    }
