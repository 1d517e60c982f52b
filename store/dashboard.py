"""Figures of a workspace: one statement each, by indexes of a workspace's runs and their times."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from store.database import Session

TOP = 8
"""Rows of a list of the most."""


@dataclass(frozen=True)
class Span:
    """From a time on, and before another."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class RunFigures:
    """Of the runs that were made in a span."""

    total: int
    succeeded: int
    failed: int
    cancelled: int
    p50_s: float | None
    """Half of those that succeeded took no longer, from their first step to their end."""
    p95_s: float | None


@dataclass(frozen=True)
class Bucket:
    """A part of a span."""

    at: datetime
    succeeded: int
    failed: int
    other: int


@dataclass(frozen=True)
class WorkflowFailures:
    """Of one workflow, in a span."""

    workflow_id: UUID
    name: str
    failed: int
    total: int


@dataclass(frozen=True)
class TypeFailures:
    """Runs that failed at a step of one node type, in a span."""

    node_type: str
    failed: int


@dataclass(frozen=True)
class Now:
    """How things stand, whatever the span."""

    queued: int
    in_line: int
    """Of those that are queued: they may not begin yet, for a limit."""
    running: int
    waiting: int
    paused: int
    oldest_queued_at: datetime | None
    """Of those that could begin."""
    approvals: int


_FIGURES = text("""
    SELECT count(*),
        count(*) FILTER (WHERE status = 'succeeded'),
        count(*) FILTER (WHERE status = 'failed'),
        count(*) FILTER (WHERE status = 'cancelled'),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FILTER (WHERE status = 'succeeded'),
        percentile_cont(0.95) WITHIN GROUP (ORDER BY took) FILTER (WHERE status = 'succeeded')
    FROM (
        SELECT status, extract(epoch FROM finished_at - started_at)::float8 AS took FROM run
        WHERE workspace_id = :workspace_id AND created_at >= :since AND created_at < :until
            AND relation IS DISTINCT FROM 'item'
    ) AS made
""")
_BUCKETS = text("""
    SELECT bucket.at,
        coalesce(sum(made.count) FILTER (WHERE made.status = 'succeeded'), 0)::int,
        coalesce(sum(made.count) FILTER (WHERE made.status = 'failed'), 0)::int,
        coalesce(sum(made.count) FILTER (WHERE made.status NOT IN ('succeeded', 'failed')), 0)::int
    FROM generate_series(0, :buckets - 1) AS number
    CROSS JOIN LATERAL (
        SELECT :since + (CAST(:until AS timestamptz) - :since) * number / :buckets AS at
    ) AS bucket
    LEFT JOIN (
        SELECT width_bucket(extract(epoch FROM created_at), extract(epoch FROM CAST(:since AS timestamptz)),
            extract(epoch FROM CAST(:until AS timestamptz)), :buckets) - 1 AS number, status, count(*)
        FROM run
        WHERE workspace_id = :workspace_id AND created_at >= :since AND created_at < :until
            AND relation IS DISTINCT FROM 'item'
        GROUP BY 1, 2
    ) AS made USING (number)
    GROUP BY bucket.at ORDER BY bucket.at
""")
_BY_WORKFLOW = text("""
    SELECT workflow_id, workflow.name, count(*) FILTER (WHERE status = 'failed') AS failed, count(*)
    FROM run JOIN workflow ON workflow.id = workflow_id
    WHERE run.workspace_id = :workspace_id AND run.created_at >= :since AND run.created_at < :until
        AND run.relation IS DISTINCT FROM 'item'
    GROUP BY workflow_id, workflow.name
    HAVING count(*) FILTER (WHERE status = 'failed') > 0
    ORDER BY failed DESC, workflow.name LIMIT :top
""")
_BY_TYPE = text("""
    WITH place AS (
        SELECT workflow_id, version, error ->> 'node_id' AS node_id, count(*) AS failed
        FROM run
        WHERE workspace_id = :workspace_id AND created_at >= :since AND created_at < :until
            AND status = 'failed' AND version IS NOT NULL AND relation IS DISTINCT FROM 'item'
        GROUP BY workflow_id, version, error ->> 'node_id'
    )
    SELECT node ->> 'type', sum(failed)::int AS failed
    FROM place
    JOIN version ON version.workflow_id = place.workflow_id AND version.number = place.version
    CROSS JOIN LATERAL json_array_elements(version.graph -> 'nodes') AS node
    WHERE node ->> 'id' = place.node_id
    GROUP BY node ->> 'type' ORDER BY failed DESC, 1 LIMIT :top
""")
_NOW = text("""
    SELECT count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE in_line),
        count(*) FILTER (WHERE status = 'running'), count(*) FILTER (WHERE status = 'waiting'),
        count(*) FILTER (WHERE status = 'paused'),
        min(created_at) FILTER (WHERE status = 'queued' AND NOT in_line
            AND (start_at IS NULL OR start_at < now())),
        (SELECT count(*) FROM approval WHERE workspace_id = :workspace_id AND closed_at IS NULL)
    FROM run
    WHERE workspace_id = :workspace_id AND status NOT IN ('succeeded','failed','cancelled')
        AND relation IS DISTINCT FROM 'item'
""")


async def read_figures(session: Session, *, workspace_id: UUID, span: Span) -> RunFigures:
    """Test runs of drafts count too; items of loops go with their run."""
    (row,) = await _rows(session, _FIGURES, workspace_id, span)
    return RunFigures(*row)


async def read_buckets(
    session: Session, *, workspace_id: UUID, span: Span, count: int
) -> list[Bucket]:
    """The span cut into so many equal parts, the first first."""
    rows = await _rows(session, _BUCKETS, workspace_id, span, buckets=count)
    return [Bucket(*row) for row in rows]


async def read_failures_by_workflow(
    session: Session, *, workspace_id: UUID, span: Span
) -> list[WorkflowFailures]:
    """Those with the most, the most first."""
    rows = await _rows(session, _BY_WORKFLOW, workspace_id, span, top=TOP)
    return [WorkflowFailures(*row) for row in rows]


async def read_failures_by_type(
    session: Session, *, workspace_id: UUID, span: Span
) -> list[TypeFailures]:
    """As `read_failures_by_workflow`; runs of drafts are left out, as are runs that no step failed."""
    rows = await _rows(session, _BY_TYPE, workspace_id, span, top=TOP)
    return [TypeFailures(*row) for row in rows]


async def read_now(session: Session, *, workspace_id: UUID) -> Now:
    """Of runs that have not ended."""
    connection = await session.connection()
    row = (await connection.execute(_NOW, {"workspace_id": workspace_id})).one()
    return Now(*row)


async def _rows(
    session: Session, query: Any, workspace_id: UUID, span: Span, **more: int
) -> list[Any]:
    values = {"workspace_id": workspace_id, "since": span.since, "until": span.until, **more}
    return list((await (await session.connection()).execute(query, values)).all())
