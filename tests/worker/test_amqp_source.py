"""Triggers that take from RabbitMQ's queues, and events that are published to them."""

import asyncio
import gc
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import aio_pika
import pytest

from activities.events.places import parse_url
from activities.events.publish import event_publish
from noria.credential_types.broker import BrokerFields
from noria.credentials import Credential
from noria.errors import NodeFailed, NodeUnavailable
from noria.triggers.event import EventConfig
from store.database import Database
from tests.activities.events.amqp_server import RABBITMQ, rabbitmq_running, small_running
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, run
from tests.worker.holding import CONFIG, unknown
from tests.worker.house import until
from tests.worker.test_consumers import consumers, count, has, told
from tests.worker.test_polling import add, fresh, inputs
from worker.sources.amqp_source import amqp_source
from worker.sources.taking import Source

INSTALLED = pytest.mark.skipif(not RABBITMQ, reason="RabbitMQ is not installed")


@pytest.fixture(params=["small", pytest.param("rabbitmq", marks=INSTALLED)])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[str]:
    running = small_running() if request.param == "small" else rabbitmq_running(tmp_path)
    async with running as url:
        yield url


def to(url: str) -> FakeContext:
    fields = BrokerFields.model_validate({"url": url})
    return offline(credentials={"events": Credential("events", "broker", fields)})


async def left(url: str, *, declare: bool = False) -> int:
    """How many messages of the queue wait for somebody to take them."""
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("orders", passive=not declare)
        return queue.declaration_result.message_count or 0


async def publish(url: str, *data: Any) -> None:
    for each in data:
        config = {"broker": "events", "subject": "orders", "data": each, "headers": {"x": "y"}}
        await run(event_publish, config, to(url))


async def put(url: str, **ids: bytes) -> None:
    """As others do, each with a message id of its own."""
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        for name, data in ids.items():
            message = aio_pika.Message(data, message_id=name)
            await channel.default_exchange.publish(message, routing_key="orders")


async def test_each_message_starts_one_run_and_is_acknowledged(
    url: str, database: Database, tmp_path: Path
) -> None:
    await left(url, declare=True)
    await publish(url, {"id": 1})
    trigger = await add(database, "event", **CONFIG)
    first, second = (consumers(database, tmp_path, url) for _ in range(2))
    try:
        await first.sweep()
        await until(has(database, trigger, 1))
        await first.close()
        await put(url, two=b"plain", three=b'{"id": 3}')
        # What a worker took and did not acknowledge before it died is delivered again.
        async with await aio_pika.connect(url) as connection:
            queue = await (await connection.channel()).get_queue("orders")
            assert (await _first_of(queue)).message_id == "two"
        await second.sweep()
        await until(has(database, trigger, 3))
        await put(url, two=b"plain", four=b"")
        await until(has(database, trigger, 4))
    finally:
        await asyncio.gather(first.close(), second.close())
    found = {str(each["id"]): each for each in await inputs(database, trigger)}

    assert await count(database, trigger) == 4
    assert await left(url) == 0
    assert (found["two"]["data"], found["three"]["data"]) == ("plain", {"id": 3})
    assert found["r1:fetch:"]["headers"] == {"x": "y"}


async def _first_of(queue: aio_pika.abc.AbstractQueue) -> aio_pika.abc.AbstractIncomingMessage:
    came: asyncio.Queue[aio_pika.abc.AbstractIncomingMessage] = asyncio.Queue()
    await queue.consume(came.put)
    async with asyncio.timeout(90):
        return await came.get()


async def test_a_batch_waits_for_its_messages(url: str, database: Database, tmp_path: Path) -> None:
    await left(url, declare=True)
    trigger = await add(database, "event", **CONFIG, batch_size=60, batch_s=30)
    taking = consumers(database, tmp_path, url)
    try:
        await taking.sweep()
        await put(url, **{f"m{number}": b"%d" % number for number in range(60)})
        await until(has(database, trigger, 1))
    finally:
        await taking.close()
    [batch] = await inputs(database, trigger)

    assert [each["data"] for each in batch["messages"]] == [*range(60)]


async def test_a_queue_that_is_deleted_meanwhile_is_told(url: str) -> None:
    """Nothing would come any more, also not from a new queue of that name."""
    await left(url, declare=True)
    place, config = parse_url(url), EventConfig.model_validate(CONFIG)
    source = Source(place, place.host, to(url).resolve, config, "group", "worker", unknown)

    async def take() -> None:
        async with amqp_source(source) as taker, asyncio.timeout(90):
            assert await taker.take(1, 0.01) == []
            async with await aio_pika.connect(url) as connection:
                await (await connection.channel()).queue_delete("orders")
            await taker.take(1, 60)

    with pytest.raises(NodeUnavailable, match="does not answer"):
        await take()


@pytest.mark.parametrize(
    ("password", "taking_says", "publishing_says"),
    [
        ("guest", "There is no queue 'orders'", "No queue of RabbitMQ takes 'orders'"),
        ("x", "refused the credential", "refused the credential"),
    ],
)
async def test_a_missing_queue_and_a_wrong_password_are_told(
    url: str,
    database: Database,
    tmp_path: Path,
    password: str,
    taking_says: str,
    publishing_says: str,
) -> None:
    url = url.replace(":guest@", f":{password}@")
    trigger = await add(database, "event", **CONFIG)
    taking = consumers(database, tmp_path, url)
    await taking.sweep()
    try:
        await until(told(database, trigger))
    finally:
        await taking.close()
    with pytest.raises(NodeFailed, match=publishing_says):
        await publish(url, 1)

    assert taking_says in str((await fresh(database, trigger)).last_error)


async def test_a_connection_that_was_never_made_is_closed() -> None:
    """The garbage collector could not close it: that takes a loop that runs."""
    with pytest.raises(NodeUnavailable):
        await run(
            event_publish, {"broker": "events", "subject": "orders"}, to("amqp://127.0.0.1:1")
        )
    # By its type: some objects fail when they are asked what they are.
    made: list[aio_pika.Connection] = [
        each for each in gc.get_objects() if issubclass(type(each), aio_pika.Connection)
    ]

    assert [each for each in made if not each.is_closed] == []
