"""Streams that are made anew, and count from one again: on a real NATS, a real Valkey, and Kafka's protocol."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nats
import pytest
from aiokafka.client import AIOKafkaClient
from redis.asyncio import Redis

from noria.errors import Unavailable
from store import trigger_streams
from store.database import Database
from store.trigger_streams import Met
from tests.activities.events.kafka_server import kafka_running
from tests.activities.events.nats_server import nats_running
from tests.activities.events.valkey import running as valkey_running
from tests.worker.holding import CONFIG
from tests.worker.house import until
from tests.worker.test_consumers import consumers, has
from tests.worker.test_polling import add, inputs
from worker.sources.kafka_topic import identify

SKIPS = CONFIG | {"first": "skip"}


@dataclass(frozen=True)
class Place:
    url: str
    put: Callable[[bytes], Awaitable[Any]]
    delete: Callable[[], Awaitable[Any]]
    make: Callable[[], Awaitable[Any]]
    groups: Callable[[], Awaitable[list[Any]]]


async def nothing() -> None:
    """Its first message makes it."""


@asynccontextmanager
async def jetstream(folder: Path) -> AsyncGenerator[Place]:
    with nats_running(folder) as url:
        client: Any = await nats.connect(url)  # pyright: ignore[reportUnknownMemberType]
        stream = client.jetstream()
        yield Place(
            url,
            lambda data: stream.publish("orders", data),
            lambda: stream.delete_stream("orders"),
            lambda: stream.add_stream(name="orders", subjects=["orders"]),
            lambda: stream.consumers_info("orders"),
        )
        await client.close()


@asynccontextmanager
async def redis(_: Path) -> AsyncGenerator[Place]:
    with valkey_running("geheim") as port:
        url = f"redis://:geheim@127.0.0.1:{port}"
        client: Any = Redis.from_url(url)  # pyright: ignore[reportUnknownMemberType]
        sent = iter([1, 2, 1, 2])
        yield Place(
            url,
            lambda data: client.xadd("orders", {"data": data}, id=f"{next(sent)}-1"),
            lambda: client.delete("orders"),
            nothing,
            lambda: client.xinfo_groups("orders"),
        )
        await client.aclose()


@pytest.mark.parametrize("broker", [jetstream, redis])
async def test_a_stream_that_is_made_anew_has_other_messages_all_of_which_count(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broker: Callable[[Path], AbstractAsyncContextManager[Place]],
) -> None:
    monkeypatch.setattr("worker.consumers.PAUSE_SECONDS", 0.2)
    monkeypatch.setattr("worker.sources.taking.WAIT_SECONDS", 0.5)
    trigger = await add(database, "event", **SKIPS)
    async with broker(tmp_path) as place:
        await place.make()
        await place.put(b"before")
        taking = consumers(database, tmp_path, place.url)

        async def has_group() -> bool:
            return bool(await place.groups())

        try:
            await taking.sweep()
            await until(has_group)
            await place.put(b"old")
            await until(has(database, trigger, 1))
            await place.delete()
            await place.make()
            await place.put(b"new 1")
            await place.put(b"new 2")
            await until(has(database, trigger, 3))
        finally:
            await taking.close()
    found = await inputs(database, trigger)

    assert [each["data"] for each in found] == ["old", "new 1", "new 2"]
    old, *new = [each["id"] for each in found]
    assert old.startswith("orders:")
    assert all(each.partition("/")[2].startswith("orders:") for each in new)


async def test_a_topic_of_another_cluster_has_another_id() -> None:
    async def id_at(url: str) -> str | None:
        make: Any = AIOKafkaClient
        client: Any = make(bootstrap_servers=url.removeprefix("kafka://"))
        try:
            await client.bootstrap()
            return await identify(client, "orders")
        finally:
            await client.close()

    with kafka_running() as (one, first), kafka_running() as (other, second):
        for each in (first, second):
            each.produce("orders", b"1", partition=0)
            each.flush(10)
        known, foreign, again = [await id_at(url) for url in (one, other, one)]

    assert known is not None
    assert len(known) == 32
    assert known == again
    assert known != foreign


async def test_streams_are_kept_by_any_of_their_names(database: Database) -> None:
    trigger = await add(database, "event", **SKIPS)

    async def meet(*names: str, place: str = "here") -> Met:
        async with database.sessions.begin() as session:
            return await trigger_streams.meet(session, trigger=trigger, names=names, place=place)

    untold = await meet()
    first = await asyncio.gather(meet("a"), meet("a", "b"))
    anew = await meet("c")
    with pytest.raises(Unavailable):
        await meet()

    assert [untold, *first, await meet("b")] == [Met()] * 4
    assert (anew.anew, await meet("c", "d"), await meet("d")) == (True, anew, anew)
    assert not (await meet("e", place="there")).anew
