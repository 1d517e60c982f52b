"""The examples do what they say, also when that takes a year."""

from datetime import timedelta

import pytest
from pydantic import JsonValue

from noria.model import PortName
from noria.run import RunStatus, RunUpdate, StepRecord
from noria.waits import Taken
from tests.examples.conftest import Desk, MemoryShop, read_graph
from tests.reference.workshop import Workshop
from workflows.names import temporal_id

PURCHASE: dict[str, JsonValue] = {
    "purchase_id": 1, "what": "A millstone", "amount": 850,
    "manager": "ann@x.example", "director": "bob@x.example",
}  # fmt: skip


def statuses(steps: list[StepRecord]) -> dict[str, str]:
    return {step.node_id: step.status.value for step in steps if not step.iteration}


def lasted(run: RunUpdate) -> timedelta:
    assert run.started_at is not None
    assert run.finished_at is not None
    return run.finished_at - run.started_at


async def history_length(house: Workshop, run_id: str) -> int:
    """Events of the last history of a run."""
    history = await house.client.get_workflow_handle(temporal_id(run_id)).fetch_history()
    return len(history.events)


async def test_a_subscription_charges_twelve_times_in_a_year(
    house: Workshop, shop: MemoryShop
) -> None:
    run_id = await house.start(
        read_graph("monthly-subscription"), {"subscription_id": 7, "amount": 19}
    )
    run, _ = await house.result(run_id)
    events = await history_length(house, run_id)

    print(f"\na year of a subscription: {events} events")
    assert (run.status, run.output) == (RunStatus.SUCCEEDED, {"months": 12, "paid": 228})
    assert shop.kinds == {"charges": 12}
    assert list(shop.effects) == [f"{run_id}:charge:{month}" for month in range(12)]
    assert lasted(run) >= timedelta(days=360)
    assert events < 1_000


async def test_a_cancelled_subscription_charges_no_more(house: Workshop, shop: MemoryShop) -> None:
    house.waits.kept["subscription-7:cancelled"] = "Too dear"

    run, _ = await house.run(
        read_graph("monthly-subscription"), {"subscription_id": 7, "amount": 19}
    )

    assert (run.status, run.output) == (RunStatus.SUCCEEDED, {"months": 0, "paid": 0})
    assert shop.kinds == {}


async def test_a_purchase_that_nobody_answers_is_escalated_and_then_given_up(
    house: Workshop, shop: MemoryShop
) -> None:
    run_id = await house.start(read_graph("purchase-approval"), PURCHASE)
    run, steps = await house.result(run_id)

    print(f"\nan approval with escalation: {await history_length(house, run_id)} events")
    assert run.status is RunStatus.FAILED
    assert run.error is not None
    assert run.error.message == "Neither ann@x.example nor bob@x.example answered."
    assert timedelta(days=4) <= lasted(run) < timedelta(days=5)
    assert statuses(steps)["ask_director"] == "succeeded"
    asked = [wait.asked for wait in house.waits.opened.values()]
    assert [getattr(each, "assignees", ()) for each in asked] == [
        ("ann@x.example",), ("bob@x.example",),
    ]  # fmt: skip
    assert house.waits.reminders[:1] == [1]
    assert shop.kinds == {}


async def test_the_director_answers_where_the_manager_does_not(
    house: Workshop, shop: MemoryShop, desk: Desk
) -> None:
    data: JsonValue = {"cost_center": "mill"}
    output: JsonValue = {"decision": "approved", "by": "bob", "comment": "", "data": data}
    desk.present["bob@x.example"] = Taken(port=PortName("approved"), output=output)

    run, steps = await house.run(read_graph("purchase-approval"), PURCHASE)

    assert (run.status, run.output) == (
        RunStatus.SUCCEEDED, {"bought": True, "reference": "purchases-1"},
    )  # fmt: skip
    assert timedelta(days=2) <= lasted(run) < timedelta(days=3)
    assert statuses(steps)["refused"] == "skipped"
    assert [body for _, body in shop.effects.values()] == [{"amount": 850, "cost_center": "mill"}]


async def test_a_small_purchase_asks_nobody(house: Workshop, shop: MemoryShop) -> None:
    run, steps = await house.run(read_graph("purchase-approval"), {**PURCHASE, "amount": 90})

    assert run.status is RunStatus.SUCCEEDED
    assert statuses(steps)["ask_manager"] == "skipped"
    assert [body for _, body in shop.effects.values()] == [{"amount": 90, "cost_center": "petty"}]


async def test_an_import_counts_what_it_took_and_what_it_could_not(
    house: Workshop, shop: MemoryShop
) -> None:
    shop.products = [
        {"sku": None if n % 50 == 49 else f"axle-{n}", "price": {"amount": 2.5}}
        for n in range(10_000)
    ]
    shop.products[10]["price"] = None

    run_id = await house.start(read_graph("product-import"), {"import_id": 3})
    run, _ = await house.result(run_id)
    events = await history_length(house, run_id)

    print(f"\nan import of 10,000 rows: {events} events")
    assert run.status is RunStatus.SUCCEEDED
    assert run.output == {"products": 9_799, "failed": 1, "cents": 9_799 * 250}
    assert shop.kinds == {"imports": 1}
    assert events < 500


@pytest.mark.parametrize("trip_id", [1, 7])
async def test_a_trip_is_booked_as_a_whole_or_not_at_all(
    house: Workshop, shop: MemoryShop, trip_id: int
) -> None:
    shop.sold_out = frozenset({"/cars/7"})

    run_id = await house.start(read_graph("travel-booking"), {"trip_id": trip_id, "days": 4})
    run, _ = await house.result(run_id)

    print(f"\na booking of three parts: {await history_length(house, run_id)} events")
    if trip_id == 1:
        assert run.status is RunStatus.SUCCEEDED
        assert shop.kinds == {"flights": 1, "hotels": 1, "cars": 1}
    else:
        assert run.error is not None
        assert (run.status, run.error.node_id, run.not_undone) == (RunStatus.FAILED, "car", ())
        assert shop.kinds == {"flights": 1, "hotels": 1, "cancellations": 2}
        undone = [body["what"] for path, body in shop.effects.values() if "cancel" in path]
        assert undone == ["hotels-7", "flights-7"]
