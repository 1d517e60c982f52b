"""Times of schedules, clock changes included. Temporal's own are compared in tests/workflows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from noria.triggers.schedule import ScheduleConfig
from noria.triggers.schedule_times import next_times


def schedule(**more: Any) -> ScheduleConfig:
    return ScheduleConfig.model_validate(more)


def times(config: ScheduleConfig, after: str, count: int = 3) -> list[str]:
    start = datetime.fromisoformat(after).replace(tzinfo=UTC)
    return [time.strftime("%m-%d %H:%M") for time in next_times(config, start, count)]


def test_a_cron_line_is_of_its_time_zone() -> None:
    config = schedule(kind="cron", cron="0 9 * * 1-5", time_zone="Europe/Berlin")

    assert times(config, "2026-11-20T12:00") == ["11-23 08:00", "11-24 08:00", "11-25 08:00"]


def test_an_hour_that_is_left_out_has_no_run() -> None:
    config = schedule(kind="cron", cron="30 2 * * *", time_zone="Europe/Berlin")

    assert times(config, "2027-03-27T00:00") == ["03-27 01:30", "03-29 00:30", "03-30 00:30"]


def test_l7_an_hour_that_comes_twice_has_one_run() -> None:
    config = schedule(kind="cron", cron="30 2 * * *", time_zone="Europe/Berlin")

    assert times(config, "2027-10-30T12:00", 2) == ["10-31 01:30", "11-01 01:30"]


def test_days_of_a_month_and_of_a_week_are_either_in_cron_and_both_in_a_calendar() -> None:
    cron = schedule(kind="cron", cron="0 0 13 * 5")
    calendar = schedule(kind="calendar", times=["00:00"], days=[13], weekdays=["fri"])

    assert times(cron, "2026-11-01T00:00") == ["11-06 00:00", "11-13 00:00", "11-20 00:00"]
    assert times(calendar, "2026-11-01T00:00", 2) == ["11-13 00:00", "08-13 00:00"]


def test_intervals_are_counted_from_1970_on_and_end() -> None:
    config = schedule(
        kind="interval", every_s=3600, offset_s=600, end_at="2026-11-20T14:00:00+00:00"
    )

    assert times(config, "2026-11-20T12:10") == ["11-20 13:10"]


def test_a_day_that_never_comes_has_no_times() -> None:
    assert (
        times(schedule(kind="calendar", times=["00:00"], days=[31], months=[2]), "2026-11-20") == []
    )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "cron", "cron": "* * *"}, "five fields"),
        ({"kind": "cron", "cron": "99 * * * *"}, "bad minute"),
        ({"kind": "cron", "cron": "0 0 L * *"}, "five fields"),
        ({"kind": "cron"}, "missing"),
        ({"kind": "interval"}, "seconds"),
        ({"kind": "interval", "every_s": 1}, "greater"),
        ({"kind": "calendar", "times": ["25:00"]}, "time of the day"),
        ({"kind": "calendar", "times": ["09:00"], "days": [0]}, "1 to 31"),
        ({"kind": "interval", "every_s": 60, "time_zone": "Mars/Base"}, "time zone"),
    ],
)
def test_what_is_wrong_with_a_schedule_is_told(given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        schedule(**given)
