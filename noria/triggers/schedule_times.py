"""The times of a schedule: as Temporal is told them, and the next ones. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from noria.triggers.schedule import WEEKDAYS, ScheduleConfig

ALL_DAYS = frozenset(range(1, 32))
ALL_WEEKDAYS = frozenset(range(7))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_LOOKED_AT = 10_000


@dataclass(frozen=True)
class Calendar:
    """Wall-clock minutes at which all of these fit; 0 is Sunday."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]


def calendars(config: ScheduleConfig) -> list[Calendar]:
    """What a cron line or a calendar stands for; none for an interval."""
    if config.kind == "cron":
        return _of_cron(config.cron)
    if config.kind == "interval":
        return []
    days = frozenset(config.days) or ALL_DAYS
    months = frozenset(config.months) or frozenset(range(1, 13))
    weekdays = frozenset((WEEKDAYS.index(day) + 1) % 7 for day in config.weekdays) or ALL_WEEKDAYS
    times = [each.split(":") for each in config.times]
    return [
        Calendar(frozenset({int(minute)}), frozenset({int(hour)}), days, months, weekdays)
        for hour, minute in times
    ]


def _of_cron(line: str) -> list[Calendar]:
    read = CronSim(line, datetime(2026, 1, 1))  # noqa: DTZ001 - only read
    minutes, hours = frozenset(read.minutes), frozenset(read.hours)
    days, months = frozenset(read.days), frozenset(read.months)
    weekdays = frozenset(int(str(day)) % 7 for day in read.weekdays)
    if read.day_and:
        return [Calendar(minutes, hours, days, months, weekdays)]
    # As cron does: where both are restricted, either will do.
    return [
        Calendar(minutes, hours, days, months, ALL_WEEKDAYS),
        Calendar(minutes, hours, ALL_DAYS, months, weekdays),
    ]


def next_times(config: ScheduleConfig, after: datetime, count: int) -> list[datetime]:
    """In UTC, in order; fewer than `count` where the schedule ends, or hardly ever fits."""
    start = max(after, config.start_at - timedelta(seconds=1)) if config.start_at else after
    end = config.end_at
    found = _intervals(config, start) if config.kind == "interval" else _walk(config, start)
    return list(islice(takewhile(lambda time: end is None or time <= end, found), count))


def _intervals(config: ScheduleConfig, after: datetime) -> Iterator[datetime]:
    every, offset = config.every_s or 1, config.offset_s % (config.every_s or 1)
    number = (int((after - EPOCH).total_seconds()) - offset) // every + 1
    while True:
        yield EPOCH + timedelta(seconds=number * every + offset)
        number += 1


def _walk(config: ScheduleConfig, after: datetime) -> Iterator[datetime]:
    zone = ZoneInfo(config.time_zone)
    # A clock that is put back shows the hour before once more.
    local = after.astimezone(zone).replace(tzinfo=None) - timedelta(hours=2)
    last = after
    for time in islice(_merged(calendars(config), local), MOST_LOOKED_AT):
        # Of an hour that comes twice Temporal takes the second one.
        aware = time.replace(tzinfo=zone, fold=1)
        moment = aware.astimezone(UTC)
        exists = moment.astimezone(zone).replace(tzinfo=None) == time
        if exists and moment > last:
            last = moment
            yield moment


def _merged(each: list[Calendar], after: datetime) -> Iterator[datetime]:
    lines = [_fitting(calendar, after) for calendar in each]
    following = [next(line, None) for line in lines]
    while any(following):
        first = min(time for time in following if time is not None)
        yield first
        following = [
            next(line, None) if time == first else time
            for line, time in zip(lines, following, strict=True)
        ]


def _fitting(calendar: Calendar, after: datetime) -> Iterator[datetime]:
    try:
        line = CronSim(_line(calendar), after)
    except CronSimError:
        return  # as 31 February: it never comes
    for time in islice(line, MOST_LOOKED_AT):
        if time.isoweekday() % 7 in calendar.weekdays:
            yield time


def _line(calendar: Calendar) -> str:
    days = "*" if calendar.days == ALL_DAYS else _list(calendar.days)
    weekdays = "*" if calendar.weekdays == ALL_WEEKDAYS else _list(calendar.weekdays)
    if days != "*":
        # Of two lists cron would take either: `_merged` leaves out what doesn't fit both.
        weekdays = "*"
    return f"{_list(calendar.minutes)} {_list(calendar.hours)} {days} {_list(calendar.months)} {weekdays}"


def _list(numbers: frozenset[int]) -> str:
    return ",".join(map(str, sorted(numbers)))
