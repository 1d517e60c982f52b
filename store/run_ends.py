"""Ends of runs that triggers wait for. Of every workspace: for the worker that makes them fire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from noria.triggers.workflow import MAX_DEPTH, WorkflowConfig
from store.database import Session
from store.trigger_tables import Trigger

LOCK = 0x6E6F726963
"""As `store.sweep.LOCK`, of this work alone."""

# What ended in a day is looked at, so that nothing is lost while no worker is there; what a trigger
# has dealt with is in its history. A run that ended before the trigger was as it is now is none of its.
_ENDED = text("""
    SELECT run.id, run.workflow_id, workflow.name, run.version, run.status, run.key, run.input,
        run.output, run.error, run.started_at, run.finished_at
    FROM workflow JOIN run ON run.workflow_id = workflow.id
    WHERE workflow.workspace_id = :workspace_id AND workflow.id <> :own_id
        AND (:all_workflows OR workflow.name = ANY(:names) OR workflow.id::text = ANY(:names))
        AND run.finished_at > now() - interval '1 day'
        AND run.finished_at > greatest(:created_at, :updated_at - interval '5 seconds')
        AND run.status = ANY(:statuses) AND run.version IS NOT NULL
        AND coalesce(run.relation, '') NOT IN ('call', 'item')
        AND NOT EXISTS (
            SELECT FROM trigger_firing WHERE trigger_id = :trigger_id
                AND at > now() - interval '2 days' AND message_id = run.id::text
        )
    ORDER BY run.finished_at, run.id LIMIT :limit
""")
_DEPTH = text(f"""
    WITH RECURSIVE chain(run_id, depth) AS (
        SELECT CAST(:run_id AS uuid), 0
        UNION ALL
        SELECT CAST(message_id AS uuid), chain.depth + 1
        FROM chain JOIN trigger_firing ON trigger_firing.run_id = chain.run_id
            AND outcome = 'started' AND message_id ~ '^[0-9a-f-]{{36}}$'
        JOIN trigger ON trigger.id = trigger_firing.trigger_id AND trigger.type = 'workflow'
        WHERE chain.depth <= {MAX_DEPTH}
    )
    SELECT max(depth) FROM chain
""")  # noqa: S608 - our own number
_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(:lock)")


class Ended(NamedTuple):
    """A run that ended."""

    id: UUID
    workflow_id: UUID
    workflow: str
    version: int
    status: str
    key: str | None
    input: Any
    output: Any
    error: dict[str, Any] | None
    started_at: datetime | None
    finished_at: datetime


async def try_lock(session: Session) -> bool:
    """False when another worker is at it; held to the end of the transaction."""
    connection = await session.connection()
    return bool((await connection.execute(_TRY_LOCK, {"lock": LOCK})).scalar())


async def list_ended(
    session: Session, *, trigger: Trigger, config: WorkflowConfig, limit: int = 100
) -> Sequence[Ended]:
    """Those that the trigger waits for and has not dealt with, the oldest first."""
    values = {
        "workspace_id": trigger.workspace_id,
        "own_id": trigger.workflow_id,
        "trigger_id": trigger.id,
        "all_workflows": not config.workflows,
        "names": list(config.workflows),
        "statuses": list(config.on),
        "created_at": trigger.created_at,
        "updated_at": trigger.updated_at,
        "limit": limit,
    }
    rows = await (await session.connection()).execute(_ENDED, values)
    return [Ended(*row) for row in rows]


async def depth_of(session: Session, *, run_id: UUID) -> int:
    """How many ends of runs led to this one by triggers, one after the other."""
    rows = await (await session.connection()).execute(_DEPTH, {"run_id": run_id})
    return int(rows.scalar() or 0)
