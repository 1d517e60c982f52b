"""The times of a schedule in words, in the reader's language. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from cron_descriptor import Options, get_description

from noria.languages import Language
from noria.triggers.german_cron import GERMAN_DAYS, GERMAN_MONTHS, german_cron
from noria.triggers.schedule import WEEKDAYS, ScheduleConfig

_UNITS = (
    (timedelta(days=1), "Tag", "Tagen"),
    (timedelta(hours=1), "Stunde", "Stunden"),
    (timedelta(minutes=1), "Minute", "Minuten"),
    (timedelta(seconds=1), "Sekunde", "Sekunden"),
)


def in_words(config: ScheduleConfig, language: Language = "en") -> str:
    """One sentence for people."""
    words = _WORDS[language, config.kind](config)
    return words if config.kind == "interval" else f"{words} ({config.time_zone})"


def _english_cron(config: ScheduleConfig) -> str:
    # Named, or the library would take the language of the machine.
    return get_description(config.cron, Options(locale_code="en_US"))


def _english_interval(config: ScheduleConfig) -> str:
    return f"Every {_every(config)} (hours:minutes:seconds)"


def _english_calendar(config: ScheduleConfig) -> str:
    when = f"At {', '.join(config.times)}"
    if config.weekdays:
        when += f", on {', '.join(config.weekdays)}"
    if config.days:
        when += f", on day {', '.join(map(str, sorted(config.days)))} of the month"
    if config.months:
        when += f", in month {', '.join(map(str, sorted(config.months)))}"
    return when


def _german_interval(config: ScheduleConfig) -> str:
    every, parts = _every(config), list[str]()
    for unit, one, many in _UNITS:
        count, every = divmod(every, unit)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
    return f"Im Abstand von {_and(parts)}"


def _german_calendar(config: ScheduleConfig) -> str:
    when = f"Um {_and(config.times)}"
    if config.weekdays:
        when += f", am {_and(GERMAN_DAYS[WEEKDAYS.index(day)] for day in config.weekdays)}"
    if config.days:
        when += f", am {_and(f'{day}.' for day in sorted(config.days))} des Monats"
    if config.months:
        when += f", im {_and(GERMAN_MONTHS[month - 1] for month in sorted(config.months))}"
    return when


def _every(config: ScheduleConfig) -> timedelta:
    return timedelta(seconds=config.every_s or 0)


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} und {last}" if first else last


_WORDS: Mapping[tuple[Language, str], Callable[[ScheduleConfig], str]] = {
    ("en", "cron"): _english_cron,
    ("en", "interval"): _english_interval,
    ("en", "calendar"): _english_calendar,
    ("de", "cron"): lambda config: german_cron(config.cron),
    ("de", "interval"): _german_interval,
    ("de", "calendar"): _german_calendar,
}
