"""Loops that meet trouble: failing items, cancelled runs, waits and new histories."""

import asyncio
from typing import Any

import orjson
import pytest
from pydantic import JsonValue
from temporalio.client import Client

from noria.blobs import is_blob
from noria.plan import Plan, PlanStep
from noria.run import RunStatus, StepStatus
from tests.workflows.engine import Engine, dig, until, working
from tests.workflows.loop_plans import for_each, looped, repeat
from tests.workflows.plans import plan, step
from tests.workflows.test_graph_workflow_renewal import histories
from tests.workflows.variants import Drained, OftenRenewed
from workflows import client as runs


def fails_at(bad: int, *, slow_s: float = 0.1, **facts: Any) -> tuple[PlanStep, ...]:
    """A loop over 0, 1, 2 in which one item fails, and the others take some time."""
    return (
        for_each([0, 1, 2], result="{{ item }}", **facts),
        step(
            "is_bad",
            "branch",
            parent="each",
            config={"cases": [{"port": "yes", "when": ""}], "default": "no"},
            expressions={"/cases/0/when": f"item === {bad}"},
            inside=("item",),
            ports=("yes", "no"),
        ),
        step("bad", "test.broken", "is_bad.yes", parent="each", config={"after_s": 0.1}),
        step("beside", "test.slow", "is_bad.yes", parent="each", config={"seconds": 30}),
        step("fine", "test.slow", "is_bad.no", parent="each", config={"seconds": slow_s}),
    )


async def test_a_failing_item_fails_the_loop_and_stops_the_others(engine: Engine) -> None:
    result = await engine.run(looped(*fails_at(1, slow_s=30, concurrency=3)))

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert (result.error.node_id, result.error.message) == ("bad", "broken")
    assert engine.worker.step_statuses() == {
        "start": StepStatus.SUCCEEDED,
        "each": StepStatus.FAILED,
        "is_bad[0]": StepStatus.SUCCEEDED,
        "is_bad[1]": StepStatus.SUCCEEDED,
        "is_bad[2]": StepStatus.SUCCEEDED,
        "bad[0]": StepStatus.SKIPPED,
        "beside[0]": StepStatus.SKIPPED,
        "fine[1]": StepStatus.SKIPPED,
        "bad[2]": StepStatus.SKIPPED,
        "beside[2]": StepStatus.SKIPPED,
        "fine[0]": StepStatus.CANCELLED,
        "bad[1]": StepStatus.FAILED,
        "beside[1]": StepStatus.CANCELLED,
        "fine[2]": StepStatus.CANCELLED,
    }


async def test_collected_errors_stand_in_the_place_of_results(engine: Engine) -> None:
    result = await engine.run(looped(*fails_at(1, on_item_error="collect")))

    assert result.status is RunStatus.SUCCEEDED
    assert isinstance(result.output, list)
    first, second, third = result.output
    assert (first, third) == (0, 2)
    assert dig(second, "error", "message") == "broken"
    assert engine.worker.steps["beside[1]"].status is StepStatus.CANCELLED


async def test_skipped_items_give_nothing(engine: Engine) -> None:
    result = await engine.run(looped(*fails_at(1, on_item_error="skip", concurrency=2)))

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, [0, 2])


async def test_a_failed_loop_goes_on_by_its_error_port(engine: Engine) -> None:
    each, *body = fails_at(0)
    tried = each.model_copy(
        update={
            "ports": ("out", "error"),
            "policy": step("any", "set", policy={"on_error": "port"}).policy,
        }
    )
    result = await engine.run(
        plan(
            step("start", "start"),
            tried,
            *body,
            step("mend", "test.echo", "each.error", reads={"each": ["error.message"]}),
        )
    )

    assert result.status is RunStatus.SUCCEEDED
    scope = engine.worker.calls["mend"].scope
    assert dig(scope.steps, "each", "error", "message") == "broken"


async def test_a_failing_inner_loop_is_an_item_of_the_outer_one(engine: Engine) -> None:
    inner, *body = fails_at(1, slow_s=0)
    result = await engine.run(
        looped(
            for_each(["a", "b"], node_id="outer", on_item_error="skip", result="{{ item }}"),
            inner.model_copy(update={"parent": "outer", "sources": ()}),
            *body,
        )
    )

    assert (result.status, result.output) == (RunStatus.SUCCEEDED, [])
    assert engine.worker.steps["each[1]"].status is StepStatus.FAILED
    assert engine.worker.events.count("bad[1/1]") == 1


async def test_a_result_that_cannot_be_evaluated_fails_its_item(engine: Engine) -> None:
    result = await engine.run(
        looped(
            for_each([{"a": 1}, {}], result="{{ item.a.b.c }}", on_item_error="collect"),
            step("seen", "set", parent="each", config={"values": {}}),
        )
    )

    assert isinstance(result.output, list)
    assert all(dig(each, "error", "node_id") == "each" for each in result.output)


async def test_a_cancelled_run_cancels_what_runs_in_loops(engine: Engine) -> None:
    run_id = await engine.start(
        looped(
            for_each([1, 2], node_id="outer"),
            for_each([1, 2, 3], parent="outer", concurrency=2),
            step("slow", "test.slow", parent="each", config={"seconds": 30}),
        )
    )
    await until(lambda: "slow[0/1]" in engine.worker.events)
    await runs.cancel_run(engine.client, run_id)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.CANCELLED
    statuses = engine.worker.step_statuses()
    assert {key for key, status in statuses.items() if status is StepStatus.CANCELLED} == {
        "outer",
        "each[0]",
        "slow[0/0]",
        "slow[0/1]",
    }


async def test_iterations_wait_side_by_side(engine: Engine) -> None:
    result = await engine.run(
        looped(
            for_each(
                [1, 2, 3],
                concurrency=3,
                of={"wait": ["output"]},
                result="{{ steps.wait.output.waited_s >= 1 }}",
            ),
            step("wait", "delay", parent="each", config={"seconds": 1}),
        )
    )

    assert result.output == [True, True, True]
    assert RunStatus.WAITING in engine.worker.statuses
    waits = [engine.worker.steps[f"wait[{index}]"] for index in range(3)]
    starts = [wait.started_at for wait in waits if wait.started_at]
    assert (max(starts) - min(starts)).total_seconds() < 1


async def test_large_values_of_iterations_are_kept_by_reference(engine: Engine) -> None:
    result = await engine.run(
        looped(
            for_each(
                ["x", "y"], result="{{ steps.big.output.text + item }}", of={"big": ["output.text"]}
            ),
            step("big", "set", parent="each", config={"values": {"text": "z" * 70_000}}),
        )
    )

    outputs = engine.worker.steps["each"].output
    assert isinstance(outputs, list)
    assert [dig(each, "size") for each in outputs] == [70_003] * 2
    assert dig(result.output, "size") > 140_000


async def test_a_reference_to_no_list_fails_the_loop(engine: Engine) -> None:
    reference = engine.worker.put("text")
    result = await engine.run(looped(for_each(reference), step("never", "set", parent="each")))

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert (result.error.type, result.error.node_id) == ("invalid", "each")


@pytest.mark.parametrize("of_object", [False, True])
async def test_many_items_and_results_are_kept_by_reference_over_histories(
    temporal: Client, of_object: bool
) -> None:
    engine = Engine(temporal)
    texts = [f"{n}-{'x' * 3_000}" for n in range(30)]
    items: JsonValue = {f"k{n}": text for n, text in enumerate(texts)} if of_object else [*texts]
    long = looped(
        for_each(items, concurrency=4, result="{{ item + item + item + item }}"),
        step("seen", "test.echo", parent="each", inside=("index",)),
    )

    async with asyncio.timeout(100), working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(long)
        await runs.wait_for_run(temporal, run_id)

    output = engine.worker.steps["each"].output
    assert is_blob(output)
    gathered = orjson.loads(engine.worker.blobs[str(output["$blob"])])
    results = list(gathered.values()) if of_object else gathered
    assert results == [text * 4 for text in texts]
    assert not of_object or list(gathered) == list(dig(items))
    begun = [event for event in engine.worker.events if not event.startswith("-")]
    assert len(begun) == len(set(begun)) == 30
    assert await histories(engine, run_id) >= 2


def nested(**facts: Any) -> Plan:
    """3 × 4 iterations of two activities and a wait."""
    return looped(
        for_each([10, 20, 30], node_id="outer", **facts),
        for_each(
            [1, 2, 3, 4], parent="outer", concurrency=2, result="{{ item + loop.outer.item }}"
        ),
        step("one", "test.emit", parent="each", config={"value": 1}),
        step("wait", "delay", "one", parent="each", config={"seconds": 0.05}),
        step("two", "test.echo", "wait", parent="each", reads={"one": ["output"]}),
    )


@pytest.mark.parametrize("workflow", [OftenRenewed, Drained])
@pytest.mark.parametrize("concurrency", [1, 3])
async def test_a_new_history_goes_on_in_the_middle_of_nested_loops(
    temporal: Client, workflow: type, concurrency: int
) -> None:
    engine = Engine(temporal)

    async with asyncio.timeout(100), working(temporal, engine.worker, workflow):
        run_id = await engine.start(nested(concurrency=concurrency))
        result = await runs.wait_for_run(temporal, run_id)

    assert result.output == [[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34]]
    begun = [event for event in engine.worker.events if not event.startswith("-")]
    assert len(begun) == len(set(begun)) == 24
    assert set(engine.worker.step_statuses().values()) == {StepStatus.SUCCEEDED}
    assert await histories(engine, run_id) >= 2


async def test_a_new_history_goes_on_in_the_middle_of_a_while(temporal: Client) -> None:
    engine = Engine(temporal)
    counting = looped(
        repeat("while", "index < 12", "{{ loop.prev + 1 }}", config={"initial": 100}),
        step("tick", "test.echo", parent="again"),
    )

    async with asyncio.timeout(100), working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(counting)
        result = await runs.wait_for_run(temporal, run_id)

    assert result.output == 112
    assert await histories(engine, run_id) >= 2


async def test_many_iterations_may_wait_over_histories(temporal: Client) -> None:
    engine = Engine(temporal)
    waits = looped(
        for_each(list(range(60)), concurrency=60, result="{{ index }}"),
        step("seen", "test.emit", parent="each", config={"value": 1}),
        step("wait", "delay", "seen", parent="each", config={"seconds": 3}),
    )

    async with asyncio.timeout(100), working(temporal, engine.worker, OftenRenewed):
        run_id = await engine.start(waits)
        result = await runs.wait_for_run(temporal, run_id)

    assert result.output == list(range(60))
    assert sum(event.startswith("-seen") for event in engine.worker.events) == 60
    assert await histories(engine, run_id) >= 2
