"""Ranks a few short texts by the words they share with a question (BM25), in English and German.

For lists that fit into memory, as the gallery's templates; knowledge bases have Milvus for it.
"""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence

from noria.knowledge.little_words import LITTLE_WORDS

SATURATION, LENGTH = 1.2, 0.5
"""BM25's k1 and b: texts of a few lines differ in length without meaning much by it."""
PART = 0.6
"""What a word counts that another one begins with, as "Kunde" in "Kundenanfrage"."""
LEAST_CHARS = 4
_WORD = re.compile(r"\w+")
_ENDINGS = (
    "ungen", "ungs", "ung", "ing", "ies", "ern", "est", "ed", "en", "er", "em", "es", "ly", "s", "e", "n", "y",
)  # fmt: skip
_LITTLE = LITTLE_WORDS | {"workflow"}


def words_of(text: str) -> list[str]:
    """Without little words, endings and accents."""
    found = _WORD.findall(text.lower())
    return [_stem(word) for word in found if word not in _LITTLE]


def rank(query: str, texts: Mapping[str, str]) -> dict[str, float]:
    """Those that share a word with the query, with their scores; higher is better."""
    asked = list(dict.fromkeys(words_of(query)))
    split = {key: words_of(text) for key, text in texts.items()}
    average = sum(map(len, split.values())) / max(len(split), 1) or 1.0
    scores: dict[str, float] = {}
    for word in asked:
        counts = {key: _count(word, words) for key, words in split.items()}
        having = sum(count > 0 for count in counts.values())
        rarity = math.log(1 + (len(split) - having + 0.5) / (having + 0.5))
        for key, count in counts.items():
            if count:
                long = 1 - LENGTH + LENGTH * len(split[key]) / average
                gain = rarity * count * (SATURATION + 1) / (count + SATURATION * long)
                scores[key] = scores.get(key, 0.0) + gain
    return scores


def has_all(query: str, text: str) -> bool:
    """Whether every word that counts is in a text; false where none counts."""
    asked, words = words_of(query), words_of(text)
    return bool(asked) and all(_count(word, words) for word in asked)


def _count(word: str, words: Sequence[str]) -> float:
    return sum(1.0 if each == word else PART for each in words if _alike(word, each))


def _alike(word: str, other: str) -> bool:
    if word == other:
        return True
    return (len(word) >= LEAST_CHARS and other.startswith(word)) or (
        len(other) > LEAST_CHARS and word.startswith(other)
    )


def _stem(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.replace("ß", "ss"))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= LEAST_CHARS - 1:
            return plain[: -len(ending)]
    return plain
