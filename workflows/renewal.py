"""When a run goes on in a new history (continue-as-new). Pure: not the going on."""

from collections.abc import Mapping
from enum import Enum, auto

from pydantic import JsonValue

from noria.blobs import size_of
from noria.run import StepKey

MAX_EVENTS = 12_000
MAX_BYTES = 20_000_000
"""Well below the 51,200 events and 50 MB at which Temporal ends a run."""
MAX_SNAPSHOT_BYTES = 1_000_000
"""Temporal refuses a payload of 2 MB, for ever."""
MIN_STORED_BYTES = 4 * 1024
"""A reference with its preview takes about a third of that."""


class Renewal(Enum):
    """What to do before the next step starts."""

    NOT_YET = auto()
    WHEN_IDLE = auto()
    """If nothing is in flight at that moment; otherwise go on and see later."""
    NOW = auto()
    """Start nothing more and wait until all that is in flight has ended."""


def advise(*, suggested: bool, events: int, size_bytes: int) -> Renewal:
    """Temporal suggests at 4,096 events or 4 MB, long before it must be; draining costs time."""
    if not suggested:
        return Renewal.NOT_YET
    if events > MAX_EVENTS or size_bytes > MAX_BYTES:
        return Renewal.NOW
    return Renewal.WHEN_IDLE


def find_large(outputs: Mapping[StepKey, JsonValue]) -> list[StepKey]:
    """Whose outputs to store by reference, the largest first, so that the rest fits a snapshot."""
    sizes = {key: size_of(output) for key, output in outputs.items()}
    total = sum(sizes.values())
    large: list[StepKey] = []
    for key in sorted(sizes, key=lambda key: -sizes[key]):
        if total <= MAX_SNAPSHOT_BYTES or sizes[key] < MIN_STORED_BYTES:
            break
        large.append(key)
        total -= sizes[key]
    return large
