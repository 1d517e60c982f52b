"""Messages of NATS JetStream."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from activities.events.places import nats_options
from noria.errors import NodeFailed
from worker.sources.taking import ABANDONED_MS, Held, Received, Source, Taker, away, made_anew


@dataclass(frozen=True)
class _Pull:
    taking: Any
    """A pull subscription."""
    stream: Any
    name: str
    made: str | None
    """When the stream was; None: the broker does not say."""

    async def take(self, limit: int, seconds: float) -> Sequence[Held]:
        from nats.errors import TimeoutError as NothingCame  # noqa: PLC0415

        try:
            messages = await self.taking.fetch(limit, timeout=seconds)
        except NothingCame:
            return []
        # Another worker may have made the consumer again by now, in a stream of the same name.
        if self.made is not None and await _made(self.stream, self.name) != self.made:
            raise made_anew()
        return [Held(_received(each), each) for each in messages]

    async def acknowledge(self, held: Sequence[Held]) -> None:
        for each in held:
            await each.handle.ack()


@asynccontextmanager
async def nats_source(source: Source) -> AsyncGenerator[Taker]:
    """As `Opening`."""
    from nats.aio.client import Client  # noqa: PLC0415 - of workers with such triggers only
    from nats.errors import Error  # noqa: PLC0415
    from nats.js.api import ConsumerConfig, DeliverPolicy  # noqa: PLC0415
    from nats.js.errors import NotFoundError  # noqa: PLC0415

    place, client = source.broker, Client()
    try:
        await client.connect(**nats_options(place, source.address))
        stream: Any = client.jetstream()  # pyright: ignore[reportUnknownMemberType]
        name: str = await stream.find_stream_name_by_subject(source.config.subject)
        made = await _made(stream, name)
        met = await source.meet([] if made is None else [made])
        all_counts = met.anew or source.config.first == "start"
        policy = DeliverPolicy.ALL if all_counts else DeliverPolicy.NEW
        taking = await stream.pull_subscribe(
            source.config.subject,
            durable=source.group,
            stream=name,
            config=ConsumerConfig(deliver_policy=policy, ack_wait=ABANDONED_MS / 1_000),
        )
        await _take_its_subject(stream, taking, source)
        yield _Pull(taking, stream, name, made)
    except NotFoundError as error:
        raise NodeFailed(
            f"No stream of JetStream takes the subject {source.config.subject!r}: make one that does."
        ) from error
    except (Error, OSError, TimeoutError) as error:
        raise away(place, error) from error
    finally:
        await client.close()


async def _take_its_subject(stream: Any, taking: Any, source: Source) -> None:
    """A consumer that is there keeps the subject it was made with, though its trigger has another by now."""
    there = await taking.consumer_info()
    if there.config.filter_subject != source.config.subject:
        changed = there.config.evolve(filter_subject=source.config.subject)
        await stream.add_consumer(there.stream_name, changed)


async def _made(stream: Any, name: str) -> str | None:
    """When it was made; None where the credential's user may not ask that."""
    from nats.errors import NoRespondersError  # noqa: PLC0415
    from nats.errors import TimeoutError as NotAnswered  # noqa: PLC0415

    try:
        return str((await stream.stream_info(name)).created)
    except (NotAnswered, NoRespondersError):
        return None


def _received(message: Any) -> Received:
    number = message.metadata
    place = f"{number.stream}:{number.sequence.stream}"
    return Received(place, message.data, message.headers or {})
