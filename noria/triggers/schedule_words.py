"""The times of a schedule in words, in the reader's language. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from cron_descriptor import Options, get_description

from noria.languages import Language
from noria.triggers.german_cron import GERMAN_DAYS, GERMAN_MONTHS, german_cron
from noria.triggers.schedule import WEEKDAYS, ScheduleConfig

_UNITS: Mapping[Language, Sequence[tuple[timedelta, str, str]]] = {
    "en": (
        (timedelta(days=1), "day", "days"),
        (timedelta(hours=1), "hour", "hours"),
        (timedelta(minutes=1), "minute", "minutes"),
        (timedelta(seconds=1), "second", "seconds"),
    ),
    "de": (
        (timedelta(days=1), "Tag", "Tagen"),
        (timedelta(hours=1), "Stunde", "Stunden"),
        (timedelta(minutes=1), "Minute", "Minuten"),
        (timedelta(seconds=1), "Sekunde", "Sekunden"),
    ),
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def in_words(config: ScheduleConfig, language: Language = "en") -> str:
    """One sentence for people."""
    words = _WORDS[language, config.kind](config)
    return words if config.kind == "interval" else f"{words} ({config.time_zone})"


def _english_cron(config: ScheduleConfig) -> str:
    # Named, or the library would take the language of the machine.
    return get_description(config.cron, Options(locale_code="en_US"))


def _english_interval(config: ScheduleConfig) -> str:
    parts = _parts(config, "en")
    # "Every hour", not "every 1 hour".
    return f"Every {parts[0].removeprefix('1 ') if len(parts) == 1 else _and(parts, 'and')}"


def _english_calendar(config: ScheduleConfig) -> str:
    when = f"At {_and(config.times, 'and')}"
    if config.weekdays:
        when += f", on {_and((_DAYS[WEEKDAYS.index(day)] for day in config.weekdays), 'and')}"
    if config.days:
        when += f", on day {_and(map(str, sorted(config.days)), 'and')} of the month"
    if config.months:
        when += f", in {_and((_MONTHS[month - 1] for month in sorted(config.months)), 'and')}"
    return when


def _german_interval(config: ScheduleConfig) -> str:
    return f"Im Abstand von {_and(_parts(config, 'de'))}"


def _german_calendar(config: ScheduleConfig) -> str:
    when = f"Um {_and(config.times)}"
    if config.weekdays:
        when += f", am {_and(GERMAN_DAYS[WEEKDAYS.index(day)] for day in config.weekdays)}"
    if config.days:
        when += f", am {_and(f'{day}.' for day in sorted(config.days))} des Monats"
    if config.months:
        when += f", im {_and(GERMAN_MONTHS[month - 1] for month in sorted(config.months))}"
    return when


def _parts(config: ScheduleConfig, language: Language) -> list[str]:
    """The interval, the largest unit first."""
    left, parts = timedelta(seconds=config.every_s or 0), list[str]()
    for unit, one, many in _UNITS[language]:
        count, left = divmod(left, unit)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return parts


def _and(words: Iterable[str], and_: str = "und") -> str:
    *first, last = words
    return f"{', '.join(first)} {and_} {last}" if first else last


_WORDS: Mapping[tuple[Language, str], Callable[[ScheduleConfig], str]] = {
    ("en", "cron"): _english_cron,
    ("en", "interval"): _english_interval,
    ("en", "calendar"): _english_calendar,
    ("de", "cron"): lambda config: german_cron(config.cron),
    ("de", "interval"): _german_interval,
    ("de", "calendar"): _german_calendar,
}
