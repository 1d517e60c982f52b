"""Which values a snapshot can't carry by itself."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import JsonValue

from noria.blobs import size_of

K = TypeVar("K")

MAX_SNAPSHOT_BYTES = 1_000_000
"""Temporal refuses a payload of 2 MB, for ever."""
MIN_STORED_BYTES = 4 * 1024
"""A reference with its preview takes about a third of that."""


def find_large(
    values: Mapping[K, JsonValue],
    most: int = MAX_SNAPSHOT_BYTES,
    at_least: int = MIN_STORED_BYTES,
) -> list[K]:
    """Which values to store by reference, the largest first, so that the rest fits a snapshot."""
    sizes = {key: size_of(value) for key, value in values.items()}
    total = sum(sizes.values())
    large: list[K] = []
    for key in sorted(sizes, key=lambda key: -sizes[key]):
        if total <= most or sizes[key] < at_least:
            break
        large.append(key)
        total -= sizes[key]
    return large
