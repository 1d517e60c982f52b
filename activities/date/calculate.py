"""`date.calculate`: reads, moves, rounds and writes a time."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field

from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

Unit = Literal["years", "months", "weeks", "days", "hours", "minutes", "seconds"]
Start = Literal["year", "month", "week", "day", "hour", "minute"]


class DateCalculateConfig(Model):
    """A time and what to do with it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"time": "{{ run.started_at }}", "zone": "Europe/Berlin"}]}
    )

    time: str | float = Field(
        title="Time",
        description="ISO 8601, seconds since 1970, or text in the format below. A time without a zone "
        "is one of the zone below.",
        json_schema_extra=ui(placeholder="{{ run.started_at }}"),
    )
    read_as: str = Field(
        default="",
        title="Read as",
        description="Format of the text, as `%d.%m.%Y %H:%M`; empty: ISO 8601.",
        json_schema_extra=ui(advanced=True),
    )
    zone: str = Field(
        default="UTC", title="Time zone", description="Of the result, as `Europe/Berlin`."
    )
    add: int = Field(
        default=0, title="Add", description="May be negative.", ge=-1_000_000_000, le=1_000_000_000
    )
    unit: Unit = Field(
        default="days",
        title="Unit",
        description="Years to days keep the time of day, also where clocks change.",
        json_schema_extra=ui(widget="select"),
    )
    start_of: Start | None = Field(
        default=None,
        title="To the start of",
        description="Done after adding; weeks start on Monday.",
        json_schema_extra=ui(widget="select"),
    )
    write_as: str = Field(
        default="",
        title="Write as",
        description="Format of `text`, as `%d.%m.%Y`; empty: ISO 8601.",
    )
    until: str | float | None = Field(
        default=None,
        title="Until",
        description="Another time; `until_s` gives the seconds from the result to it.",
    )


class DateCalculateOutput(BaseModel):
    """The time in its zone, and its parts."""

    iso: str
    utc: str
    text: str
    timestamp: float
    """Seconds since 1970."""
    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    weekday: int
    """1 is Monday, 7 is Sunday."""
    week: int
    """By ISO 8601."""
    zone: str
    until_s: float | None


@node(
    "date.calculate",
    title="Date and time",
    category="Data",
    icon="calendar",
    quick=True,
    changes=False,
)
async def calculate(config: DateCalculateConfig, context: NodeContext) -> DateCalculateOutput:
    """Read a time, move it, round it, write it, and measure how far another is.

    Where clocks change, a time of day that is there twice is the first, and one that is skipped is an hour
    later. The 31st plus a month is the last day of a shorter one. A repeat gives the same.
    """
    zone = _zone(config.zone)
    try:
        moved = _start(_move(_read(config.time, config.read_as, zone), config), config.start_of)
        until = None if config.until is None else _read(config.until, config.read_as, zone)
        return _output(moved, config, until)
    except (OverflowError, OSError) as error:
        raise NodeFailed("The result is not between the years 1 and 9999.") from error


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NodeFailed(f"There is no time zone {name!r}; write it as 'Europe/Berlin'.") from error


def _read(value: str | float, form: str, zone: ZoneInfo) -> datetime:
    if not isinstance(value, str):
        return datetime.fromtimestamp(value, UTC).astimezone(zone)
    try:
        read = (
            datetime.strptime(value, form)  # noqa: DTZ007 # its zone is given just below
            if form
            else datetime.fromisoformat(value.strip())
        )
    except ValueError as error:
        expected = f"in the format {form!r}" if form else "as '2026-11-21T12:00:00Z'"
        raise NodeFailed(f"{value!r} is not a time {expected}.") from error
    return read.replace(tzinfo=zone) if read.tzinfo is None else read.astimezone(zone)


def _move(time: datetime, config: DateCalculateConfig) -> datetime:
    if config.unit in ("years", "months"):
        months = config.add * (12 if config.unit == "years" else 1)
        years, month = divmod(time.year * 12 + time.month - 1 + months, 12)
        if not 1 <= years <= 9999:
            raise OverflowError
        day = min(time.day, monthrange(years, month + 1)[1])
        return _real(time.replace(year=years, month=month + 1, day=day))
    step = timedelta(**{config.unit: config.add})
    if config.unit in ("weeks", "days"):
        return _real(time + step)
    return (time.astimezone(UTC) + step).astimezone(time.tzinfo)


def _real(time: datetime) -> datetime:
    """A time of day that clocks skip is moved on."""
    return time.astimezone(UTC).astimezone(time.tzinfo)


def _start(time: datetime, start: Start | None) -> datetime:
    if start is None:
        return time
    if start == "week":
        time = time - timedelta(days=time.weekday())
    order = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    kept = order.index("day" if start == "week" else start)
    lowest = {name: 1 if name in ("month", "day") else 0 for name in order[kept + 1 :]}
    return _real(time.replace(**lowest))  # pyright: ignore[reportArgumentType] # parts of a time only


def _output(
    time: datetime, config: DateCalculateConfig, until: datetime | None
) -> DateCalculateOutput:
    iso = time.isoformat()
    return DateCalculateOutput(
        iso=iso,
        utc=time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        text=time.strftime(config.write_as) if config.write_as else iso,
        timestamp=time.timestamp(),
        year=time.year,
        month=time.month,
        day=time.day,
        hour=time.hour,
        minute=time.minute,
        second=time.second,
        weekday=time.isoweekday(),
        week=time.isocalendar().week,
        zone=config.zone,
        until_s=None if until is None else until.timestamp() - time.timestamp(),
    )
