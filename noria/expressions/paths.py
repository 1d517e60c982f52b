"""Expressions that only name a place, as `{{ steps.fetch.output.body }}`: read without the engine.

They are the most frequent ones, and an instance of the engine costs far more than a look into a
dictionary. What is read here is what the engine would give; wherever the two could differ, or
something is wrong, there is no answer and the engine is asked.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import isfinite
from typing import Protocol

from pydantic import JsonValue

MAX_VALUES = 200
"""Looked at before the engine is the faster way."""
MAX_CHARS = 4_096
MAX_SAFE_INTEGER = 2**53 - 1

PATH = r"(?:steps|trigger|vars|env|run|item|key|loop)(?:\.[A-Za-z_]\w*)+"
_BARE = re.compile(rf"\s*({PATH})\s*", re.ASCII)
_TEMPLATE = re.compile(rf"\{{\{{\s*({PATH})\s*\}}\}}", re.ASCII)


class Source(Protocol):
    """A template, or a bare expression."""

    @property
    def source(self) -> str: ...
    @property
    def bare(self) -> bool: ...


def read_paths(items: Sequence[Source], scope: Mapping[str, JsonValue]) -> list[JsonValue] | None:
    """The values of all items; None when any of them needs the engine."""
    values: list[JsonValue] = []
    left = MAX_VALUES
    for item in items:
        path = _path(item.source, item.bare)
        if path is None:
            return None
        value: JsonValue = dict(scope)
        for name in path:
            if not isinstance(value, dict) or name not in value:
                return None
            value = value[name]
        left = left_after(value, left)
        if left < 0:
            return None
        values.append(value)
    return values


@lru_cache(maxsize=4_096)
def _path(source: str, bare: bool) -> tuple[str, ...] | None:  # a key of the cache
    found = (_BARE if bare else _TEMPLATE).fullmatch(source)
    names = tuple(found[1].split(".")) if found else None
    # In JavaScript this one is no key of the object.
    return None if names and "__proto__" in names else names


def left_after(value: JsonValue, left: int) -> int:
    """How many values may still be looked at; below zero when one reads otherwise in JavaScript."""
    pending = [value]
    while pending and left >= 0:
        each = pending.pop()
        left -= 1
        if isinstance(each, dict):
            if not all(map(_is_plain_key, each)):
                return -1
            pending.extend(each.values())
        elif isinstance(each, list):
            pending.extend(each)
        elif not is_same_in_javascript(each):
            return -1
    return left


def _is_plain_key(key: str) -> bool:
    """JavaScript puts keys that are numbers first, and knows one that is none."""
    return key.isascii() and not key.isdigit() and key != "__proto__" and len(key) <= MAX_CHARS


def is_same_in_javascript(value: str | float | bool | None) -> bool:
    """Whether it comes back from the engine as it is."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, str):
        return len(value) <= MAX_CHARS and value.isascii()
    if isinstance(value, int):
        return abs(value) <= MAX_SAFE_INTEGER
    # 2.0 comes back as 2, and so does -0.0 as 0.
    return isfinite(value) and not value.is_integer()
