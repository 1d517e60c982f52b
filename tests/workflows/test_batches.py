"""Loops over many items, in batches: from the graph to the output."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from pydantic import JsonValue
from temporalio.client import Client

from noria.acts import Pause, Resume
from noria.run import RunStatus, StepStatus
from tests.noria.graphs import step
from tests.workflows.batch_house import BatchHouse, at_work, looping
from tests.workflows.engine import dig, until
from tests.workflows.variants import OftenRenewed
from workflows import client as runs
from workflows.hand_client import control_run

DOUBLE = step("double", "set", values={"n": "{{ item * 2 }}"})
N = "{{ steps.double.output.n }}"


def listed(value: JsonValue) -> list[Any]:
    assert isinstance(value, list)
    return value


@pytest.fixture
async def house(temporal: Client) -> AsyncGenerator[BatchHouse]:
    async with at_work(BatchHouse(temporal)) as house:
        yield house


async def test_many_items_of_a_quick_body_are_few_activities(house: BatchHouse) -> None:
    run_id = await house.start(looping(DOUBLE, result=N), list(range(2_500)))
    result = await house.run(looping(DOUBLE, result=N), list(range(2_500)))

    assert result.output == [n * 2 for n in range(2_500)]
    assert await house.activity_types(run_id) == ["noria.batch"] * 3 + ["noria.collect"]


async def test_a_stored_list_is_cut_into_chunks(house: BatchHouse) -> None:
    items: Any = [{"n": n, "text": "x" * 100} for n in range(1_500)]
    body = step("double", "set", values={"n": "{{ item.n * 2 }}"})

    run_id = await house.start(looping(body, result="{{ [index, steps.double.output.n] }}"), items)
    result = await house.run(looping(body, result="{{ [index, steps.double.output.n] }}"), items)

    assert result.status is RunStatus.SUCCEEDED
    assert result.output == [[n, n * 2] for n in range(1_500)]
    assert (await house.activity_types(run_id))[0] == "noria.split"


async def test_an_object_gives_an_object_in_batches_too(house: BatchHouse) -> None:
    result = await house.run(
        looping(DOUBLE, result="{{ key + item }}"), {f"k{n}": n for n in range(60)}
    )

    assert result.output == {f"k{n}": f"k{n}{n}" for n in range(60)}


async def test_without_a_result_the_last_step_that_ran_gives_it(house: BatchHouse) -> None:
    result = await house.run(looping(DOUBLE), list(range(60)))

    assert result.output == [{"n": n * 2} for n in range(60)]


async def test_paths_continue_and_break_are_followed_within_a_batch(house: BatchHouse) -> None:
    document = looping(
        step(
            "which",
            "branch",
            cases=[{"port": "odd", "when": "item % 2"}, {"port": "far", "when": "item > 70"}],
            default="even",
        ),
        step("next", "continue"),
        step("out", "break"),
        step("same", "set", values={"n": "{{ item }}"}),
        result="{{ steps.same.output.n }}",
    )
    document["edges"] += [
        {"from": "which", "port": "odd", "to": "next"},
        {"from": "which", "port": "far", "to": "out"},
        {"from": "which", "port": "even", "to": "same"},
    ]

    result = await house.run(document, list(range(100)))

    assert result.output == list(range(0, 72, 2))


@pytest.mark.parametrize(
    ("policy", "output"),
    [
        ("skip", [0, 2, 3]),
        ("collect", [0, {"error": "node_failed"}, 2, 3]),
    ],
)
async def test_an_item_that_fails_is_left_out_or_told(
    house: BatchHouse, policy: str, output: Any
) -> None:
    house.broken.add("give[1]")
    document = looping(
        step("give", "test.give", value="{{ item }}"), on_item_error=policy, batch_size=2
    )

    result = await house.run(document, [0, 1, 2, 3])

    told: list[Any] = [
        each if isinstance(each, int) else {"error": dig(each, "error", "type")}
        for each in listed(result.output)
    ]
    assert told == output


async def test_the_row_of_a_loop_says_which_items_were_left_out(house: BatchHouse) -> None:
    house.broken.add("give[1]")

    await house.run(
        looping(step("give", "test.give"), on_item_error="skip", batch_size=2), [0, 1, 2]
    )

    row = house.rows("each")[-1]
    assert row.status is StepStatus.SUCCEEDED
    assert row.error is not None
    assert row.error.message == "1 of 3 items failed and were left out; item 1: broken"


async def test_an_item_that_fails_stops_the_loop(house: BatchHouse) -> None:
    house.broken.add("give[2]")

    result = await house.run(looping(step("give", "test.give"), batch_size=2), [0, 1, 2, 3, 4, 5])

    assert result.status is RunStatus.FAILED
    assert result.error is not None
    assert result.error.message == "broken"
    assert "give[4]" not in house.calls


async def test_only_the_item_that_failed_is_tried_again(house: BatchHouse) -> None:
    house.failures.update({"give[1]": 2})
    document = looping(
        step("first", "test.give"),
        step("give", "test.give", value="{{ item }}"),
        batch_size=10,
    )
    document["edges"].append({"from": "first", "to": "give"})

    result = await house.run(document, [5, 6, 7])

    assert result.output == [5, 6, 7]
    assert house.calls.count("give[1]") == 3
    assert house.calls.count("first[1]") == 1
    assert house.calls.count("give[2]") == 1


async def test_an_item_whose_attempts_are_spent_has_failed(house: BatchHouse) -> None:
    house.failures.update({"give[1]": 9})
    body = step("give", "test.give", policy={"retry": {"max_attempts": 2}})

    result = await house.run(looping(body, on_item_error="skip", batch_size=10), [5, 6, 7])

    assert result.output == [None, None]
    assert house.calls.count("give[1]") == 2


async def test_people_see_how_far_a_loop_is(house: BatchHouse) -> None:
    # The other batch is held back: batches that end together are told of together.
    gate = house.gates["give[2]"] = asyncio.Event()
    run_id = await house.start(looping(step("give", "test.give"), batch_size=2), [0, 1, 2])

    halfway = {"done": 2, "failed": 0, "left_out": 0, "total": 3}
    await until(lambda: halfway in [row.output for row in house.rows("each")])

    gate.set()
    result = await runs.wait_for_run(house.client, run_id)
    assert result.status is RunStatus.SUCCEEDED


async def test_a_body_reads_what_is_around_its_loop(house: BatchHouse) -> None:
    document = looping(
        step("a", "set", values={"x": "{{ [item, loop.outer.index, steps.start.output.length] }}"}),
        items="{{ Array.from({length: 60}, (_, n) => n) }}",
        result="{{ steps.a.output.x }}",
    )
    outer = step("outer", "for_each", items=[1, 2])
    document["nodes"][1]["parent"] = "outer"
    document["nodes"].append(outer)
    document["nodes"][-2]["config"]["output"] = "{{ steps.outer.output }}"
    document["edges"] = [{"from": "start", "to": "outer"}, {"from": "outer", "to": "end"}]

    result = await house.run(document, "abc")

    assert result.output == [[[n, outer_index, 3] for n in range(60)] for outer_index in (0, 1)]


async def test_a_cancelled_run_stops_its_batches(house: BatchHouse) -> None:
    house.failures.update({"give[1]": 1_000})
    run_id = await house.start(looping(step("give", "test.give"), batch_size=2), [0, 1, 2])
    await until(lambda: "give[1]" in house.calls)

    await runs.cancel_run(house.client, run_id)
    result = await runs.wait_for_run(house.client, run_id)

    assert result.status is RunStatus.CANCELLED
    assert house.rows("each")[-1].status is StepStatus.CANCELLED


async def test_a_loop_goes_on_in_new_histories(temporal: Client) -> None:
    async with at_work(BatchHouse(temporal), OftenRenewed) as house:
        run_id = await house.start(looping(DOUBLE, result=N, batch_size=10), list(range(300)))
        result = await runs.wait_for_run(temporal, run_id)

    assert result.output == [n * 2 for n in range(300)]
    # Of the last history only: the others sent the rest.
    assert len(await house.activity_types(run_id)) < 20


async def test_a_paused_run_does_not_send_what_a_batch_left_over(house: BatchHouse) -> None:
    house.failures.update({"give[1]": 1})
    gate = house.gates["give[1]"] = asyncio.Event()
    run_id = await house.start(
        looping(step("give", "test.give", value="{{ item }}"), batch_size=2), [5, 6]
    )
    await until(lambda: "give[1]" in house.calls)
    await control_run(house.client, run_id, Pause())

    gate.set()
    await _until_decided(house, run_id)
    sent = await house.activity_types(run_id)
    await control_run(house.client, run_id, Resume())
    result = await runs.wait_for_run(house.client, run_id)

    assert sent == ["noria.batch"]
    assert result.output == [5, 6]


async def _until_decided(house: BatchHouse, run_id: str) -> None:
    """Wait until the time before the next attempt is over and the run has seen it, at most 20 seconds."""
    for _ in range(400):
        kinds = [event.WhichOneof("attributes") for event in await house.events(run_id)]
        fired = "timer_fired_event_attributes"
        if fired in kinds:
            after = kinds[kinds.index(fired) :]
            if "workflow_task_completed_event_attributes" in after:
                return
        await asyncio.sleep(0.05)
    raise AssertionError("the time was never over")
