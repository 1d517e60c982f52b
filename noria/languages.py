"""The languages that people are spoken to in, and which of them a browser asks for. Pure."""

from collections.abc import Iterator
from typing import Literal, get_args

Language = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
MOST_READ = 20
"""Parts of a header: browsers send a handful."""


def language_of(accepted: str) -> Language:
    """The language that an `Accept-Language` likes best of those there are; English where it names none."""
    liked = [each for each in _weights(accepted) if each[1] > 0]
    return max(liked, key=lambda each: each[1])[0] if liked else "en"


def _weights(accepted: str) -> Iterator[tuple[Language, float]]:
    for part in accepted.split(",")[:MOST_READ]:
        tag, _, weight = part.partition(";")
        name = tag.strip().lower().partition("-")[0]
        if name in LANGUAGES:
            yield name, _number(weight)


def _number(weight: str) -> float:
    """Of `q=0.8`; what can't be read counts for nothing."""
    if not weight.strip():
        return 1.0
    try:
        return float(weight.strip().removeprefix("q="))
    except ValueError:
        return 0.0
