"""What is new in a run: read at each event by everybody who watches it, so past SQLAlchemy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from noria.errors import NotFound
from store.database import Database

_READ = """
    SELECT run.status, run.status_seq, step.seq, node_id, iteration, attempt, step.status, port,
        step.input, step.output, step.error, step.started_at, step.finished_at, step.source
    FROM run LEFT JOIN step ON step.run_id = run.id AND step.seq > $3
    WHERE run.id = $1 AND run.workspace_id = $2
    ORDER BY step.seq
"""


@dataclass(frozen=True, slots=True)
class ChangedAttempt:
    """An attempt as it is now, and the run's event that last changed it."""

    seq: int
    node_id: str
    iteration: str
    attempt: int
    status: str
    port: str | None
    input: Any
    output: Any
    error: dict[str, Any] | None
    started_at: datetime | None
    finished_at: datetime | None
    source: str | None


@dataclass(frozen=True)
class Changes:
    """A run's status with the event that gave it, and attempts in the order of their last change."""

    status: str
    status_seq: int
    attempts: Sequence[ChangedAttempt]


async def read_changes(
    database: Database, *, workspace_id: UUID, run_id: UUID, after_seq: int
) -> Changes:
    """The run now, and what changed after an event, as of one moment.

    Raises:
        NotFound: No such run, or it belongs to another workspace.
    """
    async with database.connections.one() as connection:
        cursor = await connection.execute(_READ, (run_id, workspace_id, after_seq), prepare=True)
        rows = await cursor.fetchall()
    if not rows:
        raise NotFound("run", run_id)
    status, status_seq, first_seq, *_ = rows[0]
    attempts = [] if first_seq is None else [ChangedAttempt(*row[2:]) for row in rows]
    return Changes(status, status_seq, attempts)
