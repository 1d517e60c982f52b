"""Schedules: telling Temporal of them, their next times, and firing for times that are past."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Query, status
from pydantic import AwareDatetime

from api.access import Editor, Reader
from api.audit import audited
from api.reader_language import ReaderLanguage
from api.schemas.triggers import BackfillCreate, SchedulePreview, ScheduleTimes
from api.services import Parts, Services
from noria.errors import Conflict, Invalid, NotFound, Unavailable
from noria.languages import Language
from noria.triggers.registry import read_config
from noria.triggers.schedule import ScheduleConfig
from noria.triggers.schedule_times import next_times
from noria.triggers.schedule_words import in_words
from noria.triggers.timing import timed_types
from store import trigger_schedules, triggers
from store.trigger_tables import Trigger

MAX_BACKFILL = 1_000

router = APIRouter(tags=["triggers"])
log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def tell(parts: Services, trigger: Trigger) -> None:
    """Temporal hears of a schedule as it is now; while it is away, a worker tells it later."""
    if trigger.type not in timed_types():
        return
    try:
        await parts.runs.put_schedule(trigger_schedules.order_of(trigger))
    except Unavailable:
        log.warning("schedule_left_behind", trigger_id=str(trigger.id))
        return
    async with parts.database.sessions.begin() as session:
        await trigger_schedules.note_synced(session, trigger=trigger)


async def forget(parts: Services, trigger: Trigger) -> None:
    """Of a deleted trigger; while Temporal is away, its next firing deletes the schedule."""
    if trigger.type not in timed_types():
        return
    try:
        await parts.runs.delete_schedule(str(trigger.id))
    except Unavailable:
        log.warning("schedule_left_behind", trigger_id=str(trigger.id))


@router.post("/schedule-preview")
async def preview_schedule(
    body: SchedulePreview, caller: Reader, language: ReaderLanguage
) -> ScheduleTimes:
    """What a config comes to, in words, and its next times; nothing is kept."""
    config = read_config(trigger_schedules.TYPE, body.config)
    assert isinstance(config, ScheduleConfig)
    return _times(config, 10, language)


def _period(
    since: AwareDatetime | None = None, until: AwareDatetime | None = None
) -> tuple[datetime, datetime] | None:
    return (since, until) if since and until else None


Period = Annotated[tuple[datetime, datetime] | None, Depends(_period)]


@router.get("/triggers/{trigger_id}/times")
async def list_times(
    trigger_id: UUID,
    caller: Reader,
    parts: Parts,
    language: ReaderLanguage,
    count: Annotated[int, Query(ge=1, le=100)] = 10,
    period: Period = None,
) -> ScheduleTimes:
    """The next times of a schedule; none while it is paused. Or those of a past period."""
    trigger = await _schedule(parts, caller.workspace_id, trigger_id)
    config = ScheduleConfig.model_validate(trigger.config)
    if period:
        past = _past_times(config, *period)
        return ScheduleTimes(words=in_words(config, language), times=past)
    return _times(config, 0 if trigger.paused_at else count, language)


@router.post("/triggers/{trigger_id}/backfill", status_code=status.HTTP_202_ACCEPTED)
async def backfill_trigger(
    trigger_id: UUID, body: BackfillCreate, caller: Editor, parts: Parts, language: ReaderLanguage
) -> ScheduleTimes:
    """Start the runs of a past period. A time that has its run gets no second one."""
    trigger = await _schedule(parts, caller.workspace_id, trigger_id)
    if trigger.paused_at:
        raise Conflict("A paused schedule starts nothing: resume it first.")
    config = ScheduleConfig.model_validate(trigger.config)
    times = _past_times(config, body.since, body.until)
    async with audited(parts, caller, "trigger.backfill", trigger_id, count=len(times)):
        await parts.runs.backfill(str(trigger_id), body.since, body.until)
    return ScheduleTimes(words=in_words(config, language), times=times)


def _past_times(config: ScheduleConfig, since: datetime, until: datetime) -> list[datetime]:
    if until <= since or until > datetime.now(UTC):
        raise Invalid("Give a period that is over: 'until' after 'since', and not ahead.")
    times = [time for time in next_times(config, since, MAX_BACKFILL + 1) if time <= until]
    if len(times) > MAX_BACKFILL:
        raise Invalid(f"The period has more than {MAX_BACKFILL:,} times: give a shorter one.")
    return times


def _times(config: ScheduleConfig, count: int, language: Language) -> ScheduleTimes:
    times = next_times(config, datetime.now(UTC), count)
    return ScheduleTimes(words=in_words(config, language), times=times)


async def _schedule(parts: Services, workspace_id: UUID, trigger_id: UUID) -> Trigger:
    async with parts.database.sessions.begin() as session:
        found = await triggers.get_trigger(
            session, workspace_id=workspace_id, trigger_id=trigger_id
        )
    if found.trigger.type != trigger_schedules.TYPE:
        raise NotFound("schedule", trigger_id)
    return found.trigger
