"""A batch that is told of something while its items are under way."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import JsonValue
from temporalio.activity import ActivityCancellationDetails
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.adapter.batch import Batch
from activities.adapter.definitions import make_batch_activities
from noria.batch import BatchBody, BatchCall, BatchResult, Leftover, OpenItem
from noria.compile import compile_graph
from noria.model import NodeId
from noria.run import Scope
from noria.steps.ready import levels_of
from tests.activities.calls import NOON
from tests.noria.graphs import step
from tests.workflows.batch_house import BatchHouse, looping
from tests.workflows.engine import until

GONE: dict[str, JsonValue] = {
    "$blob": "0" * 64, "size": 9, "media_type": "application/json", "preview": "",
}  # fmt: skip
PAUSED = ActivityCancellationDetails(paused=True)
NO_CLIENT: Any = None


def three_items(house: BatchHouse) -> BatchCall:
    """One after the other."""
    document = looping(step("give", "test.give", value="{{ item }}"), batch_size=3)
    plan = compile_graph(document, house.catalog).require_plan()
    body = BatchBody(
        run_id="r1",
        workspace_id="w1",
        container=next(each for each in plan.steps if each.id == "each"),
        steps=tuple(levels_of(plan)[NodeId("each")].steps.values()),
        scope=Scope(),
        now=NOON,
        on_item_error="stop",
        concurrency=1,
    )
    return BatchCall(body=body, number=0, first=0, items=(5, 6, 7))


async def test_a_batch_hands_over_what_is_left_when_the_run_is_paused() -> None:
    house = BatchHouse(NO_CLIENT)
    gate = house.gates["give[0]"] = asyncio.Event()
    call = three_items(house)
    environment = ActivityEnvironment()
    running = asyncio.create_task(environment.run(Batch(house.tools(), call).run))
    await until(lambda: house.calls == ["give[0]"])

    environment.cancel(PAUSED)
    for _ in range(10):  # turns of the event loop, in which the cancel arrives
        await asyncio.sleep(0)
    gate.set()
    result: BatchResult = await running
    begun = list(house.calls)
    again = call.model_copy(update={"left": result.left})
    rest: BatchResult = await ActivityEnvironment().run(Batch(house.tools(), again).run)

    assert (result.done, begun) == (1, ["give[0]"])
    assert (rest.done, rest.left) == (3, None)
    assert house.calls == ["give[0]", "give[1]", "give[2]"]


async def test_an_item_that_can_not_be_read_fails_alone() -> None:
    house = BatchHouse(NO_CLIENT)
    call = three_items(house)
    body = call.body.model_copy(update={"on_item_error": "collect"})
    call = call.model_copy(update={"body": body, "items": (5, GONE, 7)})

    result: BatchResult = await ActivityEnvironment().run(Batch(house.tools(), call).run)

    assert (result.done, result.failed, result.left) == (2, 1, None)
    assert result.failures[0].index == 1
    assert result.failures[0].error.type == "not_found"


async def test_a_batch_that_can_not_be_read_is_not_repeated_for_ever() -> None:
    house = BatchHouse(NO_CLIENT)
    call = three_items(house)
    scope = Scope(trigger=GONE)
    call = call.model_copy(update={"body": call.body.model_copy(update={"scope": scope})})
    _, run_batch, _ = make_batch_activities(house.tools())

    with pytest.raises(ApplicationError) as caught:
        await ActivityEnvironment().run(run_batch, call)

    assert (caught.value.type, caught.value.non_retryable) == ("not_found", True)


async def test_an_item_at_rest_is_not_tried_before_its_time() -> None:
    house = BatchHouse(NO_CLIENT)
    house.failures["give[0]"] = 1
    call = three_items(house)
    body = call.body.model_copy(update={"concurrency": 3})
    call = call.model_copy(update={"body": body})

    first: BatchResult = await ActivityEnvironment().run(Batch(house.tools(), call).run)
    left = await leftover(house, first)
    assert [each.index for each in left.open] == [0]
    assert left.open[0].rests_until is not None

    later = datetime.now(UTC) + timedelta(hours=1)
    open_items = (left.open[0].model_copy(update={"rests_until": later}), OpenItem(index=1))
    data = Leftover(open=open_items).model_dump_json().encode()
    digest = (await house.blobs.put("w1", data, "application/json")).digest
    house.calls.clear()
    again = call.model_copy(update={"left": digest})
    second: BatchResult = await ActivityEnvironment().run(Batch(house.tools(), again).run)

    assert house.calls == ["give[1]"]
    assert 3_500 < second.retry_after_s < 3_600
    assert (await leftover(house, second)).open == open_items[:1]


async def leftover(house: BatchHouse, result: BatchResult) -> Leftover:
    assert result.left is not None
    return Leftover.model_validate_json(await house.blobs.get("w1", result.left))
