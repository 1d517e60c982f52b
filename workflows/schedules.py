"""Schedules in Temporal: one for each trigger of that type, named after it.

What happens while the last run still goes on is not Temporal's to decide: what a schedule starts is
over in a moment, as the run is one of its own. Noria's business keys decide: see `store.firing`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleBackfill,
    ScheduleCalendarSpec,
    ScheduleHandle,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleState,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from noria.triggers.fire_call import FireCall, ScheduleOrder
from noria.triggers.schedule_times import Calendar, calendars
from workflows.client import translated, turn_of
from workflows.names import FIRE_WORKFLOW, TASK_QUEUE


async def put_schedule(client: Client, order: ScheduleOrder) -> None:
    """Make it, or change it to this.

    Raises:
        Unavailable: Temporal does not answer.
    """
    schedule = _schedule(order)

    def update(_: ScheduleUpdateInput) -> ScheduleUpdate:
        return ScheduleUpdate(schedule)

    try:
        try:
            await client.create_schedule(schedule_id(order.trigger_id), schedule)
        except ScheduleAlreadyRunningError:
            await _handle(client, order.trigger_id).update(update)
    except RPCError as error:
        raise translated(error, order.trigger_id) from error


async def delete_schedule(client: Client, trigger_id: str) -> None:
    """Again is no error.

    Raises:
        Unavailable: Temporal does not answer.
    """
    try:
        await _handle(client, trigger_id).delete()
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise translated(error, trigger_id) from error


async def backfill_schedule(
    client: Client, trigger_id: str, since: datetime, until: datetime
) -> None:
    """Fire for the times from `since` to `until`, both included.

    Raises:
        NotFound: Temporal has no such schedule.
        Unavailable: Temporal does not answer.
    """
    # Temporal leaves out its first moment.
    before = since - timedelta(seconds=1)
    period = ScheduleBackfill(before, until, overlap=ScheduleOverlapPolicy.ALLOW_ALL)
    try:
        await _handle(client, trigger_id).backfill(period)
    except RPCError as error:
        raise translated(error, trigger_id) from error


def schedule_id(trigger_id: str) -> str:
    """Temporal's name of it."""
    return f"trigger-{trigger_id}"


def _handle(client: Client, trigger_id: str) -> ScheduleHandle:
    return client.get_schedule_handle(schedule_id(trigger_id))


def _schedule(order: ScheduleOrder) -> Schedule:
    config = order.config
    call = FireCall(trigger_id=order.trigger_id, workspace_id=order.workspace_id)
    intervals = (
        [
            ScheduleIntervalSpec(
                timedelta(seconds=config.every_s), timedelta(seconds=config.offset_s)
            )
        ]
        if config.kind == "interval" and config.every_s
        else []
    )
    return Schedule(
        action=ScheduleActionStartWorkflow(
            FIRE_WORKFLOW,
            call,
            id=f"fire-{order.trigger_id}",
            task_queue=TASK_QUEUE,
            static_summary=order.name,
            priority=turn_of(order.workspace_id),
        ),
        spec=ScheduleSpec(
            calendars=[_calendar(each) for each in calendars(config)],
            intervals=intervals,
            time_zone_name=config.time_zone,
            start_at=config.start_at,
            end_at=config.end_at,
            jitter=timedelta(seconds=config.jitter_s) if config.jitter_s else None,
        ),
        policy=SchedulePolicy(
            overlap=ScheduleOverlapPolicy.SKIP
            if order.one_at_a_time
            else ScheduleOverlapPolicy.ALLOW_ALL,
            catchup_window=timedelta(seconds=config.catch_up_s),
        ),
        state=ScheduleState(paused=order.paused),
    )


def _calendar(calendar: Calendar) -> ScheduleCalendarSpec:
    return ScheduleCalendarSpec(
        minute=_ranges(calendar.minutes),
        hour=_ranges(calendar.hours),
        day_of_month=_ranges(calendar.days),
        month=_ranges(calendar.months),
        day_of_week=_ranges(calendar.weekdays),
    )


def _ranges(numbers: Iterable[int]) -> list[ScheduleRange]:
    return [ScheduleRange(number) for number in sorted(numbers)]
