"""How often Python looks for garbage in a process that computes runs."""

import gc

YOUNG_OBJECTS = 20_000
"""Made before the collector looks for cycles among them; Python's 700 are less than a step makes."""


def collect_less() -> None:
    """Call it when everything is imported: that stays, and need not be gone through again and again."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
