"""`schedule`: times at which runs start, kept by Temporal."""

import re
from datetime import UTC, datetime
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import AwareDatetime, BaseModel, Field, JsonValue, field_validator, model_validator

from noria.model import Model
from noria.node_type import ui
from noria.triggers.trigger_type import TriggerType

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SECONDS = 86_400
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NEVER = ui(expression="never")


def _shown(kind: str, **more: str) -> dict[str, Any]:
    return ui(expression="never", show_if={"kind": kind}, **more)


class ScheduleConfig(Model):
    """Runs start at given times: by a cron line, at an interval, or by a calendar.

    Temporal keeps the schedule, so a time that comes while Noria is down is caught up with when it is
    back, if that is within the catch-up window. Each time starts one run. Times are those of the time
    zone: an hour that a clock change leaves out is left out, and of one that it repeats
    the second counts.
    """

    kind: Literal["cron", "interval", "calendar"] = Field(
        title="Kind", json_schema_extra=ui(widget="select", expression="never")
    )
    cron: str = Field(
        default="",
        title="Cron line",
        description="Minute, hour, day of the month, month, day of the week: `0 9 * * 1-5`.",
        max_length=200,
        json_schema_extra=_shown("cron", placeholder="0 9 * * 1-5"),
    )
    every_s: int | None = Field(
        default=None,
        title="Every",
        description="Seconds between two times.",
        ge=10,
        le=366 * DAY_SECONDS,
        json_schema_extra=_shown("interval", unit="s"),
    )
    offset_s: int = Field(
        default=0,
        title="Offset",
        description="Seconds by which all times are later than full intervals since 1970.",
        ge=0,
        json_schema_extra=_shown("interval", unit="s"),
    )
    times: list[str] = Field(
        default=[],
        title="Times of the day",
        description="As `09:30`.",
        max_length=48,
        json_schema_extra=_shown("calendar"),
    )
    weekdays: list[Weekday] = Field(
        default=[],
        title="Days of the week",
        description="None: every day.",
        max_length=7,
        json_schema_extra=_shown("calendar"),
    )
    days: list[int] = Field(
        default=[],
        title="Days of the month",
        description="None: every day. With days of the week, both must fit.",
        max_length=31,
        json_schema_extra=_shown("calendar"),
    )
    months: list[int] = Field(
        default=[],
        title="Months",
        description="From 1 to 12. None: every month.",
        max_length=12,
        json_schema_extra=_shown("calendar"),
    )
    time_zone: str = Field(
        default="UTC",
        title="Time zone",
        description="As `Europe/Berlin`.",
        json_schema_extra=_NEVER,
    )
    overlap: Literal["skip", "queue", "cancel_previous", "allow"] = Field(
        default="skip",
        title="While the last run still goes on",
        description="`skip` starts none; `queue` starts it afterwards; `cancel_previous` cancels the "
        "last one; `allow` starts it beside.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    catch_up_s: int = Field(
        default=3_600,
        title="Catch-up window",
        description="Seconds by which a time may be late, after an outage, and still start a run.",
        ge=10,
        le=366 * DAY_SECONDS,
        json_schema_extra=ui(unit="s", expression="never", advanced=True),
    )
    jitter_s: int = Field(
        default=0,
        title="Jitter",
        description="Each run starts up to so many seconds later, by chance.",
        ge=0,
        le=DAY_SECONDS,
        json_schema_extra=ui(unit="s", expression="never", advanced=True),
    )
    start_at: AwareDatetime | None = Field(
        default=None, title="Not before", json_schema_extra=ui(expression="never", advanced=True)
    )
    end_at: AwareDatetime | None = Field(
        default=None, title="Not after", json_schema_extra=ui(expression="never", advanced=True)
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is no time zone: write one as 'Europe/Berlin'") from error
        return name

    @field_validator("cron")
    @classmethod
    def _right_cron(cls, line: str) -> str:
        if not line:
            return line
        if len(line.split()) != 5 or re.search(r"[#LW]", re.sub("JUL|WED", "", line.upper())):
            raise ValueError(f"{line!r} is no cron line of five fields: write one as '0 9 * * 1-5'")
        try:
            CronSim(line, datetime(2026, 1, 1))  # noqa: DTZ001 - only read
        except CronSimError as error:
            raise ValueError(f"{line!r} is no cron line: {str(error).lower()}") from error
        return line

    @field_validator("times")
    @classmethod
    def _right_times(cls, times: list[str]) -> list[str]:
        for each in times:
            if not _TIME.fullmatch(each):
                raise ValueError(f"{each!r} is no time of the day: write it as '09:30'")
        return sorted(set(times))

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind == "cron" and not self.cron:
            raise ValueError("a cron line is missing")
        if self.kind == "interval" and not self.every_s:
            raise ValueError("say how many seconds are between two times")
        if self.kind == "calendar" and not self.times:
            raise ValueError("a calendar needs at least one time of the day")
        if not set(self.days) <= set(range(1, 32)) or not set(self.months) <= set(range(1, 13)):
            raise ValueError("days of the month go from 1 to 31, months from 1 to 12")
        if self.start_at and self.end_at and self.end_at <= self.start_at:
            raise ValueError("the end comes before the start")
        return self


class ScheduleMessage(BaseModel):
    """When the run was due."""

    scheduled_for: str
    """ISO 8601, in UTC."""
    local_time: str
    """The same in the schedule's time zone."""
    time_zone: str


def message_for(config: ScheduleConfig, due: datetime) -> dict[str, JsonValue]:
    """What a run is started with that was due then."""
    moment = due.astimezone(UTC)
    return {
        "scheduled_for": moment.isoformat(),
        "local_time": moment.astimezone(ZoneInfo(config.time_zone)).isoformat(),
        "time_zone": config.time_zone,
    }


SCHEDULE = TriggerType(
    name="schedule",
    title="Schedule",
    icon="calendar-clock",
    config=ScheduleConfig,
    source="schedule",
    output=ScheduleMessage,
)
