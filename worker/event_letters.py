"""Messages that start no run, as an expression fails on them or their input is wrong: where they go."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from activities.events.brokers import BROKERS
from activities.events.places import CONNECT_SECONDS, Broker, Event, Resolve
from noria.errors import NoriaError
from noria.triggers.event import EventConfig
from store import message_letters
from store.firing import Message
from store.launch import Launching
from store.message_letters import MAX_REASON_CHARS, Undelivered
from store.trigger_tables import Trigger
from worker.sources.taking import Received

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

_OURS = frozenset({"message-id", "key", "nats-msg-id"})
"""Headers that say what a message is, which the letter is not."""


@dataclass(frozen=True)
class EventLetters:
    """Of one trigger, as it is set at present."""

    parts: Launching
    trigger: Trigger
    config: EventConfig
    broker: Broker
    resolve: Resolve

    async def write(self, error: NoriaError, message: Message, of: Sequence[Received]) -> None:
        """Once for each message, however often it is delivered.

        Raises:
            NodeError: The broker does not take the letter: the message is to be delivered again.
            Unavailable: The database or the blob store is away.
        """
        log.warning(
            "trigger_started_no_run",
            trigger_id=str(self.trigger.id),
            code=error.code,
            dead_letters=self.config.dead_letters,
        )
        if self.config.dead_letters == "keep":
            keys = [each.id for each in of if each.id]
            dead = Undelivered(message, error, keys)
            await message_letters.keep(self.parts.database, self.parts.blobs, self.trigger, dead)
        elif self.config.dead_letters == "publish":
            for received in of:
                await BROKERS[self.broker.scheme](
                    self.broker, self.resolve, self._letter(error, received), CONNECT_SECONDS
                )

    def _letter(self, error: NoriaError, received: Received) -> Event:
        """The message as it came, with the reason in its headers."""
        place = received.id or hashlib.sha256(received.data).hexdigest()
        headers = {
            name: value for name, value in received.headers.items() if name.lower() not in _OURS
        }
        headers |= {
            "noria-reason": " ".join(str(error).split())[:MAX_REASON_CHARS],
            "noria-error": error.code,
            "noria-subject": self.config.subject,
            "noria-message": place,
            "noria-trigger": str(self.trigger.id),
        }
        return Event(
            self.config.dead_letter_subject,
            received.data,
            f"{self.trigger.id}:{place}",
            headers,
            key=received.headers.get("key", ""),
        )
