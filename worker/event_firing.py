"""What the messages of a broker come to: one run each, or one for all that were gathered."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import orjson
from pydantic import JsonValue

from noria.errors import Invalid, NoriaError, TakenMeanwhile, Unavailable
from noria.triggers.event import EventConfig
from noria.triggers.foreign import check_foreign, clean
from noria.triggers.mapping import MessageMapping, map_message
from store import firing, trigger_items
from store.firing import Fired, Message
from store.launch import Launching
from store.trigger_tables import Trigger
from worker.event_letters import EventLetters
from worker.sources.taking import Received

SHARERS = 20
"""As many workers may be given the same messages, and each be faster once."""


@dataclass(frozen=True)
class EventFiring:
    """Of one trigger, as it is set at present."""

    parts: Launching
    trigger: Trigger
    config: EventConfig
    letters: EventLetters

    async def fire(self, batch: Sequence[Received]) -> None:
        """Come back when all of them need not be delivered again.

        Raises:
            Unavailable: They have to be.
        """
        if self.config.batch_size == 1:
            for received in batch:
                message, fault = self._message(received), _read(received.data)[1]
                if fault is None:
                    await self._fire(message, [received])
                else:
                    await self._gave_up(fault, message, [received], noted=False)
        else:
            await self._fire_batch(batch)

    async def _fire_batch(self, batch: Sequence[Received]) -> None:
        # Another worker may be given the same ones, and be faster: then those are left that it did not
        # take. Each time that happens, somebody has got on.
        for _ in range(SHARERS):
            with suppress(TakenMeanwhile):
                return await self._fire_new(batch)
        return await self._fire_new(batch)

    async def _fire_new(self, batch: Sequence[Received]) -> None:
        """One run of those that none was started with before."""
        new = await self._unseen(batch)
        passed: list[Received] = []
        for received, verdict in await asyncio.to_thread(self._judge, new):
            if isinstance(verdict, NoriaError):
                await self._gave_up(verdict, self._message(received), [received], noted=False)
            elif verdict == "passes":
                passed.append(received)
        if passed:
            await self._fire(self._message_of(passed), passed)
        elif new:
            why = f"The filter lets none of the {len(new)} messages of this batch through."
            await firing.note(self.parts, self.trigger, Fired("skipped", None, why), _id_of(new))

    async def _unseen(self, batch: Sequence[Received]) -> list[Received]:
        ids = [each.id for each in batch if each.id]
        async with self.parts.database.sessions.begin() as session:
            unseen = await trigger_items.list_unseen(session, trigger=self.trigger, keys=ids)
        alone = {each.id or at: each for at, each in enumerate(batch)}
        return [each for each in alone.values() if each.id is None or each.id in unseen]

    def _judge(
        self, batch: Sequence[Received]
    ) -> list[tuple[Received, Literal["passes", "skipped"] | NoriaError]]:
        mapping = MessageMapping.model_validate(self.trigger.mapping)
        alone = MessageMapping(filter=mapping.filter)
        found: list[tuple[Received, Literal["passes", "skipped"] | NoriaError]] = []
        for each in batch:
            fault = _read(each.data)[1]
            if fault is not None:
                found.append((each, fault))
                continue
            try:
                seed = f"{self.trigger.id}:{each.id}"
                payload = self._message(each).payload
                mapped = map_message(alone, payload, now=datetime.now(UTC), seed=seed)
                found.append((each, "passes" if mapped.passes else "skipped"))
            except NoriaError as error:
                found.append((each, error))
        return found

    async def _fire(self, message: Message, of: Sequence[Received]) -> None:
        try:
            fired = await firing.fire(self.parts, self.trigger, message)
        except Unavailable:
            raise
        except NoriaError as error:
            await self._gave_up(error, message, of, noted=True)
            return
        if message.items and fired.outcome != "started":
            await self._seen(of)

    async def _gave_up(
        self, error: NoriaError, message: Message, of: Sequence[Received], *, noted: bool
    ) -> None:
        """It starts no run, and would not if it were delivered again."""
        if not noted:
            failed = Fired("failed", None, str(error))
            await firing.note(self.parts, self.trigger, failed, message.id)
        await self.letters.write(error, message, of)
        if self.config.batch_size > 1:
            await self._seen(of)

    async def _seen(self, batch: Sequence[Received]) -> None:
        keys = [each.id for each in batch if each.id]
        async with self.parts.database.sessions.begin() as session:
            await trigger_items.note_seen(session, trigger=self.trigger, keys=keys)

    def _message(self, received: Received) -> Message:
        return Message(
            {
                "subject": self.config.subject,
                "data": _read(received.data)[0],
                "headers": _headers(received),
                "id": received.id and clean(received.id),
            },
            id=received.id,
        )

    def _message_of(self, batch: Sequence[Received]) -> Message:
        messages: list[JsonValue] = [
            {
                "data": _read(each.data)[0],
                "headers": _headers(each),
                "id": each.id and clean(each.id),
            }
            for each in batch
        ]
        place = _id_of(batch)
        payload: dict[str, JsonValue] = {
            "subject": self.config.subject,
            "data": None,
            "headers": {},
            "id": place and clean(place),
            "messages": messages,
        }
        keys = tuple(each.id for each in batch if each.id)
        return Message(payload, id=place, items=keys, filtered=True)


def _id_of(batch: Sequence[Received]) -> str | None:
    """Of its first and last; None where messages have none."""
    first, last = batch[0].id, batch[-1].id
    if first is None or last is None:
        return None
    return first if first == last else f"{first}..{last}"


def _headers(received: Received) -> dict[str, JsonValue]:
    return {clean(name): clean(value) for name, value in received.headers.items()}


def _read(data: bytes) -> tuple[JsonValue, Invalid | None]:
    """Its value, and why that must not start a run: then the value is the text of it."""
    try:
        value = orjson.loads(data)
        check_foreign(value)
    except orjson.JSONDecodeError:
        return _text(data), None
    except Invalid as error:
        return _text(data), error
    return value, None


def _text(data: bytes) -> str:
    return data.decode(errors="replace").replace("\x00", "")
