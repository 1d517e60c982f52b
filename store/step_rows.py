"""Rows of attempts, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import text

from noria.run import ErrorInfo, StepRecord, StepStatus
from store.database import Session, to_json

CLOSED_RANK = 2
"""Below final: a report that comes late still overwrites the row."""

Key = tuple[UUID, str, str, int]
"""Run, node, iteration, attempt."""


@dataclass(frozen=True)
class Attempt:
    """What the table knows of an attempt."""

    workspace_id: UUID
    status: StepStatus
    rank: int


@dataclass(frozen=True)
class StepRow:
    """One attempt, ready to be written."""

    key: Key
    workspace_id: UUID
    status: StepStatus
    rank: int
    port: str | None = None
    input: JsonValue = None
    output: JsonValue = None
    error: ErrorInfo | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    seq: int = 0

    @property
    def run_id(self) -> UUID:
        """The run."""
        return self.key[0]

    @classmethod
    def of(cls, record: StepRecord) -> StepRow:
        """A report as a row."""
        return cls(
            key=(UUID(record.run_id), record.node_id, record.iteration, record.attempt),
            workspace_id=UUID(record.workspace_id),
            status=record.status,
            rank=record.rank,
            port=record.port,
            input=record.input,
            output=record.output,
            error=record.error,
            started_at=record.started_at,
            finished_at=record.finished_at,
        )

    @classmethod
    def closed(cls, key: Key, workspace_id: UUID, status: StepStatus, error: ErrorInfo) -> StepRow:
        """An attempt whose end nobody reported."""
        return cls(
            key=key,
            workspace_id=workspace_id,
            status=status,
            rank=CLOSED_RANK,
            error=error,
            finished_at=datetime.now(UTC),
        )

    def after(self, before: StepRow) -> StepRow:
        """This row, with what an earlier report told and this one leaves out."""
        return replace(
            self,
            input=before.input if self.input is None else self.input,
            started_at=self.started_at or before.started_at,
        )


async def read_attempts(
    session: Session, records: Sequence[StepRecord], ending: Iterable[UUID]
) -> dict[Key, Attempt]:
    """All stored attempts at the steps of the records, and the open ones of runs that end."""
    found = await session.execute(
        _READ,
        {
            "run_ids": [UUID(record.run_id) for record in records],
            "node_ids": [record.node_id for record in records],
            "iterations": [record.iteration for record in records],
            "ending": list(ending),
        },
    )
    return {
        (row.run_id, row.node_id, row.iteration, row.attempt): Attempt(
            row.workspace_id, StepStatus(row.status), row.rank
        )
        for row in found
    }


async def upsert(session: Session, rows: Sequence[StepRow]) -> None:
    """Insert or move forward; a row of the same or a higher rank is left as it is."""
    if not rows:
        return
    columns: Mapping[str, list[object]] = {
        "run_ids": [row.key[0] for row in rows],
        "node_ids": [row.key[1] for row in rows],
        "iterations": [row.key[2] for row in rows],
        "attempts": [row.key[3] for row in rows],
        "workspace_ids": [row.workspace_id for row in rows],
        "statuses": [row.status.value for row in rows],
        "ranks": [row.rank for row in rows],
        "ports": [row.port for row in rows],
        "inputs": [_json(row.input) for row in rows],
        "outputs": [_json(row.output) for row in rows],
        "errors": [_json(row.error.model_dump(mode="json") if row.error else None) for row in rows],
        "starts": [row.started_at for row in rows],
        "ends": [row.finished_at for row in rows],
        "seqs": [row.seq for row in rows],
    }
    await session.execute(_UPSERT, columns)


def _json(value: JsonValue) -> str | None:
    return None if value is None else to_json(value)


_READ = text("""
    SELECT run_id, node_id, iteration, attempt, workspace_id, status, rank FROM step
    JOIN (
        SELECT DISTINCT * FROM unnest(
            CAST(:run_ids AS uuid[]), CAST(:node_ids AS text[]), CAST(:iterations AS text[])
        ) AS given (run_id, node_id, iteration)
    ) AS given USING (run_id, node_id, iteration)
    UNION
    SELECT run_id, node_id, iteration, attempt, workspace_id, status, rank FROM step
    WHERE run_id = ANY (CAST(:ending AS uuid[])) AND rank < 3
""")

# Arrays, so that the statement is the same for every number of rows and is prepared once.
_UPSERT = text("""
    INSERT INTO step (
        run_id, node_id, iteration, attempt, workspace_id, status, rank, port,
        input, output, error, started_at, finished_at, seq
    )
    SELECT * FROM unnest(
        CAST(:run_ids AS uuid[]), CAST(:node_ids AS text[]), CAST(:iterations AS text[]),
        CAST(:attempts AS integer[]), CAST(:workspace_ids AS uuid[]), CAST(:statuses AS text[]),
        CAST(:ranks AS smallint[]), CAST(:ports AS text[]), CAST(:inputs AS json[]),
        CAST(:outputs AS json[]), CAST(:errors AS json[]), CAST(:starts AS timestamptz[]),
        CAST(:ends AS timestamptz[]), CAST(:seqs AS bigint[])
    )
    ON CONFLICT (run_id, node_id, iteration, attempt) DO UPDATE SET
        status = excluded.status,
        rank = excluded.rank,
        port = excluded.port,
        input = coalesce(excluded.input, step.input),
        output = excluded.output,
        error = excluded.error,
        started_at = coalesce(excluded.started_at, step.started_at),
        finished_at = excluded.finished_at,
        seq = excluded.seq
    WHERE step.rank < excluded.rank
        -- A waiting attempt ranks as high as one that is closed because its run has ended.
        OR (step.rank = excluded.rank AND step.status IN ('waiting', 'paused'))
""")
