"""Entities and relations: what a chunk speaks of, and how its sentences tie one thing to another.

A chat model finds them, or `local/names` does: names that stand in one sentence. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from pydantic import Field

from noria.knowledge.little_words import LITTLE_WORDS
from noria.run import Record

LOCAL_NAMES = "local/names"
"""Finds names without a model: offline, at no cost, and without understanding what a sentence says."""
MAX_NAME = 120
MAX_HOW = 200
MAX_ENTITIES = 60
"""Of a chunk."""
MAX_RELATIONS = 120
GRAM = 5
"""Words that a name in a question has at most."""
_NEAR_NAMES = 6
"""Of a sentence; who stand in a long list have little to do with each other."""
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.](?=\w)[^.!?\n]*)*")
_WORD = re.compile(r"[^\W_][\w'’&+-]*")
_CONNECTORS = frozenset(["of", "de", "der", "van", "von", "&"])
_AFTER_ORDERS = frozenset(
    [
        "a", "all", "an", "any", "das", "dem", "den", "der", "die", "each", "ein", "eine", "einen", "every",
        "her", "him", "his", "ihr", "ihre", "ihren", "it", "its", "my", "our", "that", "the", "their",
        "them", "these", "this", "those", "three", "two", "us", "your",
    ]
)  # fmt: skip
"""What follows a verb that a sentence begins with, as in "Call the office"."""


class Entity(Record):
    """Somebody or something that a text speaks of."""

    name: str = Field(max_length=MAX_NAME)
    kind: str = Field(default="", max_length=60)
    """As `person`, `product`; empty: nobody said."""


class Relation(Record):
    """What a text says of two of them."""

    source: str = Field(max_length=MAX_NAME)
    how: str = Field(max_length=MAX_HOW)
    """As `leads`."""
    target: str = Field(max_length=MAX_NAME)


class Links(Record):
    """What was found in one chunk."""

    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()


def key_of(name: str) -> str:
    """By which an entity is known in its base, however it is written."""
    words = re.sub(r"['’]s\b", "", name.casefold())
    return " ".join(re.findall(r"[^\W_]+", words))


def grams(text: str) -> list[str]:
    """Every key that a text may name: each word, and each few in a row."""
    words = key_of(text).split()
    return list(
        dict.fromkeys(
            " ".join(words[at : at + count])
            for count in range(1, GRAM + 1)
            for at in range(len(words) - count + 1)
        )
    )


def tidy(entities: Sequence[Entity], relations: Sequence[Relation]) -> Links:
    """Each entity once; relations only between two that are there, which they are made by that."""
    found = {key: each for each in entities if (key := key_of(each.name))}
    kept: dict[tuple[str, str, str], Relation] = {}
    for each in relations:
        source, target = key_of(each.source), key_of(each.target)
        if source and target and source != target:
            found.setdefault(source, Entity(name=each.source))
            found.setdefault(target, Entity(name=each.target))
            kept.setdefault((source, each.how.casefold(), target), each)
    names = dict(list(found.items())[:MAX_ENTITIES])
    linked = [
        each for (source, _, target), each in kept.items() if source in names and target in names
    ]
    return Links(entities=tuple(names.values()), relations=tuple(linked[:MAX_RELATIONS]))


def names_in(text: str) -> Links:
    """Names, and for each two of one sentence what stands between them."""
    entities: list[Entity] = []
    relations: list[Relation] = []
    for sentence in _SENTENCE.findall(text):
        spans = list(_names(sentence))
        entities += [Entity(name=sentence[start:end][:MAX_NAME]) for start, end in spans]
        for (start, end), (begin, stop) in combinations(spans[:_NEAR_NAMES], 2):
            between = " ".join(sentence[end:begin].split()).strip(" ,;:()–-")
            relations.append(
                Relation(
                    source=sentence[start:end][:MAX_NAME],
                    how=between[:MAX_HOW] or "–",
                    target=sentence[begin:stop][:MAX_NAME],
                )
            )
    return tidy(entities, relations)


def _names(sentence: str) -> Iterator[tuple[int, int]]:
    """Stretches of words that begin with a capital letter, or hold a number as codes do."""
    words = list(_WORD.finditer(sentence))
    at = 0
    while at < len(words):
        last = at
        if _may_begin(words, at):
            last = _end_of(sentence, words, at)
            yield words[at].start(), words[last].end()
        at = last + 1


def _may_begin(words: Sequence[re.Match[str]], at: int) -> bool:
    word = words[at][0]
    if word.lower() in LITTLE_WORDS or not _is_named(word):
        return False
    if at > 0 or not word[1:].islower():
        return True
    following = words[1][0] if len(words) > 1 else ""
    return following.lower() not in _AFTER_ORDERS and not following.isdigit()


def _end_of(sentence: str, words: Sequence[re.Match[str]], at: int) -> int:
    last = at
    for place in range(at + 1, len(words)):
        gap = sentence[words[place - 1].end() : words[place].start()]
        if gap.strip():
            break
        word = words[place][0]
        if word.lower() in _CONNECTORS and place + 1 < len(words):
            continue
        if not _is_named(word) or word.lower() in LITTLE_WORDS:
            break
        last = place
    return last


def _is_named(word: str) -> bool:
    letters = any(each.isalpha() for each in word)
    return letters and (word[0].isupper() or any(each.isdigit() for each in word))
