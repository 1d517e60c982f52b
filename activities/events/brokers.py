"""How an event is handed to each broker, and what its errors mean."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from activities.events.amqp import publish_to_amqp
from activities.events.kafka import publish_to_kafka
from activities.events.places import (
    CONNECT_SECONDS,
    Broker,
    Event,
    Resolve,
    nats_options,
    not_let_in,
    unavailable,
)
from noria.errors import NodeFailed, NodeUnavailable


async def _nats(place: Broker, resolve: Resolve, event: Event, seconds: float) -> str | None:
    from nats.aio.client import Client
    from nats.errors import AuthorizationError, Error, NoServersError
    from nats.js.errors import APIError, NoStreamResponseError

    address, client = await resolve(place.host, place.port), Client()
    try:
        async with asyncio.timeout(min(CONNECT_SECONDS, seconds)):
            await client.connect(
                **nats_options(place, address), max_reconnect_attempts=1, reconnect_time_wait=0
            )
    except AuthorizationError as error:
        raise not_let_in() from error
    except (Error, NoServersError, OSError, TimeoutError) as error:
        if "authorization" in str(error).lower():
            raise not_let_in() from error
        raise unavailable(place) from error
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


async def _redis(place: Broker, resolve: Resolve, event: Event, seconds: float) -> str | None:
    from redis.asyncio import Redis
    from redis.exceptions import (
        AuthenticationError,
        OutOfMemoryError,
        ReadOnlyError,
        RedisError,
        ResponseError,
    )

    address = await resolve(place.host, place.port)
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
        raise not_let_in() from error
    except (OutOfMemoryError, ReadOnlyError) as error:
        raise NodeUnavailable(f"Redis can't keep the event now: {error}.") from error
    except ResponseError as error:
        if str(error).startswith(("NOAUTH", "WRONGPASS", "NOPERM")):
            raise not_let_in() from error
        raise NodeFailed(f"Redis refused the event: {error}.") from error
    except (RedisError, OSError, TimeoutError) as error:
        raise unavailable(place) from error
    finally:
        await client.aclose()


Publish = Callable[[Broker, Resolve, Event, float], Awaitable[str | None]]
"""Within so many seconds; gives where the event is at the broker, if it says so."""
BROKERS: Mapping[str, Publish] = {
    "nats": _nats,
    "redis": _redis,
    "amqp": publish_to_amqp,
    "kafka": publish_to_kafka,
}
