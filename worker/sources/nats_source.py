"""Messages of NATS JetStream."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from activities.events.places import nats_options
from noria.errors import NodeFailed
from worker.sources.taking import ABANDONED_MS, Held, Received, Source, Taker, away


@dataclass(frozen=True)
class _Pull:
    taking: Any
    """A pull subscription."""

    async def take(self, limit: int, seconds: float) -> Sequence[Held]:
        from nats.errors import TimeoutError as NothingCame  # noqa: PLC0415

        try:
            messages = await self.taking.fetch(limit, timeout=seconds)
        except NothingCame:
            return []
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
        policy = DeliverPolicy.ALL if source.config.first == "start" else DeliverPolicy.NEW
        stream: Any = client.jetstream()  # pyright: ignore[reportUnknownMemberType]
        taking = await stream.pull_subscribe(
            source.config.subject,
            durable=source.group,
            config=ConsumerConfig(deliver_policy=policy, ack_wait=ABANDONED_MS / 1_000),
        )
        yield _Pull(taking)
    except NotFoundError as error:
        raise NodeFailed(
            f"No stream of JetStream takes the subject {source.config.subject!r}: make one that does."
        ) from error
    except (Error, OSError, TimeoutError) as error:
        raise away(place, error) from error
    finally:
        await client.close()


def _received(message: Any) -> Received:
    number = message.metadata
    place = f"{number.stream}:{number.sequence.stream}"
    return Received(place, message.data, message.headers or {})
