"""Against a real NATS and a real Valkey; Kafka is in `tests.worker.test_kafka_source`."""

import asyncio
from collections.abc import Generator
from typing import Any

import nats
import pytest
from redis.asyncio import Redis

from activities.events.publish import event_publish
from activities.guard import Guard, HostRefused
from noria.credential_types.broker import BrokerFields
from noria.credentials import Credential
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.events.nats_server import nats_running
from tests.activities.events.valkey import running
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, run


@pytest.fixture(scope="module")
def nats_url(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    with nats_running(tmp_path_factory.mktemp("nats")) as url:
        yield url


@pytest.fixture(scope="module")
def redis_url() -> Generator[str]:
    with running("geheim") as port:
        yield f"redis://:geheim@127.0.0.1:{port}"


def to(url: str, **of: Any) -> FakeContext:
    fields = BrokerFields.model_validate({"url": url})
    return offline(credentials={"events": Credential("events", "broker", fields)}, **of)


CONFIG = {"broker": "events", "subject": "orders.created", "data": {"id": 1}, "headers": {"x": "y"}}


async def test_jetstream_keeps_it_once(nats_url: str) -> None:
    client: Any = await nats.connect(nats_url)  # pyright: ignore[reportUnknownMemberType]
    stream = client.jetstream()
    await stream.add_stream(name="orders", subjects=["orders.*"])

    first = await run(event_publish, CONFIG, to(nats_url))
    again = await run(event_publish, CONFIG, to(nats_url))
    kept = await stream.get_msg("orders", seq=1)

    assert first == again == {"id": "r1:fetch:", "position": "orders:1"}
    assert kept.data == b'{"id":1}'
    assert (kept.headers["x"], kept.headers["message-id"]) == ("y", "r1:fetch:")
    await client.close()


async def test_a_subject_that_no_stream_takes_is_told(nats_url: str) -> None:
    with pytest.raises(NodeFailed, match="No stream of JetStream takes the subject 'nowhere'"):
        await run(event_publish, {**CONFIG, "subject": "nowhere"}, to(nats_url))


async def test_a_stream_of_redis_gets_it_with_its_id(redis_url: str) -> None:
    output = await run(event_publish, CONFIG, to(redis_url))

    client: Any = Redis.from_url(redis_url)  # pyright: ignore[reportUnknownMemberType]
    async with client:
        [(position, fields)] = await client.xrange("orders.created")
    assert position.decode() == output["position"]
    assert fields[b"data"] == b'{"id":1}'
    assert fields[b"message-id"] == b"r1:fetch:"


# The client of NATS leaves the connection that refused it to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_wrong_passwords_and_dead_brokers_are_told_apart(
    nats_url: str, redis_url: str
) -> None:
    for url in (nats_url.replace("u:p@", "u:x@"), redis_url.replace("geheim", "x")):
        with pytest.raises(NodeFailed, match="refused the credential's user or password"):
            await run(event_publish, CONFIG, to(url))
    for url in ("nats://127.0.0.1:1", "redis://127.0.0.1:1", "amqp://127.0.0.1:1"):
        with pytest.raises(NodeUnavailable, match="could not take the event now"):
            await run(event_publish, CONFIG, to(url))


async def test_a_broker_without_room_is_tried_again(redis_url: str) -> None:
    client: Any = Redis.from_url(redis_url)  # pyright: ignore[reportUnknownMemberType]
    async with client:
        await client.config_set("maxmemory", 1)
        try:
            with pytest.raises(NodeUnavailable, match="can't keep the event now"):
                await run(event_publish, CONFIG, to(redis_url))
        finally:
            await client.config_set("maxmemory", 0)


@pytest.mark.parametrize("url", ["mqtt://x:geheim@y", "nats://", "redis://a:geheim@b:c"])
async def test_a_url_that_is_none_is_not_repeated(url: str) -> None:
    with pytest.raises(NodeFailed) as caught:
        await run(event_publish, CONFIG, to(url))

    assert "geheim" not in str(caught.value)


async def test_internal_brokers_are_closed() -> None:
    with pytest.raises(HostRefused):
        await run(event_publish, CONFIG, to("nats://127.0.0.1", guard=Guard()))
    assert asyncio.get_running_loop()
