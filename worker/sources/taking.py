"""How messages are taken from any broker: gathered, dealt with, and only then acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Never, Protocol

from activities.events.places import Broker, Resolve
from noria.errors import NodeFailed, NodeUnavailable
from noria.triggers.event import EventConfig
from store.trigger_streams import Met

AT_ONCE = 50
"""Messages asked for at one time."""
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
class Held:
    """A message that is not acknowledged yet."""

    received: Received
    handle: Any
    """What the broker's client acknowledges it by."""


Meet = Callable[[Sequence[str]], Awaitable[Met]]
"""Tell by which names the broker knows the stream: of these one stays for as long as the stream does."""


@dataclass(frozen=True)
class Source:
    """Where messages are taken from."""

    broker: Broker
    address: str
    """That was judged."""
    resolve: Resolve
    """Of further hosts that the broker names."""
    config: EventConfig
    group: str
    """Of all workers that share the work."""
    worker: str
    meet: Meet


class Taker(Protocol):
    """A connection to a broker."""

    async def take(self, limit: int, seconds: float) -> Sequence[Held]:
        """What there is, at most so many; waits so long for the first one."""
        ...

    async def acknowledge(self, held: Sequence[Held]) -> None:
        """The broker need not deliver these again."""
        ...


Deal = Callable[[Sequence[Received]], Awaitable[None]]
"""Of the messages of one run: several where the trigger gathers them."""
Opening = Callable[[Source], AbstractAsyncContextManager[Taker]]
"""Of one broker.

Raises:
    NodeError: It does not let us in, or is away; also later, while messages are taken.
"""


async def pump(taker: Taker, config: EventConfig, deal: Deal) -> Never:
    """For ever, or until the connection breaks."""
    while True:
        held = await _gather(taker, config)
        parts = [held] if config.batch_size > 1 else [[each] for each in held]
        for part in parts:
            if part:
                await deal([each.received for each in part])
                await taker.acknowledge(part)


async def _gather(taker: Taker, config: EventConfig) -> list[Held]:
    """One batch, where there are any; else what came at once."""
    if config.batch_size == 1:
        return [*await taker.take(AT_ONCE, WAIT_SECONDS)]
    size = config.batch_size
    held = [*await taker.take(min(size, AT_ONCE), WAIT_SECONDS)]
    clock = asyncio.get_running_loop()
    end = clock.time() + config.batch_s
    while held and len(held) < size and (left := end - clock.time()) > 0:
        held += await taker.take(min(size - len(held), AT_ONCE), left)
    return held


def made_anew() -> ConnectionError:
    """Its messages have other names, so that all is opened again; these are not acknowledged."""
    return ConnectionError("The stream was made anew.")


def away(place: Broker, error: Exception) -> NodeUnavailable | NodeFailed:
    """What a broken connection means."""
    said = str(error).lower()
    if any(sign in said for sign in ("authorization", "noauth", "wrongpass", "access_refused")):
        return NodeFailed("The broker refused the credential's user or password.")
    return NodeUnavailable(f"The broker {place.host!r} does not answer.")
