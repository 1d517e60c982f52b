"""Rows of triggers as they are sent."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from api.schemas.triggers import LastFiringRead, TriggerRead
from noria.languages import Language
from noria.triggers.mapping import MessageMapping
from noria.triggers.registry import load_trigger_types
from noria.triggers.schedule import ScheduleConfig
from noria.triggers.schedule_times import next_times
from noria.triggers.schedule_words import in_words
from store import trigger_schedules, triggers
from store.database import Session
from store.trigger_tables import Trigger, TriggerFiring
from store.triggers import NamedTrigger

ADDRESSES = {
    "webhook": ("/hooks/", "/hook-tests/"),
    "form": ("/forms/", None),
    "chat": ("/chats/", None),
}
"""By type: where it fires, and where samples are captured."""
Health = Literal["ok", "failing", "paused", "unused"]


async def read_triggers(
    session: Session, rows: Sequence[NamedTrigger], language: Language
) -> list[TriggerRead]:
    """With the last firing of each."""
    last = await triggers.last_firings(session, trigger_ids=[row.trigger.id for row in rows])
    return [read_trigger(row, last.get(row.trigger.id), language) for row in rows]


def read_trigger(row: NamedTrigger, last: TriggerFiring | None, language: Language) -> TriggerRead:
    """One of them."""
    trigger = row.trigger
    health, detail = _health(trigger, last)
    words, next_time = _when(trigger, language)
    fires, captures = ADDRESSES.get(trigger.type, (None, None))
    return TriggerRead(
        id=trigger.id,
        workflow_id=trigger.workflow_id,
        workflow_name=row.workflow_name,
        type=trigger.type,
        name=trigger.name,
        config=trigger.config,
        mapping=MessageMapping.model_validate(trigger.mapping),
        paused=trigger.paused_at is not None,
        url=f"{fires}{trigger.path}" if fires else None,
        test_url=f"{captures}{trigger.path}" if captures else None,
        words=words,
        next_time=next_time,
        health=health,
        health_detail=detail,
        last_firing=LastFiringRead.model_validate(last) if last else None,
        created_at=trigger.created_at,
        updated_at=trigger.updated_at,
    )


def _when(trigger: Trigger, language: Language) -> tuple[str, datetime | None]:
    """In words, those of a schedule in the language; and the next time where there is one."""
    if trigger.type == trigger_schedules.TYPE:
        config = ScheduleConfig.model_validate(trigger.config)
        count = 0 if trigger.paused_at else 1
        times = next_times(config, datetime.now(UTC), count)
        return in_words(config, language), next(iter(times), None)
    known = load_trigger_types().get(trigger.type)
    if known is None:
        return "This installation has no such trigger type any more.", None
    return known.words(known.config.model_validate(trigger.config)), None


def _health(trigger: Trigger, last: TriggerFiring | None) -> tuple[Health, str | None]:
    if trigger.paused_at is not None:
        return "paused", None
    if trigger.last_error:
        return "failing", trigger.last_error
    if last is None:
        return "unused", None
    return ("failing", last.detail) if last.outcome == "failed" else ("ok", None)
