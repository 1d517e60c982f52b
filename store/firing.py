"""A trigger fires: from a message to a run, or to a note of why there is none.

A message with an id starts one run, whoever delivers it and however often: the id is in the run's
idempotency key, which is unique in the workspace for as long as the run is kept.
"""

import asyncio
import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from pydantic import JsonValue

from noria.blobs import BLOB_THRESHOLD_BYTES, size_of
from noria.errors import Conflict, NoriaError, Unavailable
from noria.triggers.mapping import Mapped, MessageMapping, map_message
from noria.triggers.timing import is_pulled
from store import triggers
from store.ids import new_id
from store.launch import KeyPolicy, Launching, Order, launch
from store.tables import TRIGGER_KINDS
from store.trigger_tables import Trigger
from store.triggers import Outcome, new_firing

_PLAIN_ID = re.compile(r"[\x21-\x7e]{1,100}")


@dataclass(frozen=True)
class Message:
    """What made a trigger fire."""

    payload: JsonValue
    id: str | None = None
    """What the sender calls it; None starts a run each time."""
    key: str | None = None
    """Business key, whatever the trigger's mapping says."""
    key_policy: KeyPolicy | None = None
    """None: as the trigger's mapping says."""
    draft: bool = False
    """Run the draft, as a test."""
    account_id: UUID | None = None
    """Who asked for it, where that is not who made the trigger."""
    behind: bool = False
    """Don't wait until Temporal has heard of the run: it is recorded, and that is what counts."""
    awaited: bool = False
    """Somebody waits for what the run answers."""
    run_id: UUID = field(default_factory=new_id)
    """Of the run, if it is a new one."""
    items: tuple[str, ...] = ()
    """Keys of what it is made of: the run is recorded with them, or not at all where one is known."""
    filtered: bool = False
    """The trigger's filter was asked before."""


@dataclass(frozen=True)
class Fired:
    """What became of a message."""

    outcome: Outcome
    run_id: UUID | None
    detail: str | None = None


async def fire(parts: Launching, trigger: Trigger, message: Message) -> Fired:
    """Start the run that the message asks for, and note what became of it.

    Raises:
        Unavailable: Nothing was started and nothing is noted: deliver the message again.
        NoriaError: The message starts no run, however often it comes; that is noted.
    """
    try:
        fired = await _fire(parts, trigger, message)
    except Unavailable:
        raise
    except Conflict as error:
        outcome: Outcome = "skipped" if _gives_way(error) else "failed"
        await note(parts, trigger, Fired(outcome, None, str(error)), message.id)
        raise
    except NoriaError as error:
        await note(parts, trigger, Fired("failed", None, str(error)), message.id)
        raise
    if fired.outcome != "started":
        await note(parts, trigger, fired, message.id)
    return fired


def _gives_way(error: NoriaError) -> bool:
    """Whether there is no run because another one goes on, as the trigger's settings want it.

    A message that nobody sends again is kept as a dead letter all the same.
    """
    return isinstance(error, Conflict) and "run_id" in error.details


async def note(
    parts: Launching, trigger: Trigger, fired: Fired, message_id: str | None = None
) -> None:
    """Add it to the trigger's history."""
    firing = new_firing(
        trigger, fired.outcome, run_id=fired.run_id, message_id=message_id, detail=fired.detail
    )
    async with parts.database.sessions.begin() as session:
        await triggers.note_firing(session, firing=firing)


async def _fire(parts: Launching, trigger: Trigger, message: Message) -> Fired:
    mapped = await _map(trigger, message)
    if not mapped.passes:
        return Fired("skipped", None, "The filter does not let this message through.")
    key = idempotency_key(trigger.id, message.id) if message.id else None
    order = Order(
        workspace_id=trigger.workspace_id,
        workflow_id=trigger.workflow_id,
        account_id=message.account_id or trigger.account_id,
        input=mapped.input,
        version=None,
        draft=message.draft,
        idempotency_key=key,
        # The same for whatever comes under the id: another body must not start another run.
        request_hash=hashlib.sha256(key.encode()).digest() if key else None,
        key=message.key or mapped.key,
        key_policy=message.key_policy or _key_policy(trigger),
        run_id=message.run_id,
        trigger=_kind(trigger),
        behind=message.behind,
        awaited=message.awaited,
        firing=new_firing(
            trigger, "started", message_id=message.id, sample=_kept(trigger, message)
        ),
        items=message.items,
    )
    run_id = await launch(parts, order)
    if run_id == order.run_id:
        return Fired("started", run_id)
    return Fired("duplicate", run_id, "The run of this message, or of its key, was started before.")


async def _map(trigger: Trigger, message: Message) -> Mapped:
    mapping = MessageMapping.model_validate(trigger.mapping)
    if message.filtered:
        mapping = mapping.model_copy(update={"filter": ""})
    if mapping == MessageMapping():
        return Mapped(passes=True, input=message.payload, key=None)
    seed = f"{trigger.id}:{message.id or message.run_id}"
    return await asyncio.to_thread(
        map_message, mapping, message.payload, now=datetime.now(UTC), seed=seed
    )


def _key_policy(trigger: Trigger) -> KeyPolicy:
    policy = MessageMapping.model_validate(trigger.mapping).key_policy
    if policy != "auto":
        return policy
    return "queue" if is_pulled(trigger.type) else "join"


def _kept(trigger: Trigger, message: Message) -> JsonValue:
    """The message, where the run's input is another value: else that is its own sample."""
    mapped = MessageMapping.model_validate(trigger.mapping).input is not None
    if not mapped or message.draft or size_of(message.payload) > BLOB_THRESHOLD_BYTES:
        return None
    return message.payload


def _kind(trigger: Trigger) -> str:
    """As it is kept with the run: what packages bring counts as events."""
    return trigger.type if trigger.type in TRIGGER_KINDS else "event"


def idempotency_key(trigger_id: UUID, message_id: str) -> str:
    """Of the run that a message starts."""
    plain = _PLAIN_ID.fullmatch(message_id)
    name = (
        message_id
        if plain
        else hashlib.sha256(message_id.encode(errors="surrogatepass")).hexdigest()
    )
    return f"trigger:{trigger_id}:{name}"
