"""Messages of a broker that are gathered for one run, on a real database."""

import asyncio
from pathlib import Path
from typing import Any

import nats
import pytest

from activities.events.places import parse_url
from noria.errors import NodeFailed
from noria.triggers.event import EventConfig
from store.blobs import ObjectBlobStore
from store.database import Database
from store.trigger_tables import Trigger
from tests.activities.events.nats_server import nats_running
from tests.activities.nodes import offline
from tests.worker.holding import CONFIG
from tests.worker.house import until
from tests.worker.test_consumers import consumers, has
from tests.worker.test_polling import add, history, inputs, kept
from tests.worker.test_triggers import Parts, Starter
from worker.event_firing import EventFiring
from worker.event_letters import EventLetters
from worker.sources.taking import Received

BATCHES = {**CONFIG, "batch_size": 100}


async def firing(
    database: Database,
    folder: Path,
    mapping: dict[str, Any] | None = None,
    url: str = "nats://127.0.0.1",
    **config: Any,
) -> tuple[Trigger, EventFiring]:
    trigger = await add(database, "event", **{**BATCHES, **config})
    trigger.mapping = mapping or {}
    parts = Parts(database, ObjectBlobStore(folder.as_uri()), Starter())
    read = EventConfig.model_validate(trigger.config)
    letters = EventLetters(parts, trigger, read, parse_url(url), offline().resolve)
    return trigger, EventFiring(parts, trigger, read, letters)


def orders(*numbers: int) -> list[Received]:
    return [Received(f"orders:{each}", b'{"id": %d}' % each, {}) for each in numbers]


async def ids(database: Database, trigger: Trigger) -> list[list[int]]:
    """Of the messages in each run."""
    found = await inputs(database, trigger)
    return [[each["data"]["id"] for each in run["messages"]] for run in found]


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
    assert await history(database, trigger) == {
        ("failed", "orders:x"),
        ("started", "orders:2..orders:3"),
        ("skipped", "orders:0..orders:1"),
    }


async def test_a_message_that_starts_no_run_is_kept_once_however_often_it_comes(
    database: Database, tmp_path: Path
) -> None:
    wrong = Received("orders:1", b'{"order": 1}', {"x": "y"})
    trigger, fires = await firing(
        database, tmp_path, {"filter": "trigger.data.id.startsWith('a')"}, batch_size=1
    )

    await fires.fire([wrong])
    await fires.fire([wrong])

    [letter] = await kept(database, trigger)
    assert (letter.kind, letter.status, letter.workflow_id) == (
        "message",
        "open",
        trigger.workflow_id,
    )
    assert letter.error is not None
    assert "data.id" in letter.error["message"]
    assert letter.payload == {
        "id": "orders:1",
        "filtered": False,
        "message": {
            "subject": "orders",
            "data": {"order": 1},
            "headers": {"x": "y"},
            "id": "orders:1",
        },
    }


@pytest.mark.parametrize("batch_size", [1, 2])
async def test_what_no_run_can_take_is_a_dead_letter_and_not_delivered_again(
    database: Database, tmp_path: Path, batch_size: int
) -> None:
    trigger, fires = await firing(database, tmp_path, batch_size=batch_size)
    deep = Received("orders:1", b"[" * 900 + b"]" * 900, {})
    blob = Received("orders:2", b'{"x": {"$blob": "%s"}}' % (b"0" * 64), {})

    await fires.fire([deep, blob])
    await fires.fire([Received("a\x00b", b"1", {"x": "a\x00b"})])

    letters = await kept(database, trigger)
    assert {each.payload["id"] for each in letters} == {"orders:1", "orders:2"}
    assert {type(each.payload["message"]["data"]) for each in letters} == {str}
    assert ("started", "a\ufffdb") in await history(database, trigger)


@pytest.mark.parametrize(
    ("policy", "started", "second", "letters"),
    [
        ("auto", ["new", "paid"], "started", 0),
        ("cancel_previous", ["new", "paid"], "started", 0),
        ("join", ["new"], "duplicate", 0),
        ("reject", ["new"], "skipped", 1),
    ],
)
async def test_a_second_message_of_a_business_key_waits_unless_the_mapping_says_otherwise(
    database: Database, tmp_path: Path, policy: str, started: list[str], second: str, letters: int
) -> None:
    mapping = {"key": "order-{{ trigger.data.id }}", "key_policy": policy}
    trigger, fires = await firing(database, tmp_path, mapping, batch_size=1)

    for place, status in (("orders:1", b"new"), ("orders:2", b"paid"), ("orders:2", b"paid")):
        await fires.fire([Received(place, b'{"id": 7, "status": "%s"}' % status, {})])

    found = await inputs(database, trigger)
    assert [each["data"]["status"] for each in found] == started
    assert (second, "orders:2") in await history(database, trigger)
    assert len(await kept(database, trigger)) == letters


async def test_what_can_not_be_read_does_not_keep_the_rest_of_a_batch(
    database: Database, tmp_path: Path
) -> None:
    mapping = {"filter": "trigger.data.id.toFixed() !== ''"}
    trigger, fires = await firing(database, tmp_path, mapping)
    wrong = Received("orders:x", b"text", {})

    await fires.fire([*orders(1), wrong, *orders(2)])
    await fires.fire([wrong, *orders(3)])

    assert await ids(database, trigger) == [[1, 2], [3]]
    assert [each.payload["id"] for each in await kept(database, trigger)] == ["orders:x"]


async def test_dead_letters_go_to_a_subject_of_the_broker_with_their_reason(
    database: Database, tmp_path: Path
) -> None:
    mapping = {"filter": "trigger.data.id.startsWith('a')"}
    with nats_running(tmp_path) as url:
        client: Any = await nats.connect(url)  # pyright: ignore[reportUnknownMemberType]
        stream = client.jetstream()
        trigger, fires = await firing(
            database,
            tmp_path,
            mapping,
            url,
            batch_size=1,
            dead_letters="publish",
            dead_letter_subject="orders.dead",
        )
        wrong = Received("orders:1", b'{"order": "\xc3\xa4"}', {"x": "y", "Nats-Msg-Id": "1"})
        with pytest.raises(NodeFailed, match="'orders.dead': make one"):
            await fires.fire([wrong])
        await stream.add_stream(name="dead", subjects=["orders.dead"])
        await fires.fire([wrong])
        await fires.fire([wrong])
        told = await stream.stream_info("dead")
        letter = await stream.get_msg("dead", seq=1)
        await client.close()

    assert told.state.messages == 1
    assert letter.data == wrong.data
    assert letter.headers["x"] == "y"
    assert "startsWith" in letter.headers["noria-reason"]
    assert letter.headers["noria-message"] == "orders:1"
    assert letter.headers["noria-trigger"] == str(trigger.id)
    assert await kept(database, trigger) == []


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
