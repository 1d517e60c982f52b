"""Records of Kafka topics, by its protocol for consumer groups."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from activities.events.kafka import Guarded, kafka_away, kafka_options
from activities.events.places import CONNECT_SECONDS
from noria.errors import NodeFailed
from worker.sources.taking import Held, Received, Source, Taker

JOIN_SECONDS = 60.0
"""For the group to agree on who gets which partitions."""


@dataclass
class _Member:
    consumer: Any
    note: Callable[[Mapping[Any, int]], Awaitable[None]]
    """At the broker, how far the group has come in these partitions."""
    guarded: Guarded
    placed: set[Any] = field(default_factory=set[Any])
    """Partitions whose place the group has noted."""

    async def take(self, limit: int, seconds: float) -> Sequence[Held]:
        await self._place()
        wait_ms = max(1, int(seconds * 1_000))
        came: Any = await self.guarded.hold(
            self.consumer.getmany(timeout_ms=wait_ms, max_records=limit)
        )
        return [Held(_received(each), each) for records in came.values() for each in records]

    async def acknowledge(self, held: Sequence[Held]) -> None:
        from aiokafka import TopicPartition  # noqa: PLC0415

        next_ones: dict[Any, int] = {}
        for each in held:
            record = each.handle
            place = TopicPartition(record.topic, record.partition)
            next_ones[place] = max(next_ones.get(place, 0), record.offset + 1)
        await self.note(next_ones)

    async def _place(self) -> None:
        """Note where the group begins: what comes while no worker is there counts from then on."""
        assigned: set[Any] = self.consumer.assignment()
        self.placed &= assigned
        for each in assigned - self.placed:
            if await self.consumer.committed(each) is None:
                await self.note({each: await self.consumer.position(each)})
            self.placed.add(each)


@asynccontextmanager
async def kafka_source(source: Source) -> AsyncGenerator[Taker]:
    """As `Opening`."""
    from aiokafka import AIOKafkaConsumer  # noqa: PLC0415 - of workers with such triggers only
    from aiokafka.errors import (  # noqa: PLC0415
        AuthenticationFailedError,
        GroupAuthorizationFailedError,
        KafkaError,
        TopicAuthorizationFailedError,
    )

    place = source.broker
    make: Any = AIOKafkaConsumer
    consumer: Any = make(
        source.config.subject,
        **kafka_options(place, source.address),
        group_id=source.group,
        client_id=source.worker,
        enable_auto_commit=False,
        auto_offset_reset="earliest" if source.config.first == "start" else "latest",
        max_partition_fetch_bytes=2_000_000,
    )
    guarded = Guarded(consumer._client, place, source.resolve)
    try:
        async with asyncio.timeout(JOIN_SECONDS):
            await guarded.hold(consumer.start())
        if consumer.partitions_for_topic(source.config.subject) is None:
            raise NodeFailed(f"Kafka has no topic {source.config.subject!r}: create it.")
        yield _Member(consumer, consumer.commit, guarded)
    except (
        AuthenticationFailedError,
        GroupAuthorizationFailedError,
        TopicAuthorizationFailedError,
    ) as error:
        raise NodeFailed("The broker refused the credential's user or password.") from error
    except (KafkaError, OSError, TimeoutError) as error:
        raise kafka_away(place) from error
    finally:
        async with asyncio.timeout(CONNECT_SECONDS):
            await consumer.stop()


def _received(record: Any) -> Received:
    headers = {name: value.decode(errors="replace") for name, value in record.headers}
    if record.key is not None:
        headers.setdefault("key", record.key.decode(errors="replace"))
    return Received(
        f"{record.topic}/{record.partition}:{record.offset}", record.value or b"", headers
    )
