"""When a run goes on in a new history (continue-as-new). Pure: not the going on."""

from enum import Enum, auto

MAX_EVENTS = 12_000
MAX_BYTES = 20_000_000
"""Well below the 51,200 events and 50 MB at which Temporal ends a run."""
MIN_EVENTS = 1_000
"""Of its own, of a history that began with a large snapshot."""


class Renewal(Enum):
    """What to do before the next step starts."""

    NOT_YET = auto()
    WHEN_IDLE = auto()
    """If nothing is in flight at that moment; otherwise go on and see later."""
    NOW = auto()
    """Start nothing more and wait until all that is in flight has ended."""


def advise(*, suggested: bool, events: int, size_bytes: int, began_at: int = 0) -> Renewal:
    """Temporal suggests at 4,096 events or 4 MB, long before it must be; draining costs time.

    `began_at` are the events that it took to read a large snapshot: it alone may be what Temporal
    sees, and a history that did nothing else would hand the same on for ever.
    """
    if began_at and events < began_at + MIN_EVENTS:
        return Renewal.NOT_YET
    if not suggested:
        return Renewal.NOT_YET
    if events > MAX_EVENTS or size_bytes > MAX_BYTES:
        return Renewal.NOW
    return Renewal.WHEN_IDLE
