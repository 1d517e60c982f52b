"""The brokers there are: how an event is handed to each, and what its errors mean."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from noria.errors import NodeFailed, NodeUnavailable

CONNECT_SECONDS = 10


@dataclass(frozen=True)
class Broker:
    """Where one is; made from its URL."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    path: str
    tls: bool


@dataclass(frozen=True)
class Event:
    """What is published."""

    subject: str
    data: bytes
    id: str
    headers: Mapping[str, str]
    exchange: str = ""

    @property
    def all_headers(self) -> dict[str, str]:
        return {"content-type": "application/json", "message-id": self.id, **self.headers}


_PORTS = {"nats": 4222, "redis": 6379, "amqp": 5672}
_TLS = {"tls": "nats", "rediss": "redis", "amqps": "amqp"}


def parse_url(url: str) -> Broker:
    """
    Raises:
        NodeFailed: It is no URL of a broker that there is. It is not quoted: it holds a password.
    """
    try:
        parts = urlsplit(url)
        scheme = _TLS.get(parts.scheme, parts.scheme)
        host, port = parts.hostname, parts.port or _PORTS.get(scheme, 0)
    except ValueError as error:
        raise NodeFailed("The credential's URL is none: its port is not a number.") from error
    if scheme not in _PORTS or not host:
        raise NodeFailed(
            "The credential's URL names no broker that is known; write it as 'nats://host:4222', "
            "'redis://host:6379' or 'amqp://host:5672'."
        )
    return Broker(
        scheme, host, port, unquote(parts.username or ""), unquote(parts.password or ""),
        unquote(parts.path.removeprefix("/")), parts.scheme in _TLS,
    )  # fmt: skip


def connection_context(place: Broker) -> ssl.SSLContext | None:
    """None where nothing is encrypted."""
    return ssl.create_default_context() if place.tls else None


def literal(address: str) -> str:
    """As it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def nats_options(place: Broker, address: str) -> dict[str, Any]:
    """How its client connects, with `address` found by the guard and the certificate's host named."""
    return {
        "servers": f"{'tls' if place.tls else 'nats'}://{literal(address)}:{place.port}",
        "user": place.user or None,
        "password": place.password or None,
        "tls": connection_context(place),
        "tls_hostname": place.host if place.tls else None,
        "connect_timeout": CONNECT_SECONDS,
        "allow_reconnect": False,
        "error_cb": _ignore,
    }


async def _ignore(_: Exception) -> None:
    return None


async def _nats(place: Broker, address: str, event: Event, seconds: float) -> str | None:
    from nats.aio.client import Client
    from nats.errors import AuthorizationError, Error, NoServersError
    from nats.js.errors import APIError, NoStreamResponseError

    client = Client()
    try:
        async with asyncio.timeout(min(CONNECT_SECONDS, seconds)):
            await client.connect(
                **nats_options(place, address), max_reconnect_attempts=1, reconnect_time_wait=0
            )
    except AuthorizationError as error:
        raise _not_let_in() from error
    except (Error, NoServersError, OSError, TimeoutError) as error:
        if "authorization" in str(error).lower():
            raise _not_let_in() from error
        raise _away(place) from error
    headers = event.all_headers | {"Nats-Msg-Id": event.id}
    try:
        stream: Any = client.jetstream(timeout=seconds)  # pyright: ignore[reportUnknownMemberType]
        ack = await stream.publish(event.subject, event.data, headers=headers)
        return f"{ack.stream}:{ack.seq}"
    except NoStreamResponseError as error:
        raise NodeFailed(
            f"No stream of JetStream takes the subject {event.subject!r}: make one that does."
        ) from error
    except (APIError, Error, TimeoutError) as error:
        raise NodeUnavailable(f"NATS could not take the event now: {error}.") from error
    finally:
        await client.close()


async def _redis(place: Broker, address: str, event: Event, seconds: float) -> str | None:
    from redis.asyncio import Redis
    from redis.exceptions import AuthenticationError, RedisError, ResponseError

    connect: Any = Redis
    client: Any = connect(
        # With TLS the certificate says whether it is the host that was judged.
        host=place.host if place.tls else address,
        port=place.port,
        username=place.user or None,
        password=place.password or None,
        db=int(place.path) if place.path.isdecimal() else 0,
        ssl=place.tls,
        socket_timeout=seconds,
        socket_connect_timeout=CONNECT_SECONDS,
        retry=None,
    )
    try:
        fields = {"data": event.data, **event.all_headers}
        position: object = await client.xadd(event.subject, fields)
        return position.decode() if isinstance(position, bytes) else str(position)
    except AuthenticationError as error:
        raise _not_let_in() from error
    except ResponseError as error:
        if str(error).startswith(("NOAUTH", "WRONGPASS", "NOPERM")):
            raise _not_let_in() from error
        raise NodeFailed(f"Redis refused the event: {error}.") from error
    except (RedisError, OSError, TimeoutError) as error:
        raise _away(place) from error
    finally:
        await client.aclose()


async def _amqp(place: Broker, address: str, event: Event, seconds: float) -> str | None:
    import aio_pika
    from aio_pika.exceptions import AMQPError, DeliveryError, ProbableAuthenticationError

    try:
        async with asyncio.timeout(seconds):
            connection = await aio_pika.connect(
                host=place.host if place.tls else address, port=place.port, login=place.user or "guest",
                password=place.password or "guest", virtualhost=place.path or "/", ssl=place.tls,
                ssl_context=connection_context(place), timeout=CONNECT_SECONDS,
            )  # fmt: skip
            async with connection:
                channel = await connection.channel(publisher_confirms=True)
                exchange = (
                    await channel.get_exchange(event.exchange)
                    if event.exchange
                    else channel.default_exchange
                )
                message = aio_pika.Message(
                    event.data,
                    message_id=event.id,
                    content_type="application/json",
                    headers=dict(event.headers),
                    delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                )
                await exchange.publish(message, routing_key=event.subject, mandatory=True)
                return None
    except ProbableAuthenticationError as error:
        raise _not_let_in() from error
    except DeliveryError as error:
        raise NodeFailed(f"No queue of RabbitMQ takes {event.subject!r}: bind one.") from error
    except (AMQPError, OSError, TimeoutError) as error:
        raise _away(place) from error


def _not_let_in() -> NodeFailed:
    return NodeFailed("The broker refused the credential's user or password.")


def _away(place: Broker) -> NodeUnavailable:
    return NodeUnavailable(f"The broker {place.host!r} could not take the event now.")


Publish = Callable[[Broker, str, Event, float], Awaitable[str | None]]
BROKERS: Mapping[str, Publish] = {"nats": _nats, "redis": _redis, "amqp": _amqp}
