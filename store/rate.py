"""A workflow's rate: at most so many starts in so many seconds. Pure but for the row it reads.

The generic cell rate algorithm: a start uses `seconds / runs` of time, and may come up to `seconds`
before the time used so far; later ones get the time at which they may. Temporal waits until then.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.tables import WorkflowSettings


@dataclass(frozen=True)
class Rate:
    """Both above 0."""

    runs: int
    seconds: float

    def take(self, used_until: datetime | None, now: datetime) -> tuple[datetime, datetime]:
        """When the next start may be, and up to when the rate is used then."""
        each = timedelta(seconds=self.seconds / self.runs)
        begin = max(used_until, now) if used_until else now
        start_at = max(now, begin + each - timedelta(seconds=self.seconds))
        return start_at, begin + each


def of(settings: WorkflowSettings) -> Rate | None:
    """None: as many as come."""
    if settings.rate_runs is None or settings.rate_seconds is None:
        return None
    return Rate(settings.rate_runs, settings.rate_seconds)
