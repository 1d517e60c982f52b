"""People take hold of a run while its loops are under way."""

from noria.acts import FailStep, Pause, Resume, RetryStep, SkipStep, StartOne
from noria.model import NodeId
from noria.run import RunStatus, StepKey, StepStatus
from tests.workflows.engine import Engine, until
from tests.workflows.hand_plans import until_stopped
from tests.workflows.loop_plans import for_each, looped
from tests.workflows.plans import plan, step
from workflows import client as runs
from workflows.hand_client import control_run, read_grip

HOLD = {"on_error": "hold", "retry": {"max_attempts": 1}}
PAY = NodeId("pay")


async def test_each_item_of_a_loop_is_held_on_its_own(engine: Engine) -> None:
    run_id = await engine.start(
        looped(
            for_each(
                [1, 2, 3], concurrency=3, result="{{ steps.pay.output }}", of={"pay": ["output"]}
            ),
            step("pay", "test.flaky", parent="each", config={"failures": 1}, policy=HOLD),
        )
    )
    for index in "012":
        await until_stopped(engine, run_id, f"pay[{index}]")
    grip = await read_grip(engine.client, run_id)

    await control_run(engine.client, run_id, SkipStep(node_id=PAY, iteration="2", output="two"))
    await control_run(engine.client, run_id, RetryStep(node_id=PAY, iteration="0"))
    await control_run(engine.client, run_id, RetryStep(node_id=PAY, iteration="1"))
    result = await runs.wait_for_run(engine.client, run_id)

    assert grip.status is RunStatus.WAITING
    assert result.output == [2, 2, "two"]


async def test_an_item_that_is_failed_ends_as_its_loop_says(engine: Engine) -> None:
    run_id = await engine.start(
        looped(
            for_each([1, 2], concurrency=2, on_item_error="skip", result="{{ item }}"),
            step("pay", "test.broken", parent="each", policy=HOLD),
        )
    )
    for index in "01":
        await until_stopped(engine, run_id, f"pay[{index}]")

    await control_run(engine.client, run_id, FailStep(node_id=PAY, iteration="0"))
    await control_run(engine.client, run_id, SkipStep(node_id=PAY, iteration="1"))
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert result.output == [2]


async def test_a_paused_loop_goes_on_step_by_step(engine: Engine) -> None:
    run_id = await engine.start(
        looped(
            for_each([1, 2], result="{{ item }}"),
            step("slow", "test.slow", parent="each", config={"seconds": 0.3}),
            step("next", "set", "slow", parent="each", config={"values": {}}),
        )
    )
    await until(lambda: "slow[0]" in engine.worker.events)

    await control_run(engine.client, run_id, Pause())
    await until_stopped(engine, run_id, "next[0]")
    await control_run(engine.client, run_id, StartOne(step=StepKey("next[0]")))
    await until_stopped(engine, run_id, "slow[1]")
    grip = await read_grip(engine.client, run_id)
    await control_run(engine.client, run_id, Resume())
    result = await runs.wait_for_run(engine.client, run_id)

    assert (grip.status, grip.parked) == (RunStatus.PAUSED, ("slow[1]",))
    assert result.output == [1, 2]


async def test_what_is_stopped_in_an_iteration_goes_with_it(engine: Engine) -> None:
    run_id = await engine.start(
        looped(
            for_each([1, 2], concurrency=2, on_item_error="collect"),
            step("pay", "test.broken", parent="each", policy=HOLD),
            step("bad", "test.broken", parent="each", config={"after_s": 0.5}),
        )
    )
    for index in "01":
        await until_stopped(engine, run_id, f"pay[{index}]")
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.steps["pay[0]"].status is StepStatus.CANCELLED


async def test_a_run_that_stops_again_is_last_told_of_as_paused(engine: Engine) -> None:
    """What is told with a call and what is told by itself go different ways: their times say which is newer."""
    stops = plan(
        step("start", "start"),
        for_each([1, 2], concurrency=2),
        step("shape", "set", parent="each", config={"values": {}}),
        step("send", "test.emit", "shape", parent="each", config={"value": 1}),
    )
    run_id = await engine.start(stops, breakpoints=("send",))
    await until_stopped(engine, run_id, "send[0]")
    await control_run(engine.client, run_id, Resume())
    await until_stopped(engine, run_id, "send[1]")
    await until(lambda: engine.worker.statuses.count(RunStatus.PAUSED) == 2)
    told = sorted((update.at, update.status) for update in engine.worker.told if update.at)
    await runs.terminate_run(engine.client, run_id, "test")

    assert told[-1][1] is RunStatus.PAUSED
    assert len({at for at, _ in told}) == len(told)
