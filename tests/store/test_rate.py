"""How a rate spreads starts."""

from datetime import UTC, datetime, timedelta

from store.rate import Rate

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def starts(rate: Rate, count: int, now: datetime = NOON) -> list[float]:
    """Seconds after noon."""
    used: datetime | None = None
    found: list[float] = []
    for _ in range(count):
        start_at, used = rate.take(used, now)
        found.append((start_at - NOON).total_seconds())
    return found


def test_the_first_ones_come_at_once_and_the_others_evenly() -> None:
    assert starts(Rate(3, 30), 6) == [0, 0, 0, 10, 20, 30]


def test_a_rate_that_rested_starts_anew() -> None:
    rate = Rate(1, 10)
    _, used = rate.take(None, NOON)
    later = NOON + timedelta(hours=1)

    assert rate.take(used, later)[0] == later
    assert rate.take(used, NOON + timedelta(seconds=4))[0] == NOON + timedelta(seconds=10)
