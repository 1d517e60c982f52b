"""Writes what happened in runs, as the workflow and the worker tell it.

Reports may come twice, late and out of order. So a row only moves forward, a final status stays,
and every change of a run gets the next number of that run (`event_seq`). The run's row is locked
first: numbers are given in the order of the commits and without a gap, which is what lets a reader
who saw number n ask for all after n.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, select, text, update

from noria.run import (
    FINAL_RUN,
    FINAL_STEP,
    ErrorInfo,
    RunStatus,
    RunUpdate,
    StepRecord,
    StepStatus,
)
from store.database import Session
from store.step_rows import Attempt, StepRow, read_attempts, upsert
from store.tables import Run

CHANNEL = "noria_run"
IDS_PER_NOTICE = 200
"""A notice holds 8,000 bytes at most."""

LOST = ErrorInfo(
    type="attempt_lost",
    message="The worker of this attempt did not report its end; the step was tried again.",
)
ENDED = ErrorInfo(type="run_ended", message="The run ended before this step did.")

log = structlog.get_logger()


@dataclass
class _Counter:
    """A locked run: what it is, and the number of its newest event."""

    workspace_id: UUID
    status: RunStatus
    seq: int
    changed: bool = False

    def next(self) -> int:
        self.seq += 1
        self.changed = True
        return self.seq


async def write_projection(
    session: Session, steps: Sequence[StepRecord], runs: Sequence[RunUpdate] = ()
) -> None:
    """Write reports of any number of runs in the caller's transaction, and tell who listens.

    With a final status, attempts that nobody reported the end of are closed too. Reports of a run
    that has no row are left out: it was removed, and its workflow may still be ending.
    """
    rows = {(UUID(item.run_id), UUID(item.workspace_id)) for item in (*steps, *runs)}
    counters = await _lock(session, rows)
    known = [record for record in steps if UUID(record.run_id) in counters]
    ending = {
        UUID(item.run_id): item.status
        for item in runs
        if item.status in FINAL_RUN and UUID(item.run_id) in counters
    }
    stored = await read_attempts(session, known, ending)
    changes = _changes(known, stored, ending)
    await upsert(session, [replace(row, seq=counters[row.run_id].next()) for row in changes])
    for run in runs:
        counter = counters.get(UUID(run.run_id))
        if counter is not None:
            await _move_run(session, run, counter)
    await _count(session, counters)
    await _notify(session, [run_id for run_id, counter in counters.items() if counter.changed])


async def close_run(
    session: Session,
    *,
    workspace_id: UUID,
    run_id: UUID,
    status: RunStatus,
    error: ErrorInfo | None,
) -> None:
    """End a run that can't report its own end, as one that was terminated."""
    end = RunUpdate(
        run_id=str(run_id),
        workspace_id=str(workspace_id),
        status=status,
        error=error,
        finished_at=datetime.now(UTC),
    )
    await write_projection(session, [], [end])


async def _lock(session: Session, rows: set[tuple[UUID, UUID]]) -> dict[UUID, _Counter]:
    found = await session.execute(_LOCK, {"run_ids": [run_id for run_id, _ in rows]})
    counters = {
        row.id: _Counter(row.workspace_id, RunStatus(row.status), row.event_seq)
        for row in found
        if (row.id, row.workspace_id) in rows
    }
    missing = {str(run_id) for run_id, _ in rows if run_id not in counters}
    if missing:
        log.warning("projection_without_run", run_ids=sorted(missing))
    return counters


def _changes(
    records: Iterable[StepRecord],
    stored: dict[tuple[UUID, str, str, int], Attempt],
    ending: dict[UUID, RunStatus],
) -> list[StepRow]:
    """Rows that move forward, in the order of the reports; closed ones last."""
    changes: dict[tuple[UUID, str, str, int], StepRow] = {}
    for record in records:
        row = StepRow.of(record)
        before = changes.get(row.key)
        if before is not None and row.rank > before.rank:
            changes[row.key] = row.after(before)
        elif before is None and (row.key not in stored or row.rank > stored[row.key].rank):
            changes[row.key] = row
    for lost in _lost(changes, stored, ending):
        changes.setdefault(lost.key, lost)
    return list(changes.values())


def _lost(
    changes: dict[tuple[UUID, str, str, int], StepRow],
    stored: dict[tuple[UUID, str, str, int], Attempt],
    ending: dict[UUID, RunStatus],
) -> Iterable[StepRow]:
    """Open attempts that a later one has replaced, or whose run has ended.

    They keep a rank below final: a report that is only late still tells what really happened.
    """
    newest: dict[tuple[UUID, str, str], int] = {}
    for run_id, node_id, iteration, attempt in (*stored, *changes):
        step = (run_id, node_id, iteration)
        newest[step] = max(newest.get(step, 0), attempt)
    merged = {key: attempt.status for key, attempt in stored.items()}
    merged |= {key: row.status for key, row in changes.items()}
    for key, status in merged.items():
        run_id, node_id, iteration, attempt = key
        if status in FINAL_STEP:
            continue
        workspace_id = (changes.get(key) or stored[key]).workspace_id
        if attempt < newest[run_id, node_id, iteration]:
            yield StepRow.closed(key, workspace_id, StepStatus.FAILED, LOST)
        elif run_id in ending:
            yield StepRow.closed(key, workspace_id, StepStatus.CANCELLED, ENDED)


async def _move_run(session: Session, run: RunUpdate, counter: _Counter) -> None:
    backward = run.status is RunStatus.QUEUED
    if counter.status in FINAL_RUN or counter.status is run.status or backward:
        return
    values: dict[str, Any] = {"status": run.status.value, "status_seq": counter.next()}
    if run.started_at is not None:
        values["started_at"] = func.coalesce(Run.started_at, run.started_at)
    if run.status in FINAL_RUN:
        error = run.error.model_dump(mode="json") if run.error else None
        values |= {"output": run.output, "error": error, "finished_at": run.finished_at}
    await session.execute(
        update(Run)
        .where(Run.id == UUID(run.run_id), Run.workspace_id == counter.workspace_id)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    counter.status = run.status


async def _count(session: Session, counters: dict[UUID, _Counter]) -> None:
    changed = {run_id: counter.seq for run_id, counter in counters.items() if counter.changed}
    if changed:
        await session.execute(_COUNT, {"run_ids": list(changed), "seqs": list(changed.values())})


async def _notify(session: Session, run_ids: Sequence[UUID]) -> None:
    """Sent by PostgreSQL at commit. Ids only: what happened is read from the rows."""
    for start in range(0, len(run_ids), IDS_PER_NOTICE):
        ids = ",".join(str(run_id) for run_id in run_ids[start : start + IDS_PER_NOTICE])
        await session.execute(select(func.pg_notify(CHANNEL, ids)))


# Written out: a worker does this many times a second, and building a statement costs more than
# running it. Arrays keep it the same for every number of runs, so it is prepared once.
# Sorted: two writers that share runs wait for each other instead of deadlocking.
_LOCK = text("""
    SELECT id, workspace_id, status, event_seq FROM run
    WHERE id = ANY (CAST(:run_ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE
""")

# The runs are locked by then, and their workspaces compared.
_COUNT = text("""
    UPDATE run SET event_seq = given.seq
    FROM unnest(CAST(:run_ids AS uuid[]), CAST(:seqs AS bigint[])) AS given (run_id, seq)
    WHERE run.id = given.run_id
""")
