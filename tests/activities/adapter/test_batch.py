"""A batch that is told of something while its items are under way."""

import asyncio
from typing import Any

from temporalio.activity import ActivityCancellationDetails
from temporalio.testing import ActivityEnvironment

from activities.adapter.batch import Batch
from noria.batch import BatchBody, BatchCall, BatchResult
from noria.compile import compile_graph
from noria.model import NodeId
from noria.run import Scope
from noria.steps.ready import levels_of
from tests.activities.calls import NOON
from tests.noria.graphs import step
from tests.workflows.batch_house import BatchHouse, looping
from tests.workflows.engine import until

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
