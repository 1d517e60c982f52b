import pytest

from activities.date.calculate import calculate
from noria.errors import NodeFailed
from tests.activities.nodes import run


@pytest.mark.parametrize(
    ("config", "iso"),
    [
        ({"time": "2026-01-31T10:00:00Z", "add": 1, "unit": "months"}, "2026-02-28T10:00:00+00:00"),
        ({"time": "2024-02-29", "add": 1, "unit": "years"}, "2025-02-28T00:00:00+00:00"),
        # The clock goes forward at 2:00 on 2026-03-29 in Berlin.
        ({"time": "2026-03-28T12:00", "zone": "Europe/Berlin", "add": 1}, "2026-03-29T12:00:00+02:00"),
        ({"time": "2026-03-28T12:00", "zone": "Europe/Berlin", "add": 24, "unit": "hours"},
         "2026-03-29T13:00:00+02:00"),
        ({"time": "2026-03-28T02:30", "zone": "Europe/Berlin", "add": 1}, "2026-03-29T03:30:00+02:00"),
        ({"time": 0, "add": -1, "unit": "seconds"}, "1969-12-31T23:59:59+00:00"),
        ({"time": "2026-11-21T12:34:56Z", "start_of": "week"}, "2026-11-16T00:00:00+00:00"),
        ({"time": "2026-11-21T12:34:56Z", "start_of": "hour"}, "2026-11-21T12:00:00+00:00"),
        ({"time": "2026-11-21T12:34:56Z", "start_of": "year"}, "2026-01-01T00:00:00+00:00"),
        ({"time": "21.11.2026", "read_as": "%d.%m.%Y"}, "2026-11-21T00:00:00+00:00"),
    ],
)  # fmt: skip
async def test_times_are_moved_and_rounded(config: dict[str, object], iso: str) -> None:
    assert (await run(calculate, config))["iso"] == iso


async def test_parts_formats_and_the_way_to_another_time() -> None:
    config = {"time": "2026-11-21T23:30:00Z", "zone": "Asia/Tokyo", "write_as": "%d.%m.%Y",
              "until": "2026-11-22T00:00:00Z"}  # fmt: skip

    output = await run(calculate, config)

    assert output["iso"] == "2026-11-22T08:30:00+09:00"
    assert (output["utc"], output["text"]) == ("2026-11-21T23:30:00Z", "22.11.2026")
    assert (output["weekday"], output["week"], output["until_s"]) == (7, 47, 1800.0)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"time": "soon"}, "'soon' is not a time as"),
        ({"time": "x", "read_as": "%Y"}, "in the format '%Y'"),
        ({"time": 0, "zone": "Mars/Base"}, "no time zone 'Mars/Base'"),
        ({"time": "9999-12-31", "add": 1}, "between the years"),
        ({"time": "9999-12-31", "add": 1, "unit": "months"}, "between the years"),
        ({"time": 0, "add": 1_000_000_000, "unit": "weeks"}, "between the years"),
        ({"time": 1e18}, "between the years"),
    ],
)
async def test_what_is_no_time_is_refused(config: dict[str, object], message: str) -> None:
    with pytest.raises(NodeFailed, match=message):
        await run(calculate, config)
