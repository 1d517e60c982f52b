import inspect
import re

import pytest
from cron_descriptor import ExpressionDescriptor

from noria.triggers.german_cron import PARTS, WITHOUT, german_cron

PLACE = re.compile(r"\{\d\}")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("0 9 * * 1-5", "Um 09:00, Montag bis Freitag"),
        ("30 8 1 * *", "Um 08:30, an Tag 1 des Monats"),
        ("0 0 1,15 3 *", "Um 00:00, an Tag 1 und 15 des Monats, nur im März"),
        ("15 22 * * mon,wed", "Um 22:15, nur am Montag und Mittwoch"),
        ("0 9 1-7 * 1", "Um 09:00, zwischen Tag 1 und 7 des Monats, oder am Montag"),
        (
            "5/15 9 * * *",
            "Alle 15 Minuten, beginnend bei Minute 5, zwischen 09:00 und 09:59",
        ),
        ("0 */6 * * *", "Alle 6 Stunden"),
    ],
)
def test_a_cron_line_is_said_in_german(line: str, words: str) -> None:
    assert german_cron(line) == words


def test_no_part_that_the_library_asks_for_is_left_out() -> None:
    """It leaves out of a sentence what is missing, without a word."""
    asked = re.findall(r'translate\(\s*"([^"]*)"', inspect.getsource(ExpressionDescriptor))

    assert len(asked) > 30
    assert set(asked) - PARTS.keys() - WITHOUT == set()
    assert PARTS.keys() - set(asked) == set()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_keeps_its_places(part: str) -> None:
    kept = set(PLACE.findall(PARTS[part]))

    assert kept == set(PLACE.findall(part))
