"""How long a server asks us to wait."""

from datetime import UTC, datetime, timedelta

import pytest

from activities.answers import asked_wait

NOW = datetime(2026, 11, 21, 8, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", timedelta(seconds=7)),
        (" 120 ", timedelta(minutes=2)),
        ("Sat, 21 Nov 2026 08:00:30 GMT", timedelta(seconds=30)),
        ("Saturday, 21-Nov-26 08:00:30 GMT", timedelta(seconds=30)),
        ("Sat, 21 Nov 2026 09:00:30 +0100", timedelta(seconds=30)),
        ("Sat, 21 Nov 2026 08:00:30 -0000", timedelta(seconds=30)),
    ],
)
def test_reads_seconds_and_dates(text: str, expected: timedelta) -> None:
    assert asked_wait(text, now=NOW) == expected


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "1.5", "soon", "Sat, 21 Nov 2026 07:59:00 GMT", "Sat, 99 Nov 2026", "²"]
)
def test_what_says_nothing_useful_is_none(text: str) -> None:
    assert asked_wait(text, now=NOW) is None


@pytest.mark.parametrize("text", ["86400", "9" * 400, "Sat, 21 Nov 2099 08:00:00 GMT"])
def test_nobody_parks_a_run_for_long(text: str) -> None:
    assert asked_wait(text, now=NOW) == timedelta(hours=1)
