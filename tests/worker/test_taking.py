"""Each broker gives what a killed worker held to another: nothing is lost, nothing starts twice."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aio_pika
import nats
import pytest
from redis.asyncio import Redis

from store.database import Database
from tests.activities.events.amqp_server import small_running
from tests.activities.events.kafka_server import kafka_running
from tests.activities.events.nats_server import nats_running
from tests.activities.events.valkey import running as valkey_running
from tests.worker.holding import SESSION_SECONDS, holding, source_of
from tests.worker.house import until
from tests.worker.test_consumers import consumers, count, has
from tests.worker.test_event_firing import firing
from tests.worker.test_kafka_source import noted
from tests.worker.test_polling import inputs
from worker.sources.nats_source import nats_source

MESSAGES = 6
ABANDONED_MS = 1_000


async def nothing(_: str) -> None:
    """Its first worker makes it."""


@dataclass(frozen=True)
class Place:
    """A broker with a stream `orders`, and what is asked of it past Noria."""

    url: str
    put: Callable[[bytes], Awaitable[Any]]
    left: Callable[[str], Awaitable[int]]
    """How many messages a group has not acknowledged."""
    prepare: Callable[[str], Awaitable[None]] = nothing
    """Make a group."""


@asynccontextmanager
async def jetstream(folder: Path) -> AsyncGenerator[Place]:
    with nats_running(folder) as url:
        client: Any = await nats.connect(url)  # pyright: ignore[reportUnknownMemberType]
        stream = client.jetstream()
        await stream.add_stream(name="orders", subjects=["orders"])

        async def left(group: str) -> int:
            told = await stream.consumer_info("orders", group)
            return told.num_pending + told.num_ack_pending

        async def prepare(group: str) -> None:
            async with nats_source(source_of(url, group, "first")):
                """How long JetStream waits for an acknowledgement is the group's."""

        yield Place(url, lambda data: stream.publish("orders", data), left, prepare)
        await client.close()


@asynccontextmanager
async def redis(_: Path) -> AsyncGenerator[Place]:
    with valkey_running("geheim") as port:
        url = f"redis://:geheim@127.0.0.1:{port}"
        client: Any = Redis.from_url(url)  # pyright: ignore[reportUnknownMemberType]

        async def left(_: str) -> int:
            [group] = await client.xinfo_groups("orders")
            return group["lag"] + group["pending"]

        yield Place(url, lambda data: client.xadd("orders", {"data": data}), left)
        await client.aclose()


@asynccontextmanager
async def rabbitmq(_: Path) -> AsyncGenerator[Place]:
    async with small_running() as url, await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await channel.declare_queue("orders")

        async def put(data: bytes) -> None:
            message = aio_pika.Message(data, message_id=data.decode())
            await channel.default_exchange.publish(message, routing_key="orders")

        async def left(_: str) -> int:
            queue = await channel.declare_queue("orders", passive=True)
            return queue.declaration_result.message_count or 0

        yield Place(url, put, left)


@asynccontextmanager
async def kafka(_: Path) -> AsyncGenerator[Place]:
    with kafka_running() as (url, client):
        sent = 0

        async def put(data: bytes) -> None:
            nonlocal sent
            client.produce("orders", data, partition=sent % 2)
            client.flush(10)
            sent += 1

        async def left(group: str) -> int:
            places = [await asyncio.to_thread(noted, url, group, each) for each in range(2)]
            return sent - sum(place for place in places if place > 0)

        yield Place(url, put, left)


@pytest.mark.parametrize("broker", [jetstream, redis, rabbitmq, kafka])
async def test_what_a_killed_worker_held_is_taken_over(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broker: Callable[[Path], AbstractAsyncContextManager[Place]],
) -> None:
    for name in ("nats", "redis"):
        monkeypatch.setattr(f"worker.sources.{name}_source.ABANDONED_MS", ABANDONED_MS)
    monkeypatch.setattr("worker.sources.kafka_source.SESSION_SECONDS", SESSION_SECONDS)
    monkeypatch.setattr("worker.sources.taking.WAIT_SECONDS", 1)
    trigger, fires = await firing(database, tmp_path, batch_size=1)
    group = f"noria-{trigger.id}"
    async with broker(tmp_path) as place:
        await place.prepare(group)
        for number in range(MESSAGES):
            await place.put(b"%d" % number)
        async with holding(place.url, group, MESSAGES) as held:
            # It has recorded the runs of three, and is killed before it can say so.
            await fires.fire(held[:3])
        before = await count(database, trigger)
        taking = consumers(database, tmp_path, place.url)

        async def nothing_left() -> bool:
            return await place.left(group) == 0

        try:
            await taking.sweep()
            await until(has(database, trigger, MESSAGES))
            await place.put(b"%d" % MESSAGES)
            await until(has(database, trigger, MESSAGES + 1))
            await until(nothing_left)
        finally:
            await taking.close()
        assert await nothing_left()
    found = await inputs(database, trigger)

    assert before == 3
    assert sorted(each["data"] for each in found) == [*range(MESSAGES + 1)]
    assert len({each["id"] for each in found}) == MESSAGES + 1
