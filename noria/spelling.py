"""Which name was meant. Guessing costs, so that a graph full of mistakes gets only its first guesses."""

from collections.abc import Collection
from difflib import get_close_matches

LONGEST_NAME = 64
COMPARISONS = 20_000
"""About half a second."""


class Speller:
    """Guesses until its comparisons are used up."""

    def __init__(self, comparisons: int = COMPARISONS) -> None:
        self._left = comparisons

    def closest(self, name: str, known: Collection[str]) -> str | None:
        """The known name that is most like this one, if any is."""
        if len(name) > LONGEST_NAME or self._left < len(known):
            return None
        self._left -= len(known)
        return next(iter(get_close_matches(name, known, n=1)), None)
