"""Counts runs by workflow and day, in figures that stay when the runs are deleted."""

from collections.abc import Sequence
from datetime import UTC, date
from uuid import UUID

from noria.domain_events import RunEnded
from store import run_days
from store.database import Session
from store.run_days import DayCount, Outcome
from worker.subscribers.heard import Heard

_OUTCOMES: dict[str, Outcome] = {
    "run.started": "started",
    "run.succeeded": "succeeded",
    "run.failed": "failed",
    "run.cancelled": "cancelled",
}


async def count_runs(session: Session, events: Sequence[Heard]) -> None:
    """An event counts once: it leaves the outbox in the transaction that counts it."""
    counts: dict[tuple[UUID, date], DayCount] = {}
    for event in events:
        outcome, workflow_id = _OUTCOMES.get(event.type), event.workflow_id
        if outcome is None or workflow_id is None:
            continue
        day = event.at.astimezone(UTC).date()
        count = counts.setdefault(
            (workflow_id, day), DayCount(event.workspace_id, workflow_id, day)
        )
        count.outcomes[outcome] += 1
        if outcome == "succeeded":
            count.seconds += _seconds(event)
    await run_days.add_counts(session, list(counts.values()))


def _seconds(event: Heard) -> float:
    data = event.data
    if not isinstance(data, RunEnded) or data.started_at is None or data.finished_at is None:
        return 0.0
    return max(0.0, (data.finished_at - data.started_at).total_seconds())
