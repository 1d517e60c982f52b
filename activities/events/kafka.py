"""Kafka: how an event is handed to it, and how its client is held to hosts that nodes may reach."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from activities.events.places import (
    CONNECT_SECONDS,
    Broker,
    Event,
    Resolve,
    connection_context,
    literal,
    not_let_in,
)
from noria.errors import NodeError, NodeFailed, NodeUnavailable

T = TypeVar("T")
MECHANISMS = {"plain": "PLAIN", "scram-sha-256": "SCRAM-SHA-256", "scram-sha-512": "SCRAM-SHA-512"}


def kafka_options(place: Broker, address: str) -> dict[str, Any]:
    """How its client connects first; the cluster then says where its other brokers are.

    Raises:
        NodeFailed: The URL asks for another way to sign in than there is.
    """
    asked = place.options.get("sasl", "plain")
    if asked not in MECHANISMS:
        ways = ", ".join(MECHANISMS)
        raise NodeFailed(f"The credential's URL asks for sasl={asked!r}: write one of {ways}.")
    host = place.host if place.tls else literal(address)
    return {
        "bootstrap_servers": f"{host}:{place.port}",
        "security_protocol": ("SASL_" if place.user else "")
        + ("SSL" if place.tls else "PLAINTEXT"),
        "ssl_context": connection_context(place),
        "sasl_mechanism": MECHANISMS[asked],
        "sasl_plain_username": place.user or None,
        "sasl_plain_password": place.password or None,
        "request_timeout_ms": CONNECT_SECONDS * 1_000,
    }


class Guarded:
    """Judges each broker that the cluster names, before the client connects to it.

    The client has no setting for that: the one function through which all of its connections go is
    wrapped. What it raised would be lost in a task of the client, so `hold` raises it.
    """

    def __init__(self, client: Any, place: Broker, resolve: Resolve) -> None:
        self._client = client
        self._tls = place.tls
        self._resolve = resolve
        self._connect: Callable[..., Awaitable[Any]] = client._get_conn
        self._refused: asyncio.Future[NodeError] = asyncio.get_running_loop().create_future()
        client._get_conn = self._get_conn

    async def hold(self, work: Awaitable[T]) -> T:
        """What the client does, unless it would connect to where it may not.

        Raises:
            NodeError: A broker is not open to nodes.
        """
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait([task, self._refused], return_when=asyncio.FIRST_COMPLETED)
            if self._refused.done():
                raise self._refused.result()
            return task.result()
        finally:
            task.cancel()

    async def _get_conn(self, node_id: Any, **more: Any) -> Any:
        from aiokafka.client import ConnectionGroup

        known: Mapping[Any, Any] = self._client._conns
        there = known.get((node_id, more.get("group", ConnectionGroup.DEFAULT)))
        if there is None or not there.connected():
            broker = self._client.cluster.broker_metadata(node_id)
            if broker is not None and not await self._judge(broker):
                return None
        return await self._connect(node_id, **more)

    async def _judge(self, broker: Any) -> bool:
        try:
            address = await self._resolve(broker.host, broker.port)
        except NodeError as error:
            if not self._refused.done():
                self._refused.set_result(error)
            return False
        if not self._tls:
            # To what was judged: its name could lead elsewhere by then.
            self._client.cluster._brokers[broker.nodeId] = broker._replace(host=address)
        return True


def kafka_away(place: Broker) -> NodeUnavailable:
    """Its client does not tell why it was not let in."""
    refused = " or refuses the credential's user and password" if place.user else ""
    return NodeUnavailable(f"Kafka at {place.host!r} does not answer{refused}.")


async def publish_to_kafka(
    place: Broker, resolve: Resolve, event: Event, seconds: float
) -> str | None:
    """Comes back when all replicas that are in step have it."""
    from aiokafka import AIOKafkaProducer
    from aiokafka.errors import (
        AuthenticationFailedError,
        KafkaError,
        TopicAuthorizationFailedError,
        UnknownTopicOrPartitionError,
    )

    address = await resolve(place.host, place.port)
    make: Any = AIOKafkaProducer
    producer: Any = make(**kafka_options(place, address), acks="all")
    guarded = Guarded(producer.client, place, resolve)
    headers = [(name, value.encode()) for name, value in event.all_headers.items()]
    try:
        async with asyncio.timeout(min(CONNECT_SECONDS, seconds)):
            await guarded.hold(producer.start())
        async with asyncio.timeout(seconds):
            told: Any = await guarded.hold(
                producer.send_and_wait(
                    event.subject, event.data, key=event.key.encode() or None, headers=headers
                )
            )
        return f"{told.topic}/{told.partition}:{told.offset}"
    except (AuthenticationFailedError, TopicAuthorizationFailedError) as error:
        raise not_let_in() from error
    except UnknownTopicOrPartitionError as error:
        raise NodeFailed(f"Kafka has no topic {event.subject!r}: create it.") from error
    except (KafkaError, OSError, TimeoutError) as error:
        raise kafka_away(place) from error
    finally:
        await producer.stop()
