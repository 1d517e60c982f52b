"""Waiting for events and people: nothing is lost, and nothing is held meanwhile."""

import asyncio
from datetime import timedelta

from pydantic import JsonValue
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from noria.model import OUT, PortName
from noria.plan import Plan
from noria.run import RunStatus, StepStatus
from noria.waits import Taken, WaitEnd
from tests.workflows.engine import Engine, answer, until, working
from tests.workflows.plans import plan, step
from tests.workflows.variants import OftenRenewed
from workflows import client as runs
from workflows.converter import data_converter
from workflows.names import SEARCH_ATTRIBUTES

YEAR_S = 365 * 86_400


def event_plan(**config: JsonValue) -> Plan:
    return plan(
        step("start", "start"),
        step(
            "paid", "wait_event", "start", config={"key": "k", **config}, ports=("out", "timeout")
        ),
        step("ship", "test.echo", "paid", reads={"paid": ["output"]}),
        step("remind", "test.echo", "paid.timeout"),
    )


def approval_plan(**config: JsonValue) -> Plan:
    return plan(
        step("start", "start"),
        step(
            "ask",
            "approval",
            "start",
            config={"title": "Refund?", **config},
            ports=("approved", "rejected", "timeout"),
        ),
        step("refund", "test.echo", "ask.approved", reads={"ask": ["output"]}),
        step("refuse", "test.echo", "ask.rejected"),
        step("escalate", "test.echo", "ask.timeout", reads={"ask": ["output"]}),
    )


async def test_an_event_is_the_output_of_the_step(engine: Engine) -> None:
    run_id = await engine.start(event_plan())
    await until(lambda: RunStatus.WAITING in engine.worker.statuses)
    await answer(engine, run_id, "paid", Taken(port=OUT, output={"amount": 3}))
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.steps["paid"].output == {"amount": 3}
    assert engine.worker.steps["paid"].started_at is not None
    assert engine.worker.step_statuses()["remind"] is StepStatus.SKIPPED
    assert engine.worker.statuses[-1] is RunStatus.SUCCEEDED


async def test_an_event_that_came_before_is_not_waited_for(engine: Engine) -> None:
    engine.worker.waits.kept["k"] = "early"

    result = await engine.run(event_plan(timeout_s=60))

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.steps["paid"].output == "early"


async def test_a_run_that_is_woken_for_nothing_goes_on_waiting(engine: Engine) -> None:
    run_id = await engine.start(event_plan())
    await answer(engine, run_id, "paid", None)
    await runs.wake_run(engine.client, run_id, "no such wait")
    await asyncio.sleep(0.3)
    assert engine.worker.finished is None

    await answer(engine, run_id, "paid", Taken(port=OUT, output=1))
    assert (await runs.wait_for_run(engine.client, run_id)).status is RunStatus.SUCCEEDED


async def test_after_the_timeout_the_run_goes_on_by_its_port(engine: Engine) -> None:
    await engine.run(event_plan(timeout_s=0.3))

    assert engine.worker.steps["paid"].port == "timeout"
    assert engine.worker.step_statuses()["remind"] is StepStatus.SUCCEEDED
    assert [*engine.worker.waits.closed.values()] == [WaitEnd.TIMEOUT]


async def test_an_answer_without_a_signal_wins_over_the_timeout(engine: Engine) -> None:
    run_id = await engine.start(event_plan(timeout_s=1))
    waits = engine.worker.waits
    await until(lambda: waits.wait_of("paid") is not None)
    waits.answers[str(waits.wait_of("paid"))] = Taken(port=OUT, output="unheard")
    await runs.wait_for_run(engine.client, run_id)

    assert engine.worker.steps["paid"].output == "unheard"


async def test_a_person_decides(engine: Engine) -> None:
    run_id = await engine.start(approval_plan(assignees="ann@x.example, Bob@x.example"))
    output: JsonValue = {"decision": "approved", "by": "ann@x.example", "comment": "", "data": None}
    wait_id = await answer(engine, run_id, "ask", Taken(port=PortName("approved"), output=output))
    await runs.wait_for_run(engine.client, run_id)

    asked = engine.worker.waits.opened[wait_id].asked
    assert asked.kind == "approval"
    assert (asked.title, asked.assignees) == ("Refund?", ("ann@x.example", "bob@x.example"))
    assert engine.worker.steps["ask"].output == output
    assert engine.worker.step_statuses()["refund"] is StepStatus.SUCCEEDED
    assert engine.worker.step_statuses()["refuse"] is StepStatus.SKIPPED


async def test_people_are_reminded_and_then_the_run_escalates(engine: Engine) -> None:
    await engine.run(approval_plan(timeout_s=3.2, remind_every_s=1))

    assert engine.worker.waits.reminders == [1, 2, 3]
    assert engine.worker.step_statuses()["escalate"] is StepStatus.SUCCEEDED
    assert engine.worker.steps["ask"].output == {
        "decision": "timeout", "by": None, "comment": "", "data": None,
    }  # fmt: skip


async def test_a_wait_that_can_not_be_kept_fails_the_step(engine: Engine) -> None:
    engine.worker.waits.refuses = True

    result = await engine.run(event_plan())

    assert result.error is not None
    assert (result.error.type, result.error.node_id) == ("invalid", "paid")


async def test_a_cancelled_run_lets_those_who_answer_know(engine: Engine) -> None:
    run_id = await engine.start(event_plan())
    await until(lambda: engine.worker.waits.wait_of("paid") is not None)
    await until(lambda: RunStatus.WAITING in engine.worker.statuses)
    await runs.cancel_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.CANCELLED
    assert [*engine.worker.waits.closed.values()] == [WaitEnd.CANCELLED]
    assert engine.worker.step_statuses()["paid"] is StepStatus.CANCELLED


async def test_a_failing_sibling_ends_the_wait_too(engine: Engine) -> None:
    await engine.run(
        plan(
            step("start", "start"),
            step("paid", "wait_event", "start", config={"key": "k"}, ports=("out", "timeout")),
            step("bad", "test.broken", "start", config={"after_s": 0.3}),
        )
    )

    assert [*engine.worker.waits.closed.values()] == [WaitEnd.CANCELLED]


async def test_a_wait_goes_on_in_a_new_history(temporal: Client) -> None:
    engine = Engine(temporal)
    names = [f"s{n}" for n in range(10)]
    long = plan(
        step("start", "start"),
        step("paid", "wait_event", "start", config={"key": "k"}, ports=("out", "timeout")),
        step("s0", "test.echo", "start"),
        *(step(b, "test.echo", a) for a, b in zip(names, names[1:], strict=False)),
        step("join", "test.echo", "s9", "paid", reads={"paid": ["output"]}),
    )
    async with working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(long)
        await until(lambda: engine.worker.waits.reopened > 0 and "-s9" in engine.worker.events)
        await answer(engine, run_id, "paid", Taken(port=OUT, output="at last"))
        result = await runs.wait_for_run(temporal, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert len(engine.worker.waits.opened) == 1
    assert engine.worker.steps["paid"].output == "at last"


async def test_a_run_may_wait_a_year_for_a_person(temporal_binary: str) -> None:
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
            result = await engine.run(approval_plan(timeout_s=YEAR_S, remind_every_s=30 * 86_400))

    ask = engine.worker.steps["ask"]
    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.waits.reminders == list(range(1, 13))
    assert ask.started_at is not None
    assert ask.finished_at is not None
    assert ask.finished_at - ask.started_at >= timedelta(seconds=YEAR_S)
