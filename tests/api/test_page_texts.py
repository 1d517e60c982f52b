"""Both languages have every text, with the same places for values."""

from dataclasses import asdict
from string import Formatter
from typing import get_args

import pytest

from api.page_texts import ENGLISH, GERMAN, TEXTS
from noria.languages import Language


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_every_language_has_its_texts() -> None:
    assert set(TEXTS) == set(get_args(Language))


@pytest.mark.parametrize("name", asdict(ENGLISH))
def test_a_text_has_the_same_places_in_german(name: str) -> None:
    english, german = asdict(ENGLISH)[name], asdict(GERMAN)[name]

    assert german
    assert german != english
    assert places(german) == places(english)
