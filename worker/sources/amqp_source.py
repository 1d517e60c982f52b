"""Messages of RabbitMQ queues."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from activities.events.amqp import amqp_connection
from noria.errors import NodeFailed
from worker.sources.taking import AT_ONCE, Held, Received, Source, Taker, away


@dataclass(frozen=True)
class _Queue:
    came: asyncio.Queue[Any]
    closed: asyncio.Future[Any]
    """Done when the channel is."""
    deleted: asyncio.Future[Any]
    """Done when the queue is: the channel stays, and nothing comes through it any more."""

    async def take(self, limit: int, seconds: float) -> Sequence[Held]:
        first = asyncio.ensure_future(self.came.get())
        try:
            await asyncio.wait(
                [first, self.closed, self.deleted],
                timeout=seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if not first.done():
                if self.closed.done() or self.deleted.done():
                    raise ConnectionError("The channel is closed, or its queue is gone.")
                return []
            messages = [first.result()]
        finally:
            first.cancel()
        while len(messages) < limit and not self.came.empty():
            messages.append(self.came.get_nowait())
        return [Held(_received(each), each) for each in messages]

    async def acknowledge(self, held: Sequence[Held]) -> None:
        for each in held:
            await each.handle.ack()


@asynccontextmanager
async def amqp_source(source: Source) -> AsyncGenerator[Taker]:
    """As `Opening`."""
    from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity  # noqa: PLC0415

    place = source.broker
    try:
        async with amqp_connection(place, source.address) as connection:
            channel = await connection.channel()
            # What is held for a batch must not keep the rest of it from coming.
            await channel.set_qos(prefetch_count=max(AT_ONCE, source.config.batch_size))
            queue = await channel.get_queue(source.config.subject)
            came: asyncio.Queue[Any] = asyncio.Queue()
            deleted = asyncio.get_running_loop().create_future()
            below = await channel.get_underlay_channel()
            below.on_consumer_cancel_callbacks.add(
                lambda _: deleted.done() or deleted.set_result(0)
            )
            await queue.consume(came.put)
            closed: Any = channel.closed()
            yield _Queue(came, closed, deleted)
    except ChannelNotFoundEntity as error:
        raise NodeFailed(f"There is no queue {source.config.subject!r}: declare it.") from error
    except (AMQPError, OSError, TimeoutError) as error:
        raise away(place, error) from error


def _received(message: Any) -> Received:
    headers = {str(key): str(value) for key, value in message.headers.items()}
    return Received(message.message_id, message.body, headers)
