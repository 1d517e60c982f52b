from datetime import UTC, datetime, timedelta

from noria.waits import MAX_REMINDERS, EventAsked, OpenWait

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def wait(**more: object) -> OpenWait:
    asked = EventAsked(key="k")
    return OpenWait.model_validate({"wait_id": "w", "asked": asked, "since": NOON, **more})


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


def test_without_a_timeout_nothing_is_to_be_done() -> None:
    assert wait().wakes_at is None
    assert not wait().has_timed_out(minutes(1e6))


def test_reminders_come_until_the_timeout() -> None:
    times = [
        wait(until=minutes(5), remind_every_s=120, reminders=number).wakes_at for number in range(4)
    ]

    assert times == [minutes(2), minutes(4), minutes(5), minutes(5)]


def test_reminders_end_some_time() -> None:
    assert wait(remind_every_s=1, reminders=MAX_REMINDERS).wakes_at is None


def test_it_times_out_at_its_time() -> None:
    assert not wait(until=minutes(1)).has_timed_out(minutes(0.9))
    assert wait(until=minutes(1)).has_timed_out(minutes(1))
