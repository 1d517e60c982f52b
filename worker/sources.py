"""How messages are taken from each broker: one at a time, acknowledged when they are dealt with."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from activities.events.brokers import CONNECT_SECONDS, Broker, connection_context, nats_options
from noria.errors import NodeFailed, NodeUnavailable
from noria.triggers.event import EventConfig

AT_ONCE = 50
WAIT_SECONDS = 5.0
ABANDONED_MS = 60_000
"""A message that another worker took so long ago, and never acknowledged, is taken over."""


@dataclass(frozen=True)
class Received:
    """A message."""

    id: str | None
    """Its place at the broker. None: it has none, and is another one each time."""
    data: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """Where messages are taken from."""

    broker: Broker
    address: str
    """That was judged."""
    config: EventConfig
    group: str
    """Of all workers that share the work."""
    worker: str


Deal = Callable[[Received], Awaitable[None]]


async def consume_nats(source: Source, deal: Deal) -> None:
    """For ever, or until the connection breaks.

    Raises:
        NodeError: The broker does not let us, or is away.
    """
    from nats.aio.client import Client  # noqa: PLC0415 - of workers with such triggers only
    from nats.errors import Error  # noqa: PLC0415
    from nats.errors import TimeoutError as NothingCame  # noqa: PLC0415
    from nats.js.api import ConsumerConfig, DeliverPolicy  # noqa: PLC0415
    from nats.js.errors import NotFoundError  # noqa: PLC0415

    place, client = source.broker, Client()
    try:
        await client.connect(**nats_options(place, source.address))
        policy = DeliverPolicy.ALL if source.config.first == "start" else DeliverPolicy.NEW
        stream: Any = client.jetstream()  # pyright: ignore[reportUnknownMemberType]
        taking = await stream.pull_subscribe(
            source.config.subject,
            durable=source.group,
            config=ConsumerConfig(deliver_policy=policy, ack_wait=ABANDONED_MS / 1_000),
        )
        while True:
            try:
                messages = await taking.fetch(AT_ONCE, timeout=WAIT_SECONDS)
            except NothingCame:
                continue
            for message in messages:
                number = message.metadata
                await deal(
                    Received(
                        f"{number.stream}:{number.sequence.stream}",
                        message.data,
                        message.headers or {},
                    )
                )
                await message.ack()
    except NotFoundError as error:
        raise NodeFailed(
            f"No stream of JetStream takes the subject {source.config.subject!r}: make one that does."
        ) from error
    except (Error, OSError, TimeoutError) as error:
        raise _away(place, error) from error
    finally:
        await client.close()


async def consume_redis(source: Source, deal: Deal) -> None:
    """As `consume_nats`."""
    from redis.asyncio import Redis  # noqa: PLC0415 - of workers with such triggers only
    from redis.exceptions import RedisError, ResponseError  # noqa: PLC0415

    place, name, group = source.broker, source.config.subject, source.group
    connect: Any = Redis
    client: Any = connect(
        host=place.host if place.tls else source.address,
        port=place.port,
        username=place.user or None,
        password=place.password or None,
        db=int(place.path) if place.path.isdecimal() else 0,
        ssl=place.tls,
        socket_timeout=WAIT_SECONDS + CONNECT_SECONDS,
        socket_connect_timeout=CONNECT_SECONDS,
        retry=None,
    )
    try:
        try:
            begin = "0" if source.config.first == "start" else "$"
            await client.xgroup_create(name, group, id=begin, mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
        while True:
            _, left, *_ = await client.xautoclaim(
                name, group, source.worker, min_idle_time=ABANDONED_MS, count=AT_ONCE
            )
            wait_ms = int(WAIT_SECONDS * 1_000)
            came = await client.xreadgroup(
                group, source.worker, {name: ">"}, count=AT_ONCE, block=wait_ms
            )
            for place_at, fields in [*left, *_entries(came)]:
                await deal(_of_redis(name, place_at, fields or {}))
                await client.xack(name, group, place_at)
    except (RedisError, OSError, TimeoutError) as error:
        raise _away(place, error) from error
    finally:
        await client.aclose()


def _entries(came: Any) -> list[Any]:
    """Of the one stream: in pairs, or with RESP 3 in a mapping whose lists are one deeper."""
    streams: Mapping[bytes, list[Any]] = came if hasattr(came, "values") else dict(came or ())
    for entries in streams.values():
        nested = bool(entries) and type(entries[0]) is list
        return cast("list[Any]", entries[0]) if nested else entries
    return []


def _of_redis(name: str, place: bytes, fields: Mapping[bytes, bytes]) -> Received:
    headers = {
        key.decode(errors="replace"): value.decode(errors="replace")
        for key, value in fields.items()
        if key != b"data"
    }
    return Received(f"{name}:{place.decode()}", fields.get(b"data", b""), headers)


async def consume_amqp(source: Source, deal: Deal) -> None:
    """As `consume_nats`."""
    import aio_pika  # noqa: PLC0415 - of workers with such triggers only
    from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity  # noqa: PLC0415

    place = source.broker
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            connection = await aio_pika.connect(
                host=place.host if place.tls else source.address, port=place.port,
                login=place.user or "guest", password=place.password or "guest",
                virtualhost=place.path or "/", ssl=place.tls,
                ssl_context=connection_context(place), timeout=CONNECT_SECONDS,
            )  # fmt: skip
        async with connection:
            channel = await connection.channel()
            await channel.set_qos(prefetch_count=AT_ONCE)
            queue = await channel.get_queue(source.config.subject)
            async with queue.iterator() as messages:
                async for message in messages:
                    headers = {str(key): str(value) for key, value in message.headers.items()}
                    await deal(Received(message.message_id, message.body, headers))
                    await message.ack()
    except ChannelNotFoundEntity as error:
        raise NodeFailed(f"There is no queue {source.config.subject!r}: declare it.") from error
    except (AMQPError, OSError, TimeoutError) as error:
        raise _away(place, error) from error


def _away(place: Broker, error: Exception) -> NodeUnavailable | NodeFailed:
    said = str(error).lower()
    if any(sign in said for sign in ("authorization", "noauth", "wrongpass", "access_refused")):
        return NodeFailed("The broker refused the credential's user or password.")
    return NodeUnavailable(f"The broker {place.host!r} does not answer.")


SOURCES: Mapping[str, Callable[[Source, Deal], Awaitable[None]]] = {
    "nats": consume_nats,
    "redis": consume_redis,
    "amqp": consume_amqp,
}
