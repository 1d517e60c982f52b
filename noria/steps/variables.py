"""Variables that steps have set. Pure."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import JsonValue


def last_wins(ended: Iterable[tuple[datetime, JsonValue]]) -> dict[str, JsonValue]:
    """What `vars.set` steps gave, by when they ended; those of one turn of a run have one time, and keep their order."""
    variables: dict[str, JsonValue] = {}
    for _, output in sorted(ended, key=lambda each: each[0]):
        variables |= output if isinstance(output, dict) else {}
    return variables
