"""Takes messages from brokers for `event` triggers. Every worker does; the broker shares the work out.

A message is acknowledged when its run is recorded, or it is noted why there is none. Its place is the
message's id: delivered again, it finds that run.
"""

import asyncio
import socket
from typing import Any
from uuid import UUID, uuid4

import orjson
import structlog
from pydantic import JsonValue

from activities.events.brokers import parse_url
from activities.redaction import redacting
from noria.credential_types.broker import BrokerFields
from noria.errors import NodeError, NoriaError, Unavailable
from noria.triggers.event import EVENT, EventConfig
from store import firing, trigger_items, triggers
from store.firing import Message
from store.launch import Launching
from store.trigger_tables import Trigger
from worker.polling import ContextMaker, call_of
from worker.sources import SOURCES, Received, Source

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

PAUSE_SECONDS = 5.0
"""Before a broker that is away is tried again."""


class Consumers:
    """One task for each trigger; `sweep` starts and stops them as the rows say."""

    def __init__(self, parts: Launching, contexts: ContextMaker) -> None:
        self._parts = parts
        self._contexts = contexts
        self._name = f"{socket.gethostname()}-{uuid4().hex[:8]}"
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
        told: str | None = trigger.last_error
        while True:
            try:
                await self._consume(trigger, told)
            except (NoriaError, OSError) as error:
                why = str(error) if isinstance(error, NodeError) else type(error).__name__
                log.info("consumer_waits", trigger_id=str(trigger.id), error=type(error).__name__)
                if why != told and not isinstance(error, Unavailable):
                    told = why
                    await self._note(trigger, why)
            except Exception:
                # A bug in one must not end it for ever.
                log.exception("consumer_broke", trigger_id=str(trigger.id))
            await asyncio.sleep(PAUSE_SECONDS)

    async def _consume(self, trigger: Trigger, told: str | None) -> None:
        config = EventConfig.model_validate(trigger.config)
        with redacting():
            context = self._contexts(call_of(trigger))
            credential = await context.credential(config.broker, "broker")
            place = parse_url(credential.read(BrokerFields).url.get_secret_value())
            address = await context.resolve(place.host, place.port)
        source = Source(place, address, config, f"noria-{trigger.id}", self._name)
        cleared = told is None

        async def deal(received: Received) -> None:
            nonlocal cleared
            if not cleared:
                await self._note(trigger, None)
                cleared = True
            await self._fire(trigger, received)

        await SOURCES[place.scheme](source, deal)

    async def _fire(self, trigger: Trigger, received: Received) -> None:
        payload: dict[str, JsonValue] = {
            "subject": str(trigger.config["subject"]),
            "data": _value(received.data),
            "headers": dict(received.headers),
            "id": received.id,
        }
        try:
            await firing.fire(self._parts, trigger, Message(payload, id=received.id))
        except Unavailable:
            raise
        except NoriaError as error:
            # It is in the trigger's history; delivered again it would come to the same.
            log.warning("trigger_started_no_run", trigger_id=str(trigger.id), code=error.code)

    async def _note(self, trigger: Trigger, why: str | None) -> None:
        async with self._parts.database.sessions.begin() as session:
            await trigger_items.note_error(session, trigger=trigger, error=why)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _value(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return data.decode(errors="replace").replace("\x00", "")
