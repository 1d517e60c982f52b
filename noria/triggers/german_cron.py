"""Cron lines in German. The library's own German is without every fourth part of a sentence. Pure."""

import re
from collections.abc import Mapping

from cron_descriptor import ExpressionDescriptor, Options

GERMAN_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
GERMAN_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_NAMES: Mapping[str, str] = dict(
    zip((*_DAYS, *_MONTHS), (*GERMAN_DAYS, *GERMAN_MONTHS), strict=True)
)
_NAME = re.compile(rf"\b({'|'.join(_NAMES)})\b")

PARTS: Mapping[str, str] = {
    "At ": "Um ",
    "At": "Um",
    " and": " und",
    " and ": " und ",
    "Every minute between {0} and {1}": "Jede Minute zwischen {0} und {1}",
    "at {0} seconds past the minute": "bei Sekunde {0}",
    "every second": "jede Sekunde",
    "every {0} seconds": "alle {0} Sekunden",
    "seconds {0} through {1} past the minute": "Sekunde {0} bis {1}",
    ", second {0} through second {1}": ", Sekunde {0} bis {1}",
    ", {0} through {1}": ", {0} bis {1}",
    "at {0} minutes past the hour": "bei Minute {0}",
    "every minute": "jede Minute",
    ", every minute": ", jede Minute",
    "every {0} minutes": "alle {0} Minuten",
    "minutes {0} through {1} past the hour": "Minute {0} bis {1}",
    ", minute {0} through minute {1}": ", Minute {0} bis {1}",
    "every hour": "jede Stunde",
    ", every hour": ", jede Stunde",
    "every {0} hours": "alle {0} Stunden",
    ", hour {0} through hour {1}": ", Stunde {0} bis {1}",
    "between {0} and {1}": "zwischen {0} und {1}",
    "at {0}": "um {0}",
    "first": "ersten",
    "second": "zweiten",
    "third": "dritten",
    "fourth": "vierten",
    "fifth": "fünften",
    ", on the ": ", am ",
    " {0} of the month": " {0} des Monats",
    ", on the last {0} of the month": ", am letzten {0} des Monats",
    ", or on {0}": ", oder am {0}",
    ", only on {0}": ", nur am {0}",
    ", every {0} days of the week": ", alle {0} Tage der Woche",
    ", every {0} weeks": ", alle {0} Wochen",
    ", every day": ", jeden Tag",
    ", every {0} months": ", alle {0} Monate",
    ", month {0} through month {1}": ", {0} bis {1}",
    ", only in {0}": ", nur im {0}",
    ", on the last day of the month": ", am letzten Tag des Monats",
    ", on the last weekday of the month": ", am letzten Werktag des Monats",
    "first weekday": "ersten Werktag",
    "weekday nearest day {0}": "Werktag, der Tag {0} am nächsten liegt,",
    ", on the {0} of the month": ", am {0} des Monats",
    ", {0} days before the last day of the month": ", {0} Tage vor dem letzten Tag des Monats",
    ", every {0} days": ", alle {0} Tage",
    ", between day {0} and {1} of the month": ", zwischen Tag {0} und {1} des Monats",
    ", on day {0} of the month": ", an Tag {0} des Monats",
    ", every {0} years": ", alle {0} Jahre",
    ", year {0} through year {1}": ", Jahr {0} bis {1}",
    ", starting {0}": ", beginnend {0}",
    "starting {0}": "beginnend {0}",
}
"""By what the library asks for."""

# It asks for these too, and does well with nothing.
WITHOUT = {
    "AM",
    "PM",
    "at {0} seconds past the minute [grThen20]",
    "at {0} minutes past the hour [grThen20]",
    "An error occurred when generating the expression description.  Check the cron expression syntax.",
}


class _German(ExpressionDescriptor):
    def translate(self, message: str) -> str:
        return PARTS.get(message, "")


def german_cron(line: str) -> str:
    """As `Um 09:00, Montag bis Freitag`."""
    words = _German(line, Options(locale_code="de_DE")).get_description()
    # Days and months come in the language of the process, which sets none.
    return _NAME.sub(lambda found: _NAMES[found[1]], words)
