"""Records of Kafka topics, by its protocol for consumer groups."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog

from activities.events.kafka import Guarded, kafka_away, kafka_options
from activities.events.places import CONNECT_SECONDS
from noria.errors import NodeFailed
from worker.sources.taking import Held, Received, Source, Taker, made_anew

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

SESSION_SECONDS = 10
"""So long after its last heartbeat the group gives a worker's partitions to the others: one that was
killed does not say that it leaves. Kafka takes no less than 6, unless its cluster is set otherwise."""
_BEGAN_WITH = "partitions="
JOIN_SECONDS = 60.0
"""For the group to agree on who gets which partitions."""


@dataclass
class _Member:
    consumer: Any
    topic: str
    note: Callable[[Mapping[Any, tuple[int, str]]], Awaitable[bool]]
    """At the broker, how far the group has come in these partitions. False: they are shared out anew."""
    guarded: Guarded
    placed: set[Any] = field(default_factory=set[Any])
    """Partitions whose place the group has noted."""
    began_with: int = 0
    """How many partitions the topic had when the group first came: those from there on are new."""
    shared: int = 0
    """How often the partitions were shared out anew: what was taken before is noted no more."""
    all_counts: bool = False
    """Also what is in a partition in which the group has no place."""
    met: str | None = None
    """By what the topic was known; None: the cluster tells neither its id nor its own."""

    async def take(self, limit: int, seconds: float) -> Sequence[Held]:
        await self._place()
        wait_ms = max(1, int(seconds * 1_000))
        came: Any = await self.guarded.hold(
            self.consumer.getmany(timeout_ms=wait_ms, max_records=limit)
        )
        if came and self.met is not None and await self.identify() != self.met:
            raise made_anew()
        return [
            Held(_received(each), (self.shared, each))
            for place, records in came.items()
            if self._is_placed(place, records[0].offset)
            for each in records
        ]

    async def identify(self) -> str | None:
        from worker.sources.kafka_topic import identify  # noqa: PLC0415 - it loads the client

        return await self.guarded.hold(identify(self.consumer._client, self.topic))

    def _is_placed(self, place: Any, offset: int) -> bool:
        """Whether it is known where the group begins there; else these records come again after that."""
        if place not in self.placed and place in self.consumer.assignment():
            self.consumer.seek(place, offset)
        return place in self.placed

    async def acknowledge(self, held: Sequence[Held]) -> None:
        from aiokafka import TopicPartition  # noqa: PLC0415

        next_ones: dict[Any, int] = {}
        for shared, record in (each.handle for each in held):
            if shared == self.shared:
                place = TopicPartition(record.topic, record.partition)
                next_ones[place] = max(next_ones.get(place, 0), record.offset + 1)
        if next_ones:
            await self.note({place: self._noted(offset) for place, offset in next_ones.items()})

    async def _place(self) -> None:
        """Note where the group begins: what comes while no worker is there counts from then on."""
        assigned: set[Any] = self.consumer.assignment()
        self.placed &= assigned
        if assigned <= self.placed:
            return
        known = await self._known()
        for each in assigned - self.placed:
            if each not in known:
                # Nobody could have meant to skip what came to a partition that was not there.
                all_counts = self.all_counts or each.partition >= self.began_with
                seek = self.consumer.seek_to_beginning if all_counts else self.consumer.seek_to_end
                await seek(each)
            if each in known or await self.note(
                {each: self._noted(await self.consumer.position(each))}
            ):
                self.placed.add(each)

    async def _known(self) -> set[Any]:
        """Partitions in which the group has a place; also learns with how many of them it began.

        The number stands beside each place, so that workers that come at once agree on it, whichever
        of them is the first to note one.
        """
        from aiokafka import TopicPartition  # noqa: PLC0415

        all_of_them: set[int] = self.consumer.partitions_for_topic(self.topic) or set()
        places = [TopicPartition(self.topic, each) for each in all_of_them]
        # Not `committed`, which gives no metadata.
        noted = await self.consumer._coordinator.fetch_committed_offsets(places)
        if noted:
            told = (each.metadata.removeprefix(_BEGAN_WITH) for each in noted.values())
            self.began_with = max((int(each) for each in told if each.isdecimal()), default=0)
        else:
            self.began_with = len(places)
        return set(noted)

    def _noted(self, offset: int) -> tuple[int, str]:
        return offset, f"{_BEGAN_WITH}{self.began_with}"


@asynccontextmanager
async def kafka_source(source: Source) -> AsyncGenerator[Taker]:
    """As `Opening`."""
    # Of workers with such triggers only.
    from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener  # noqa: PLC0415
    from aiokafka.errors import (  # noqa: PLC0415
        AuthenticationFailedError,
        CommitFailedError,
        GroupAuthorizationFailedError,
        IllegalStateError,
        KafkaError,
        TopicAuthorizationFailedError,
    )

    place = source.broker
    make: Any = AIOKafkaConsumer
    consumer: Any = make(
        **kafka_options(place, source.address) | _patience(),
        group_id=source.group,
        client_id=source.worker,
        enable_auto_commit=False,
        # Where a place is no more, nothing that is there was taken. What a group begins with is sought.
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=2_000_000,
    )
    guarded = Guarded(consumer._client, place, source.resolve)

    class Listener(ConsumerRebalanceListener):
        """A worker comes or goes: to note what was taken before would throw this one out of the group."""

        def on_partitions_revoked(self, revoked: object) -> None:
            member.shared += 1

        def on_partitions_assigned(self, assigned: object) -> None:
            """Nothing is known of them yet."""

    commit = consumer.commit

    async def note(places: Mapping[Any, tuple[int, str]]) -> bool:
        try:
            await commit(places)
        except (CommitFailedError, IllegalStateError):
            # A worker has come or gone. Whoever has the partitions next takes what is not noted
            # again, and finds the runs of it.
            log.info("partitions_shared_anew", topic=source.config.subject)
            return False
        return True

    member = _Member(consumer, source.config.subject, note, guarded)
    consumer.subscribe([source.config.subject], listener=Listener())
    try:
        async with asyncio.timeout(JOIN_SECONDS):
            await guarded.hold(consumer.start())
        if consumer.partitions_for_topic(source.config.subject) is None:
            raise NodeFailed(f"Kafka has no topic {source.config.subject!r}: create it.")
        member.met = await member.identify()
        met = await source.meet([] if member.met is None else [member.met])
        member.all_counts = met.anew or source.config.first == "start"
        yield member
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


def _patience() -> dict[str, Any]:
    return {
        "session_timeout_ms": SESSION_SECONDS * 1_000,
        # Two that are lost or late do no harm.
        "heartbeat_interval_ms": SESSION_SECONDS * 1_000 // 3,
        # Who joins is answered when the group knows who is gone: who asks again before that is one
        # more worker for the group to wait for.
        "request_timeout_ms": (SESSION_SECONDS + CONNECT_SECONDS) * 1_000,
    }


def _received(record: Any) -> Received:
    headers = {name: value.decode(errors="replace") for name, value in record.headers}
    if record.key is not None:
        headers.setdefault("key", record.key.decode(errors="replace"))
    return Received(
        f"{record.topic}/{record.partition}:{record.offset}", record.value or b"", headers
    )
