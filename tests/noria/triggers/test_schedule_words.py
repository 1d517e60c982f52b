import locale
from typing import Any

import pytest

from noria.triggers.schedule import ScheduleConfig
from noria.triggers.schedule_words import in_words

CRON = {"kind": "cron", "cron": "0 9 * * 1-5", "time_zone": "Europe/Berlin"}
CALENDAR = {
    "kind": "calendar", "times": ["09:00", "12:30"], "weekdays": ["mon", "fri"], "days": [15, 1],
    "months": [3],
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "english", "german"),
    [
        (
            CRON,
            "At 09:00 AM, Monday through Friday (Europe/Berlin)",
            "Um 09:00, Montag bis Freitag (Europe/Berlin)",
        ),
        (
            CALENDAR,
            "At 09:00 and 12:30, on Monday and Friday, on day 1 and 15 of the month, in March (UTC)",
            "Um 09:00 und 12:30, am Montag und Freitag, am 1. und 15. des Monats, im März (UTC)",
        ),
        (
            {"kind": "interval", "every_s": 5_400},
            "Every 1 hour and 30 minutes",
            "Im Abstand von 1 Stunde und 30 Minuten",
        ),
        ({"kind": "interval", "every_s": 3_600}, "Every hour", "Im Abstand von 1 Stunde"),
        (
            {"kind": "interval", "every_s": 172_801},
            "Every 2 days and 1 second",
            "Im Abstand von 2 Tagen und 1 Sekunde",
        ),
    ],
)
def test_a_schedule_is_said_in_both_languages(
    given: dict[str, Any], english: str, german: str
) -> None:
    config = ScheduleConfig.model_validate(given)

    assert in_words(config) == english
    assert in_words(config, "de") == german


def test_the_machine_has_no_say_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: ("fr_FR", "UTF-8"))
    words = in_words(ScheduleConfig.model_validate(CRON))

    assert words == "At 09:00 AM, Monday through Friday (Europe/Berlin)"
