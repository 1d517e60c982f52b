"""The dashboard: how the runs of a workspace went, and how things stand."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.access import Reader
from api.schemas.shape import Read
from api.services import Db, Parts, Services
from noria.errors import Invalid, Unavailable
from noria.model import DEFAULT_QUEUE
from store import dashboard, run_days
from store.dashboard import Span

MAX_SPAN = timedelta(days=366)
DEFAULT_SPAN = timedelta(days=1)
MAX_DAYS = timedelta(days=365)

router = APIRouter(prefix="/dashboard", tags=["dashboard"])


class RunFigures(Read):
    """Of the runs that were made in the span, test runs of drafts too."""

    total: int
    succeeded: int
    failed: int
    cancelled: int
    p50_s: float | None
    """Seconds: half of those that succeeded took no longer, from their first step to their end."""
    p95_s: float | None


class Bucket(Read):
    at: datetime
    succeeded: int
    failed: int
    other: int


class WorkflowFailures(Read):
    workflow_id: UUID
    name: str
    failed: int
    total: int


class TypeFailures(Read):
    node_type: str
    failed: int


class Now(Read):
    """How things stand, whatever the span."""

    queued: int
    in_line: int
    """Of those that are queued: they may not begin yet, for a limit of their workflow."""
    running: int
    waiting: int
    paused: int
    oldest_queued_at: datetime | None
    """Of those that could begin."""
    approvals: int
    """That wait for an answer of anybody."""
    workers: int | None
    """Processes that take steps of the default queue; null while Temporal does not answer."""


class DashboardRead(Read):
    since: datetime
    until: datetime
    runs: RunFigures
    before: RunFigures
    """Of the span of the same length before this one."""
    buckets: list[Bucket]
    failures_by_workflow: list[WorkflowFailures]
    failures_by_node_type: list[TypeFailures]
    """Without test runs of drafts."""
    now: Now


class Day(Read):
    """Of UTC. A run counts on the day on which it started, and again on the day on which it ended."""

    day: date
    started: int
    succeeded: int
    failed: int
    cancelled: int
    mean_s: float | None
    """Seconds that a run took that succeeded, from its first step to its end."""


class DaysRead(Read):
    days: list[Day]
    """Each from the first to the last, also those without a run."""


@router.get("")
async def read_dashboard(
    caller: Reader,
    session: Db,
    parts: Parts,
    since: Annotated[datetime | None, Query(description="A day ago unless given.")] = None,
    until: Annotated[datetime | None, Query(description="Now unless given.")] = None,
    buckets: Annotated[int, Query(ge=1, le=200, description="Parts of the span.")] = 48,
) -> DashboardRead:
    """Figures of the runs that were made in a span of at most a year."""
    span = _span(since, until)
    length = span.until - span.since
    workspace_id = caller.workspace_id
    return DashboardRead(
        since=span.since,
        until=span.until,
        runs=RunFigures.model_validate(
            await dashboard.read_figures(session, workspace_id=workspace_id, span=span)
        ),
        before=RunFigures.model_validate(
            await dashboard.read_figures(
                session, workspace_id=workspace_id, span=Span(span.since - length, span.since)
            )
        ),
        buckets=[
            Bucket.model_validate(row)
            for row in await dashboard.read_buckets(
                session, workspace_id=workspace_id, span=span, count=buckets
            )
        ],
        failures_by_workflow=[
            WorkflowFailures.model_validate(row)
            for row in await dashboard.read_failures_by_workflow(
                session, workspace_id=workspace_id, span=span
            )
        ],
        failures_by_node_type=[
            TypeFailures.model_validate(row)
            for row in await dashboard.read_failures_by_type(
                session, workspace_id=workspace_id, span=span
            )
        ],
        now=Now(
            **vars(await dashboard.read_now(session, workspace_id=workspace_id)),
            workers=await _workers(parts),
        ),
    )


@router.get("/days")
async def read_days(
    caller: Reader,
    session: Db,
    since: Annotated[date | None, Query(description="A year before the last unless given.")] = None,
    until: Annotated[date | None, Query(description="The last day; today unless given.")] = None,
    workflow_id: Annotated[UUID | None, Query(description="Of this one alone.")] = None,
) -> DaysRead:
    """Runs by day, over at most a year: counted as they start and end, and kept when runs are deleted.

    Test runs of drafts and sub-runs don't count.
    """
    last = until or datetime.now(UTC).date()
    first = since or last - MAX_DAYS
    if not timedelta(0) <= last - first <= MAX_DAYS:
        raise Invalid(
            f"'since' {first} must not be after 'until' {last}, and by a year before it at most."
        )
    found = await run_days.list_days(
        session, workspace_id=caller.workspace_id, since=first, until=last, workflow_id=workflow_id
    )
    return DaysRead(days=[Day.model_validate(day) for day in found])


def _span(since: datetime | None, until: datetime | None) -> Span:
    last = _aware(until) if until else datetime.now(UTC)
    first = _aware(since) if since else last - DEFAULT_SPAN
    if not timedelta(0) < last - first <= MAX_SPAN:
        raise Invalid(f"'since' {first.isoformat()!r} must be before 'until', by a year at most.")
    return Span(first, last)


def _aware(time: datetime) -> datetime:
    """A time without a zone is UTC."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)


async def _workers(parts: Services) -> int | None:
    try:
        (queue,) = await parts.runs.queues([DEFAULT_QUEUE])
    except Unavailable:
        return None
    return len(queue.workers)
