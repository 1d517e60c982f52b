"""Messages of a broker that are gathered for one run, on a real database."""

import asyncio
from pathlib import Path
from typing import Any

import nats
from sqlmodel import select

from noria.triggers.event import EventConfig
from store.blobs import ObjectBlobStore
from store.database import Database
from store.trigger_tables import Trigger, TriggerFiring
from tests.activities.events.nats_server import nats_running
from tests.worker.house import until
from tests.worker.test_consumers import CONFIG, consumers, has
from tests.worker.test_polling import add, inputs
from tests.worker.test_triggers import Parts, Starter
from worker.event_firing import EventFiring
from worker.sources.taking import Received

BATCHES = {**CONFIG, "batch_size": 100}


async def firing(
    database: Database, folder: Path, mapping: dict[str, Any] | None = None
) -> tuple[Trigger, EventFiring]:
    trigger = await add(database, "event", **BATCHES)
    trigger.mapping = mapping or {}
    parts = Parts(database, ObjectBlobStore(folder.as_uri()), Starter())
    return trigger, EventFiring(parts, trigger, EventConfig.model_validate(BATCHES))


def orders(*numbers: int) -> list[Received]:
    return [Received(f"orders:{each}", b'{"id": %d}' % each, {}) for each in numbers]


async def ids(database: Database, trigger: Trigger) -> list[list[int]]:
    """Of the messages in each run."""
    found = await inputs(database, trigger)
    return [[each["data"]["id"] for each in run["messages"]] for run in found]


async def history(database: Database, trigger: Trigger) -> list[tuple[str, str | None]]:
    async with database.sessions.begin() as session:
        query = select(TriggerFiring.outcome, TriggerFiring.message_id)
        rows = await session.exec(query.where(TriggerFiring.trigger_id == trigger.id))
        return [(outcome, id_) for outcome, id_ in rows]


async def test_a_batch_that_is_cut_differently_when_it_comes_again_repeats_nothing(
    database: Database, tmp_path: Path
) -> None:
    trigger, fires = await firing(database, tmp_path)

    await fires.fire(orders(1, 2, 3))
    # The worker died before it could acknowledge them.
    await fires.fire(orders(2, 3, 4, 5))
    await fires.fire(orders(1, 2))
    await fires.fire(orders(5, 6, 6))

    assert await ids(database, trigger) == [[1, 2, 3], [4, 5], [6]]
    assert (await inputs(database, trigger))[0]["id"] == "orders:1..orders:3"
    assert {outcome for outcome, _ in await history(database, trigger)} == {"started"}


async def test_two_workers_that_are_given_the_same_messages_share_them_out(
    database: Database, tmp_path: Path
) -> None:
    trigger, fires = await firing(database, tmp_path)

    await asyncio.gather(*(fires.fire(orders(*range(at, at + 6))) for at in range(4)))

    found = [number for run in await ids(database, trigger) for number in run]
    assert sorted(found) == list(range(9))


async def test_the_filter_judges_each_message_and_the_mapping_the_batch(
    database: Database, tmp_path: Path
) -> None:
    mapping = {
        "filter": "trigger.data.id > 1",
        "input": {"messages": "{{ trigger.messages }}", "many": "{{ trigger.messages.length }}"},
    }
    trigger, fires = await firing(database, tmp_path, mapping)

    await fires.fire([*orders(1, 2), Received("orders:x", b"null", {}), *orders(3)])
    await fires.fire(orders(0, 1))

    assert await ids(database, trigger) == [[2, 3]]
    assert (await inputs(database, trigger))[0]["many"] == 2
    assert await history(database, trigger) == [
        ("failed", "orders:x"),
        ("started", "orders:2..orders:3"),
        ("skipped", "orders:0..orders:1"),
    ]


async def test_messages_of_jetstream_are_gathered_up_to_a_number_or_a_time(
    database: Database, tmp_path: Path
) -> None:
    with nats_running(tmp_path) as url:
        client: Any = await nats.connect(url)  # pyright: ignore[reportUnknownMemberType]
        stream = client.jetstream()
        await stream.add_stream(name="orders", subjects=["orders"])
        for number in range(5):
            await stream.publish("orders", b'{"id": %d}' % number)
        trigger = await add(database, "event", **{**CONFIG, "batch_size": 3, "batch_s": 0.2})
        taking = consumers(database, tmp_path, url)
        try:
            await taking.sweep()
            await until(has(database, trigger, 2))
        finally:
            await taking.close()
            await client.close()

    assert await ids(database, trigger) == [[0, 1, 2], [3, 4]]
