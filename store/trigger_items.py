"""What triggers that ask for news have dealt with, and how far they have come."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import orjson
from pydantic import JsonValue
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, func, select, update

from noria.errors import TakenMeanwhile
from noria.triggers.foreign import clean
from store.database import Session
from store.trigger_tables import Trigger, TriggerFiring, TriggerItem

KEEP_ITEMS = timedelta(days=90)
"""After an item was given for the last time."""

_MOVE = text("""
    UPDATE trigger SET last_error = NULL, cursor = CAST(
        coalesce(CAST(cursor AS jsonb), '{}') || jsonb_build_object('value', CAST(:value AS jsonb))
        AS json)
    WHERE id = :id AND workspace_id = :workspace_id AND edition = :edition
""")


def cursor_of(trigger: Trigger) -> JsonValue:
    """How far it has come; None: it has not asked yet, or keeps no cursor."""
    known: dict[str, JsonValue] = trigger.cursor or {}
    return known.get("value")


def has_asked(trigger: Trigger) -> bool:
    """Whether it got an answer before."""
    return "value" in (trigger.cursor or {})


def since(trigger: Trigger) -> int:
    """The edition with which it began to ask elsewhere; 0: it has asked there from its start."""
    known: dict[str, int] = trigger.cursor or {}
    return known.get("since", 0)


def new_cursor(trigger: Trigger) -> dict[str, JsonValue]:
    """Of one that is changed to ask elsewhere from now on."""
    return {"since": trigger.edition + 1}


async def list_unseen(session: Session, *, trigger: Trigger, keys: Sequence[str]) -> set[str]:
    """Those of the keys that it has not dealt with; the others are kept for longer."""
    by_hash = {_hash(key): key for key in keys}
    statement = (
        update(TriggerItem)
        .where(
            col(TriggerItem.trigger_id) == trigger.id,
            col(TriggerItem.key_hash).in_(by_hash),
        )
        .values(seen_at=func.now())
        .returning(col(TriggerItem.key_hash))
    )
    known = (await session.exec(statement)).all()
    return set(keys) - {by_hash[bytes(row[0])] for row in known}


async def note_seen(session: Session, *, trigger: Trigger, keys: Sequence[str]) -> None:
    """It has dealt with these."""
    if not keys:
        return
    rows = [
        {"trigger_id": trigger.id, "key_hash": _hash(key), "workspace_id": trigger.workspace_id}
        for key in dict.fromkeys(keys)
    ]
    await session.exec(insert(TriggerItem).values(rows).on_conflict_do_nothing())


async def note_new(session: Session, *, trigger: Trigger, keys: Sequence[str]) -> bool:
    """It has dealt with these; False: with all of them before."""
    rows = [
        {"trigger_id": trigger.id, "key_hash": each, "workspace_id": trigger.workspace_id}
        for each in sorted({_hash(key) for key in keys})
    ]
    statement = insert(TriggerItem).values(rows).on_conflict_do_nothing()
    found = await session.exec(statement.returning(col(TriggerItem.key_hash)))
    return bool(found.all())


async def take(session: Session, *, firing: TriggerFiring, keys: Sequence[str]) -> None:
    """In the transaction of the run that deals with them all.

    Raises:
        TakenMeanwhile: One of them was dealt with meanwhile: sort out which, and come again.
    """
    if not keys:
        return
    hashes = {_hash(key) for key in keys}
    rows = [
        {"trigger_id": firing.trigger_id, "key_hash": each, "workspace_id": firing.workspace_id}
        for each in sorted(hashes)
    ]
    # Whoever takes the same ones in a transaction that still goes on is waited for.
    statement = insert(TriggerItem).values(rows).on_conflict_do_nothing()
    taken = (await session.exec(statement.returning(col(TriggerItem.key_hash)))).all()
    if len(taken) < len(hashes):
        raise TakenMeanwhile("Another worker has dealt with some of these messages meanwhile.")


async def move_cursor(session: Session, *, trigger: Trigger, value: JsonValue) -> None:
    """It has come so far, and its server answers; not if the trigger was changed meanwhile."""
    given = {
        "id": trigger.id,
        "workspace_id": trigger.workspace_id,
        "edition": trigger.edition,
        "value": orjson.dumps(value).decode(),
    }
    await (await session.connection()).execute(_MOVE, given)


async def note_error(session: Session, *, trigger: Trigger, error: str | None) -> None:
    """Why it can't fire at present."""
    statement = update(Trigger).where(
        col(Trigger.id) == trigger.id, col(Trigger.workspace_id) == trigger.workspace_id
    )
    await session.exec(statement.values(last_error=error and clean(error)[:1_000]))


async def forget_items(session: Session, *, limit: int = 5_000) -> int:
    """Delete some that have not been given for long; gives how many. Of every workspace."""
    old = (
        select(TriggerItem.trigger_id, TriggerItem.key_hash)
        .where(col(TriggerItem.seen_at) < func.now() - KEEP_ITEMS)
        .limit(limit)
        .subquery()
    )
    statement = delete(TriggerItem).where(
        col(TriggerItem.trigger_id) == old.c.trigger_id, col(TriggerItem.key_hash) == old.c.key_hash
    )
    return len((await session.exec(statement.returning(col(TriggerItem.trigger_id)))).all())


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode(errors="surrogatepass")).digest()
