"""Runs by workflow and day of UTC: counted as they start and end, and kept when they are deleted.

Test runs of drafts and sub-runs don't count: they have no domain events.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args
from uuid import UUID

import orjson
from sqlalchemy import text

from store.database import Session

Outcome = Literal["started", "succeeded", "failed", "cancelled"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

# A workflow may be gone since: its figures are, too.
_ADD = text("""
    INSERT INTO run_day AS known (
        workspace_id, workflow_id, day, started, succeeded, failed, cancelled, seconds
    )
    SELECT given.* FROM json_to_recordset(CAST(:counts AS json)) AS given (
        workspace_id uuid, workflow_id uuid, day date,
        started int, succeeded int, failed int, cancelled int, seconds float8
    )
    JOIN workflow ON workflow.id = given.workflow_id AND workflow.workspace_id = given.workspace_id
    ON CONFLICT (workflow_id, day) DO UPDATE SET
        started = known.started + excluded.started,
        succeeded = known.succeeded + excluded.succeeded,
        failed = known.failed + excluded.failed,
        cancelled = known.cancelled + excluded.cancelled,
        seconds = known.seconds + excluded.seconds
""")
_LIST = text("""
    SELECT day.day::date,
        coalesce(sum(started), 0)::int, coalesce(sum(succeeded), 0)::int,
        coalesce(sum(failed), 0)::int, coalesce(sum(cancelled), 0)::int,
        sum(seconds) / nullif(sum(succeeded), 0)
    FROM generate_series(CAST(:since AS timestamp), CAST(:until AS timestamp), '1 day') AS day
    LEFT JOIN run_day ON run_day.day = day.day AND workspace_id = :workspace_id
        AND (CAST(:workflow_id AS uuid) IS NULL OR workflow_id = :workflow_id)
    GROUP BY day.day ORDER BY day.day
""")


@dataclass
class DayCount:
    """What is to be added to one workflow's day."""

    workspace_id: UUID
    workflow_id: UUID
    day: date
    outcomes: Counter[Outcome] = field(default_factory=Counter["Outcome"])
    seconds: float = 0.0
    """How long those that succeeded took together."""

    def row(self) -> Mapping[str, Any]:
        """As the statement takes it."""
        return {
            "workspace_id": self.workspace_id,
            "workflow_id": self.workflow_id,
            "day": self.day,
            "seconds": self.seconds,
            **{outcome: self.outcomes[outcome] for outcome in OUTCOMES},
        }


@dataclass(frozen=True)
class Day:
    """All runs of a day, or those of one workflow."""

    day: date
    started: int
    succeeded: int
    failed: int
    cancelled: int
    mean_s: float | None
    """How long a run took that succeeded, from its first step to its end."""


async def add_counts(session: Session, counts: Sequence[DayCount]) -> None:
    """In the caller's transaction; in one order, so that nobody waits in a circle."""
    if not counts:
        return
    ordered = sorted(counts, key=lambda count: (count.workflow_id, count.day))
    given = orjson.dumps([count.row() for count in ordered]).decode()
    await (await session.connection()).execute(_ADD, {"counts": given})


async def list_days(
    session: Session, *, workspace_id: UUID, since: date, until: date, workflow_id: UUID | None
) -> list[Day]:
    """Each day from the first to the last, also those without a run."""
    values = {
        "workspace_id": workspace_id,
        "since": since,
        "until": until,
        "workflow_id": workflow_id,
    }
    rows = await (await session.connection()).execute(_LIST, values)
    return [Day(*row) for row in rows]
