"""RabbitMQ: how a connection to it is opened and always closed, and how an event is handed to it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from activities.events.places import (
    CONNECT_SECONDS,
    Broker,
    Event,
    Resolve,
    connection_context,
    not_let_in,
    unavailable,
)
from noria.errors import NodeFailed

if TYPE_CHECKING:
    from aio_pika.abc import AbstractConnection


@asynccontextmanager
async def amqp_connection(place: Broker, address: str) -> AsyncGenerator["AbstractConnection"]:
    """To `address`, which the guard found for the broker's host.

    Closed also when it was never made: the client's own `connect` leaves such a one to the garbage
    collector, which can't close it.
    """
    from aio_pika import Connection
    from aio_pika.connection import make_url

    url = make_url(
        host=place.host if place.tls else address, port=place.port, login=place.user or "guest",
        password=place.password or "guest", virtualhost=place.path or "/", ssl=place.tls,
    )  # fmt: skip
    connection = Connection(url, ssl_context=connection_context(place))
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await connection.connect(timeout=CONNECT_SECONDS)
        yield connection
    finally:
        await connection.close()


async def publish_to_amqp(
    place: Broker, resolve: Resolve, event: Event, seconds: float
) -> str | None:
    """As `Publish`."""
    from aio_pika import DeliveryMode, Message
    from aio_pika.exceptions import AMQPError, DeliveryError, ProbableAuthenticationError

    address = await resolve(place.host, place.port)
    try:
        async with asyncio.timeout(seconds), amqp_connection(place, address) as connection:
            channel = await connection.channel(on_return_raises=True)
            exchange = (
                await channel.get_exchange(event.exchange)
                if event.exchange
                else channel.default_exchange
            )
            message = Message(
                event.data,
                message_id=event.id,
                content_type="application/json",
                headers=dict(event.headers),
                delivery_mode=DeliveryMode.PERSISTENT,
            )
            await exchange.publish(message, routing_key=event.subject, mandatory=True)
            return None
    except ProbableAuthenticationError as error:
        raise not_let_in() from error
    except DeliveryError as error:
        raise NodeFailed(f"No queue of RabbitMQ takes {event.subject!r}: bind one.") from error
    except (AMQPError, OSError, TimeoutError) as error:
        raise unavailable(place) from error
