"""Takes messages from brokers for `event` triggers. Every worker does; the broker shares the work out.

A message is acknowledged when its run is recorded, or it is noted why there is none. Its place is the
message's id: delivered again, it finds that run.
"""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import structlog

from activities.events.places import parse_url
from activities.redaction import redacting
from noria.credential_types.broker import BrokerFields
from noria.errors import NodeError, NoriaError, Unavailable
from noria.triggers.event import EVENT, EventConfig
from store import trigger_items, trigger_streams, triggers
from store.database import OUTAGES
from store.launch import Launching
from store.trigger_streams import Met
from store.trigger_tables import Trigger
from worker.event_firing import EventFiring
from worker.event_letters import EventLetters
from worker.polling import ContextMaker, call_of
from worker.sources.table import SOURCES
from worker.sources.taking import Received, Source, pump

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

PAUSE_SECONDS = 5.0
"""Before a broker that is away is tried again."""


class Consumers:
    """One task for each trigger; `sweep` starts and stops them as the rows say."""

    def __init__(self, parts: Launching, contexts: ContextMaker) -> None:
        self._parts = parts
        self._contexts = contexts
        self.name = f"{socket.gethostname()}-{uuid4().hex[:8]}"
        """What brokers know it by."""
        self._tasks: dict[tuple[UUID, int], asyncio.Task[None]] = {}

    async def sweep(self) -> int:
        """Give how many triggers are consumed for."""
        async with self._parts.database.sessions.begin() as session:
            rows = await triggers.list_of_types(session, types=[EVENT.name])
        wanted = {(row.id, row.edition): row for row in rows}
        gone = [self._tasks.pop(key) for key in [*self._tasks] if key not in wanted]
        await _end(gone)
        for key, row in wanted.items():
            if key not in self._tasks:
                self._tasks[key] = asyncio.create_task(self._keep(row))
        return len(self._tasks)

    async def close(self) -> None:
        """Stop them all; what is not acknowledged is delivered again."""
        await _end([*self._tasks.values()])
        self._tasks.clear()

    async def _keep(self, trigger: Trigger) -> None:
        """Until cancelled: a broker that is away is tried again."""
        health = _Health(self._parts, trigger, trigger.last_error)
        while True:
            try:
                await self._consume(trigger, health)
            except (NoriaError, OSError) as error:
                why = str(error) if isinstance(error, NodeError) else type(error).__name__
                log.info("consumer_waits", trigger_id=str(trigger.id), error=type(error).__name__)
                if not isinstance(error, Unavailable):
                    await health.fails(why)
            except OUTAGES:
                log.info("consumer_waits_for_database", trigger_id=str(trigger.id))
            except Exception as error:
                # A bug in one must not end it for ever; a library may quote a secret.
                log.exception("consumer_broke", trigger_id=str(trigger.id))
                await health.fails(
                    f"It broke off with {type(error).__name__}: the worker's log says more."
                )
            await asyncio.sleep(PAUSE_SECONDS)

    async def _consume(self, trigger: Trigger, health: "_Health") -> None:
        config = EventConfig.model_validate(trigger.config)
        with redacting():
            context = self._contexts(call_of(trigger))
            credential = await context.credential(config.broker, "broker")
            place = parse_url(credential.read(BrokerFields).url.get_secret_value())
            address = await context.resolve(place.host, place.port)
        met = Met()

        async def meet(names: Sequence[str]) -> Met:
            nonlocal met
            where = f"{place.host}:{place.port}/{place.path} {config.subject}"
            async with self._parts.database.sessions.begin() as session:
                met = await trigger_streams.meet(session, trigger=trigger, names=names, place=where)
            return met

        group = f"noria-{trigger.id}"
        source = Source(place, address, context.resolve, config, group, self.name, meet)
        letters = EventLetters(self._parts, trigger, config, place, context.resolve)
        firing = EventFiring(self._parts, trigger, config, letters)

        async def deal(batch: Sequence[Received]) -> None:
            health.stuck = True
            await firing.fire([_named(each, met.prefix) for each in batch])
            await health.goes_on()

        async with SOURCES[place.scheme](source) as taker:
            if not health.stuck:
                await health.goes_on()
            await pump(taker, config, deal)


@dataclass
class _Health:
    """What stands on a trigger of why it can't fire."""

    parts: Launching
    trigger: Trigger
    told: str | None
    stuck: bool = False
    """A message could not be dealt with: that the broker answers mends nothing."""

    async def fails(self, why: str) -> None:
        if why != self.told:
            # With the database away there is nowhere to say so: the next time will.
            with suppress(*OUTAGES):
                await self._note(why)

    async def goes_on(self) -> None:
        self.stuck = False
        if self.told is not None:
            await self._note(None)

    async def _note(self, why: str | None) -> None:
        async with self.parts.database.sessions.begin() as session:
            await trigger_items.note_error(session, trigger=self.trigger, error=why)
        self.told = why


def _named(received: Received, prefix: str) -> Received:
    """As no other stream of the trigger names a message."""
    if not prefix or received.id is None:
        return received
    return replace(received, id=f"{prefix}/{received.id}")


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
