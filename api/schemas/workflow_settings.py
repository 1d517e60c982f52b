"""How runs of a workflow are started and kept."""

from pydantic import Field

from api.schemas.shape import Read, Write

YEAR_S = 366 * 24 * 3600


class Rate(Write):
    """On average; as many as `runs` may start at once after a rest."""

    runs: int = Field(ge=1, le=1_000_000)
    per_s: float = Field(gt=0, le=YEAR_S)
    """Seconds."""


class WorkflowSettingsWrite(Write):
    """Null, or left out: no limit."""

    max_concurrent_runs: int | None = Field(default=None, ge=1, le=1_000_000)
    """Further ones wait in line."""
    rate: Rate | None = None
    """Later starts are put off."""
    run_timeout_s: float | None = Field(default=None, gt=0, le=100 * YEAR_S)
    """Seconds from a run's first step on, after which it fails as `run_timed_out`."""
    retention_days: int | None = Field(default=None, ge=1, le=36_500)
    """So long after its end a run and its steps are deleted."""
    priority: int | None = Field(default=None, ge=1, le=5)
    """Of runs that bring none: from 1, the most urgent, to 5; 3 when null."""


class RateRead(Read):
    runs: int
    per_s: float


class WorkflowSettingsRead(Read):
    max_concurrent_runs: int | None
    rate: RateRead | None
    run_timeout_s: float | None
    retention_days: int | None
    priority: int
    in_line: int
    """Runs that wait in line now; counted up to 10,000."""
