"""Asks for the news of `poll` and `email` triggers: each new item starts one run.

What was dealt with is kept by key, and the cursor moves only when all before it was: a worker that
dies in between deals with the same items again, and finds the runs that it has started.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import structlog
from pydantic import JsonValue

from activities.redaction import redacting
from noria.context import NodeContext
from noria.errors import NoriaError, Unavailable
from noria.model import NodeId, PortName
from noria.plan import PlanStep
from noria.run import Scope
from noria.step_calls import StepCall
from store import firing, message_letters, trigger_items
from store.database import OUTAGES
from store.firing import Fired, Message
from store.launch import Launching
from store.message_letters import Undelivered
from store.trigger_tables import Trigger

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

SECONDS = 30.0
"""For one answer."""
AT_ONCE = 200
"""Items dealt with at one time; more wait for the next."""

ContextMaker = Callable[[StepCall], NodeContext]


@dataclass(frozen=True)
class Item:
    """One piece of news."""

    key: str
    payload: JsonValue
    error: NoriaError | None = None
    """Why no run can be started with it."""


@dataclass(frozen=True)
class News:
    """What an answer holds."""

    items: list[Item]
    cursor: JsonValue
    """How far it goes."""
    left_out: str = ""
    """Why what there was is not among the items."""


Ask = Callable[[Trigger, JsonValue, NodeContext], Awaitable[News]]
"""Of one type: the answer, from this cursor on."""


class Polling:
    """Implements `worker.triggers.Poller`."""

    def __init__(self, parts: Launching, contexts: ContextMaker, askers: Mapping[str, Ask]) -> None:
        self._parts = parts
        self._contexts = contexts
        self._askers = askers

    async def poll(self, trigger: Trigger) -> int:
        """Deal with what is new; gives how much that is. What goes wrong is on the trigger.

        Raises:
            Unavailable: The database or Temporal is away.
        """
        try:
            return await self._poll(trigger)
        except (Unavailable, *OUTAGES):
            raise
        except NoriaError as error:
            log.info("poll_failed", trigger_id=str(trigger.id), code=error.code)
            why = str(error)
        # Whatever it is, people must see that nothing comes; a library may quote a secret.
        except Exception as error:
            log.exception("poll_broke", trigger_id=str(trigger.id))
            why = f"It broke off with {type(error).__name__}: the worker's log says more."
        async with self._parts.database.sessions.begin() as session:
            await trigger_items.note_error(session, trigger=trigger, error=why)
        return 0

    async def _poll(self, trigger: Trigger) -> int:
        with redacting():
            context = self._contexts(call_of(trigger))
            ask = self._askers[trigger.type]
            news = await ask(trigger, trigger_items.cursor_of(trigger), context)
        return await self._deal(trigger, news)

    async def _deal(self, trigger: Trigger, news: News) -> int:
        by_key = {item.key: item for item in news.items}
        async with self._parts.database.sessions.begin() as session:
            unseen = await trigger_items.list_unseen(session, trigger=trigger, keys=list(by_key))
        new = [item for key, item in by_key.items() if key in unseen]
        skips = not trigger_items.has_asked(trigger) and trigger.config.get("first") == "skip"
        now = new if skips else new[:AT_ONCE]
        for item in now:
            if not skips:
                await self._fire(trigger, item)
                await self._seen(trigger, [item.key])
        if skips:
            await self._seen(trigger, [item.key for item in now])
        if len(now) == len(new):
            async with self._parts.database.sessions.begin() as session:
                await trigger_items.move_cursor(session, trigger=trigger, value=news.cursor)
            if news.left_out:
                await firing.note(self._parts, trigger, Fired("skipped", None, news.left_out))
        return 0 if skips else len(now)

    async def _fire(self, trigger: Trigger, item: Item) -> None:
        if item.error is not None:
            failed = Fired("failed", None, str(item.error))
            await firing.note(self._parts, trigger, failed, item.key)
            return
        message = Message(item.payload, id=item.key)
        try:
            await firing.fire(self._parts, trigger, message)
        except Unavailable:
            raise
        except NoriaError as error:
            # Trying again would give the same answer: it is kept until a person has mended that.
            log.warning("trigger_started_no_run", trigger_id=str(trigger.id), code=error.code)
            dead = Undelivered(message, error, [item.key])
            await message_letters.keep(self._parts.database, self._parts.blobs, trigger, dead)

    async def _seen(self, trigger: Trigger, keys: list[str]) -> None:
        async with self._parts.database.sessions.begin() as session:
            await trigger_items.note_seen(session, trigger=trigger, keys=keys)


def call_of(trigger: Trigger) -> StepCall:
    """What a node is told that asks in the trigger's name."""
    step = PlanStep(
        id=NodeId("poll"),
        type=trigger.type,
        name=trigger.name,
        lane="activity",
        ports=(PortName("out"),),
    )
    return StepCall(
        run_id=str(uuid4()),
        workspace_id=str(trigger.workspace_id),
        step=step,
        scope=Scope(),
        seed=str(trigger.id),
        now=datetime.now(UTC),
    )
