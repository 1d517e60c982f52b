"""Tells who watches a run that it has changed. One connection per process, however many watch."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from uuid import UUID

import psycopg
import structlog
from psycopg.sql import SQL, Identifier

from noria.domain_events import EVENTS_CHANNEL
from noria.pieces import PIECES_CHANNEL
from noria.presence import PRESENCE_CHANNEL
from store.database import plain_url
from store.event_board import EventBoard
from store.piece_board import PieceBoard
from store.presence_board import PresenceBoard
from store.projection import CHANNEL

RECONNECT_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)
"""Pauses between tries; the last is repeated."""
PROBE_SECONDS = 15
"""A connection that is silent for so long is asked whether it still lives."""

log = structlog.get_logger()


class Subscription:
    """A flag that goes up when the run may have changed. It never says what changed."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Put the flag up."""
        self._changed.set()

    async def wait(self, seconds: float) -> bool:
        """Whether the flag went up within the time; takes it down again.

        Read after waiting: a change during the read puts the flag up for the next wait.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return False
        self._changed.clear()
        return True


class RunListener:
    """`LISTEN`s and fans out.

    While PostgreSQL is away nothing is heard, so every subscriber is woken after a reconnect and
    reads again from the last event it saw: nothing is lost.
    """

    def __init__(self, url: str) -> None:
        self._url = plain_url(url)
        self.pieces = PieceBoard()
        """What steps show before they end."""
        self.presence = PresenceBoard()
        """Who has which draft open."""
        self.domain_events = EventBoard()
        """What kinds of events there were."""
        self._boards: Mapping[str, Callable[[str], None]] = {
            PIECES_CHANNEL: self.pieces.take,
            PRESENCE_CHANNEL: self.presence.take,
            EVENTS_CHANNEL: self.domain_events.take,
        }
        self._subscriptions: defaultdict[str, set[Subscription]] = defaultdict(set)

    @contextmanager
    def subscribe(self, run_id: UUID) -> Generator[Subscription]:
        """Hear of a run's changes from now on: subscribe first, then read.

        A workflow's id hears of the messages that its triggers capture.
        """
        subscription, key = Subscription(), str(run_id)
        self._subscriptions[key].add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions[key].discard(subscription)
            if not self._subscriptions[key]:
                del self._subscriptions[key]

    def watched(self) -> int:
        """How many runs are watched."""
        return len(self._subscriptions)

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        """Listen while the block runs."""
        task = asyncio.create_task(self._listen_for_ever(), name="run-listener")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _listen_for_ever(self) -> None:
        failures = 0
        while True:
            try:
                async with await self._connect() as connection:
                    for channel in (CHANNEL, *self._boards):
                        await connection.execute(SQL("LISTEN {}").format(Identifier(channel)))
                    failures = 0
                    self._wake_all()
                    await self._hear(connection)
            except (psycopg.Error, OSError, TimeoutError) as error:
                pause = RECONNECT_SECONDS[min(failures, len(RECONNECT_SECONDS) - 1)]
                failures += 1
                log.warning("listener_reconnects", error=type(error).__name__, seconds=pause)
                await asyncio.sleep(pause)

    async def _connect(self) -> psycopg.AsyncConnection:
        return await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=5)

    async def _hear(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            async for notice in connection.notifies(timeout=PROBE_SECONDS):
                if take := self._boards.get(notice.channel):
                    take(notice.payload)
                    continue
                for run_id in notice.payload.split(","):
                    for subscription in tuple(self._subscriptions.get(run_id, ())):
                        subscription.wake()
            async with asyncio.timeout(PROBE_SECONDS):
                await connection.execute("SELECT 1")

    def _wake_all(self) -> None:
        for subscriptions in tuple(self._subscriptions.values()):
            for subscription in tuple(subscriptions):
                subscription.wake()
        self.domain_events.missed()
