"""Runs of items outlive the history that has started them."""

from collections.abc import AsyncGenerator

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

from noria.acts import Pause, Resume
from noria.run import RunStatus, StepStatus
from tests.workflows.engine import Engine, dig, until, working
from tests.workflows.plans import step
from tests.workflows.scenario_plans import waiting_items as waiting
from tests.workflows.test_graph_workflow_renewal import histories
from tests.workflows.test_item_runs import child_ids, status_of
from tests.workflows.variants import Drained, SlowlyRenewed, Watchful
from workflows import client as runs
from workflows.hand_client import control_run, read_grip

LONG = 3.0
"""Seconds: until a history of `Drained` is full."""
FOR_EVER = 600.0


@pytest.fixture
async def drained(temporal: Client) -> AsyncGenerator[Engine]:
    engine = Engine(temporal)
    async with working(temporal, engine.worker, Drained):
        yield engine


async def until_moved(engine: Engine, run_id: str, times: int = 1) -> None:
    """Until the run is in a later history."""
    while await histories(engine, run_id) <= times:
        continue


async def test_the_others_go_on_while_one_takes_long(drained: Engine) -> None:
    run_id = await drained.start(waiting(LONG, *[0.05] * 10))
    await until(lambda: len(child_ids(drained)) == 11)
    assert await status_of(drained, child_ids(drained)[0]) is WorkflowExecutionStatus.RUNNING
    result = await runs.wait_for_run(drained.client, run_id)

    assert (result.error, result.output) == (None, [*range(11)])
    assert len(child_ids(drained)) == 11, "each item has one run"
    assert await histories(drained, run_id) > 2
    assert drained.worker.steps["each__item[0]"].status is StepStatus.SUCCEEDED


async def test_what_ends_while_the_run_goes_over_is_not_lost(temporal: Client) -> None:
    engine = Engine(temporal)
    async with working(temporal, engine.worker, SlowlyRenewed):
        loop = waiting(*[at / 7 for at in range(1, 30)], concurrency=29)
        run_id = await engine.start(loop)
        result = await runs.wait_for_run(temporal, run_id)

    assert (result.error, result.output) == (None, [*range(29)])
    assert len(child_ids(engine)) == 29


async def test_one_goes_on_in_new_histories_itself_and_tells_its_end(drained: Engine) -> None:
    names = [f"s{at}" for at in range(6)]
    chain = [step(name, "test.echo", "wait", parent="each") for name in names]
    run_id = await drained.start(waiting(LONG, *[0.05] * 6, after=chain))
    result = await runs.wait_for_run(drained.client, run_id)

    assert (result.error, result.output) == (None, [*range(7)])
    assert await histories(drained, run_id) > 1
    assert await histories(drained, child_ids(drained)[0]) > 1
    assert drained.worker.events.count("s5[0]") == 1


async def test_a_cancel_of_the_run_reaches_them(drained: Engine) -> None:
    run_id = await drained.start(waiting(FOR_EVER, *[0.05] * 6, FOR_EVER))
    await until_moved(drained, run_id)
    await until(lambda: len(child_ids(drained)) == 8)
    await runs.cancel_run(drained.client, run_id)
    result = await runs.wait_for_run(drained.client, run_id)

    assert result.status is RunStatus.CANCELLED
    first, *_, last = child_ids(drained)
    assert await status_of(drained, first) is WorkflowExecutionStatus.CANCELED
    assert await status_of(drained, last) is WorkflowExecutionStatus.CANCELED
    assert drained.worker.steps["each__item[0]"].status is StepStatus.CANCELLED


async def test_one_that_fails_fails_the_loop_and_cancels_the_others(drained: Engine) -> None:
    bad = step("bad", "test.broken", "wait", parent="each")
    run_id = await drained.start(
        waiting(FOR_EVER, LONG, after=[bad], on_item_error="stop", concurrency=6)
    )
    calm = await drained.start(waiting(LONG, *[0.05] * 6, after=[bad], on_item_error="collect"))
    failed = await runs.wait_for_run(drained.client, run_id)
    collected = await runs.wait_for_run(drained.client, calm)

    assert failed.error is not None
    assert failed.error.node_id == "bad"
    assert isinstance(collected.output, list)
    assert {dig(each, "error", "node_id") for each in collected.output} == {"bad"}
    assert await histories(drained, calm) > 1
    stopped = drained.worker.sub_runs.items[0].run_id
    assert await status_of(drained, stopped) is not WorkflowExecutionStatus.RUNNING


async def test_a_break_of_another_item_cancels_them(drained: Engine) -> None:
    out = step("out", "break", "wait", parent="each", ports=())
    run_id = await drained.start(waiting(FOR_EVER, LONG, after=[out]))
    result = await runs.wait_for_run(drained.client, run_id)

    assert (result.error, result.output) == (None, [])
    status = await status_of(drained, child_ids(drained)[0])
    assert status is WorkflowExecutionStatus.CANCELED


async def test_a_pause_of_the_run_reaches_them(drained: Engine) -> None:
    last = step("last", "test.emit", "wait", parent="each", config={"value": 1})
    run_id = await drained.start(waiting(LONG, *[0.05] * 6, after=[last]))
    await until_moved(drained, run_id)
    await control_run(drained.client, run_id, Pause())
    await until(lambda: drained.worker.step_statuses().get("last[0]") is StepStatus.PAUSED)
    assert (await read_grip(drained.client, child_ids(drained)[0])).hand.is_paused
    await control_run(drained.client, run_id, Resume())
    result = await runs.wait_for_run(drained.client, run_id)

    assert (result.error, result.output) == (None, [*range(7)])


@pytest.mark.parametrize("how", ["terminated", "cancelled"])
async def test_one_that_can_tell_nothing_is_asked_about(temporal: Client, how: str) -> None:
    engine = Engine(temporal)
    async with working(temporal, engine.worker, Watchful):
        run_id = await engine.start(waiting(FOR_EVER, *[0.05] * 6, on_item_error="collect"))
        await until_moved(engine, run_id)
        first = child_ids(engine)[0]
        if how == "terminated":
            await runs.terminate_run(temporal, first, "Somebody did.")
        else:
            await runs.cancel_run(temporal, first)
        result = await runs.wait_for_run(temporal, run_id)

    assert isinstance(result.output, list)
    told = {
        "terminated": "Somebody did.",
        "cancelled": f"The run of this item, {first}, was cancelled.",
    }
    assert dig(result.output[0], "error", "message") == told[how]
    assert result.output[1:] == [*range(1, 7)]


async def test_what_they_did_is_undone_when_the_run_fails_later(drained: Engine) -> None:
    pay = step("pay", "test.emit", "wait", parent="each", config={"value": 1}, undo="refund")
    loop = waiting(LONG, *[0.05] * 6, after=[pay])
    refund = step("refund", "test.emit", parent="each", config={"value": 2}, undoes="pay")
    loop = loop.model_copy(
        update={
            "steps": (
                *loop.steps,
                refund.model_copy(update={"parent": "each__item"}),
                step("bad", "test.broken", "each"),
            )
        }
    )
    result = await runs.wait_for_run(drained.client, await drained.start(loop))

    assert result.error is not None
    undone = [key for key in drained.worker.steps if key.startswith("refund")]
    assert sorted(undone) == [f"refund[{at}]" for at in range(7)]
