"""Circuits: destinations that steps leave alone for now."""

from datetime import datetime

from api.schemas.shape import Read


class CircuitRead(Read):
    destination: str
    """Host, with its port where that is not the usual one."""
    credential: str
    """Name or id; empty when none is used."""
    reason: str
    """How the last call failed."""
    opened_at: datetime
    probed_at: datetime | None
    """When a worker last went to see whether it answers again."""


class CircuitsClosed(Read):
    count: int
    """0: none was open."""
