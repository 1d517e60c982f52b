import pytest

from noria.languages import Language, language_of


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("fr, de;q=0.5, en;q=0.7", "en"),
        ("en;q=0.9,de-AT;q=0.2,de;q=0.95", "de"),
        ("de,en", "de"),
        ("en,de", "en"),
    ],
)
def test_the_language_that_is_liked_best_is_spoken(accepted: str, language: Language) -> None:
    assert language_of(accepted) == language


@pytest.mark.parametrize(
    "accepted", ["", "*", "fr", "de;q=0", "de;q=x", "de;q=nan", ";;,,", "deutsch"]
)
def test_english_is_spoken_where_no_other_is_asked_for(accepted: str) -> None:
    assert language_of(accepted) == "en"
