"""Writes what happened in runs, as the workflow and the worker tell it.

Reports may come twice, late and out of order. So a row only moves forward, a final status stays,
and every change of a run gets the next number of that run (`event_seq`). The run's row is locked
first: numbers are given in the order of the commits and without a gap, which is what lets a reader
who saw number n ask for all after n.

A worker does this many times a second, so it goes past SQLAlchemy: two statements, one round trip.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import orjson
import structlog
from pydantic import JsonValue

from noria.run import FINAL_RUN, ErrorInfo, RunStatus, RunUpdate, StepRecord, StepStatus
from store.database import Database, to_json
from store.ids import new_id
from store.projection_sql import BURY, LINES, LOCK, WRITE

CHANNEL = "noria_run"
IDS_PER_NOTICE = 200
"""A notice holds 8,000 bytes at most."""

LOST = ErrorInfo(
    type="attempt_lost",
    message="The worker of this attempt did not report its end; the step was tried again.",
)
ENDED = ErrorInfo(type="run_ended", message="The run ended before this step did.")

log = structlog.get_logger()

Row = dict[str, Any]


async def write_projection(
    database: Database, steps: Sequence[StepRecord], runs: Sequence[RunUpdate] = ()
) -> frozenset[UUID]:
    """Write reports of any number of runs in one transaction, and tell who listens.

    Gives the workflows of runs that have ended where other runs are in line: see `store.line`. With a final status, attempts that nobody reported the end of are closed too. Reports of a run
    that has no row are left out: it was removed, and its workflow may still be ending. To repeat a
    call changes nothing.
    """
    told = _told(steps, runs)
    if not told:
        return frozenset()
    run_ids = "{" + ",".join({run_id for run_id, _ in told}) + "}"
    reports = orjson.dumps(_reports(steps)).decode()
    updates = orjson.dumps(list(told.values())).decode()
    now = datetime.now(UTC).isoformat()
    ended = _ended(runs)
    values = (reports, updates, _LOST, _ENDED, now, CHANNEL, IDS_PER_NOTICE)
    async with database.connections.one() as connection:
        # What is in a pipeline is a transaction, which ends with it.
        async with connection.pipeline():
            locked = await connection.execute(LOCK, (run_ids,), prepare=True)
            await connection.execute(WRITE, values, prepare=True)
            if letters := _letters(runs):
                await connection.execute(BURY, (orjson.dumps(letters).decode(),), prepare=True)
            lines = await connection.execute(LINES, (ended,), prepare=True) if ended else None
        found = set(await locked.fetchall())
    missing = told.keys() - found
    if missing:
        log.warning("projection_without_run", run_ids=sorted(run_id for run_id, _ in missing))
    return frozenset([row[0] for row in await lines.fetchall()] if lines else ())


async def close_run(
    database: Database,
    *,
    workspace_id: UUID,
    run_id: UUID,
    status: RunStatus,
    error: ErrorInfo | None,
) -> frozenset[UUID]:
    """End a run that can't report its own end, as one that was terminated.

    Gives its workflow when other runs of it are in line.
    """
    end = RunUpdate(
        run_id=str(run_id),
        workspace_id=str(workspace_id),
        status=status,
        error=error,
        finished_at=datetime.now(UTC),
    )
    return await write_projection(database, [], [end])


def _letters(runs: Iterable[RunUpdate]) -> list[Row]:
    """Of runs that failed for good."""
    return [
        {
            "id": new_id(),
            "run_id": run.run_id,
            "workspace_id": run.workspace_id,
            # PostgreSQL's text holds no NUL character.
            "error_type": run.error.type.replace("\0", "") if run.error else "run_failed",
            "node_id": run.error.node_id if run.error else None,
        }
        for run in runs
        if run.status is RunStatus.FAILED
    ]


def _ended(runs: Iterable[RunUpdate]) -> str | None:
    run_ids = {run.run_id for run in runs if run.status in FINAL_RUN}
    return "{" + ",".join(run_ids) + "}" if run_ids else None


def _told(steps: Iterable[StepRecord], runs: Iterable[RunUpdate]) -> dict[tuple[str, str], Row]:
    """Every run that is spoken of, by its and its workspace's id, with its new status if any."""
    told: dict[tuple[str, str], Row] = {}
    for record in steps:
        key = (record.run_id, record.workspace_id)
        if key not in told:
            told[key] = {"run_id": record.run_id, "workspace_id": record.workspace_id}
    for run in runs:
        key = (run.run_id, run.workspace_id)
        before = told.get(key)
        if before is None or _is_newer(run, before):
            told[key] = _update(run, before)
    return told


def _is_newer(run: RunUpdate, before: Row) -> bool:
    """Whether it tells more than what was told before in the same batch."""
    if before.get("status") in FINAL_RUN:
        return False
    told_at: datetime | None = before.get("at")
    if run.at is None or told_at is None or run.status in FINAL_RUN:
        return True
    return run.at >= told_at


def _update(run: RunUpdate, before: Row | None) -> Row:
    started_at = before.get("started_at") if before else None
    return {
        "run_id": run.run_id,
        "workspace_id": run.workspace_id,
        "status": run.status,
        "at": run.at,
        "output": _text(run.output),
        "error": _error(run.error),
        "failed_node": run.error.node_id if run.error else None,
        "not_undone": _text([each.model_dump(mode="json") for each in run.not_undone] or None),
        "started_at": started_at or run.started_at,
        "finished_at": run.finished_at,
    }


def _reports(steps: Sequence[StepRecord]) -> list[Row]:
    """One row for each attempt, the report that is furthest on, in the order of the first ones."""
    rows: dict[tuple[str, str, str, int], Row] = {}
    for record in _in_turn(steps):
        key = (record.run_id, record.node_id, record.iteration, record.attempt)
        before = rows.get(key)
        rank, progress = record.rank, _progress(record)
        if before is not None and (rank, progress) <= (before["rank"], before["progress"]):
            continue
        row: Row = {
            "run_id": record.run_id,
            "workspace_id": record.workspace_id,
            "node_id": record.node_id,
            "iteration": record.iteration,
            "attempt": record.attempt,
            "status": record.status,
            "rank": rank,
            "progress": progress,
            "port": record.port,
            "input": _text(record.input),
            "output": _text(record.output),
            "error": _error(record.error),
            "started_at": record.started_at,
            "finished_at": record.finished_at,
        }
        if before is not None:
            # What a later report leaves out, an earlier one has told.
            row["input"] = row["input"] or before["input"]
            row["started_at"] = row["started_at"] or before["started_at"]
        rows[key] = row
    return list(rows.values())


def _progress(record: StepRecord) -> int:
    """How many items of a loop in batches have ended, while it runs; -1: it is none."""
    told = record.output
    if record.status is not StepStatus.RUNNING or not isinstance(told, dict):
        return -1
    counts = [told.get(name) for name in ("done", "failed", "left_out")]
    return sum(count for count in counts if isinstance(count, int))


def _in_turn(steps: Sequence[StepRecord]) -> Iterable[StepRecord]:
    """With a cancel behind the attempts that failed before it: see `store.projection_sql`."""
    if not any(record.status is StepStatus.CANCELLED for record in steps):
        return steps
    failed: dict[tuple[str, str, str], int] = {}
    for record in steps:
        if record.status is StepStatus.FAILED:
            step = (record.run_id, record.node_id, record.iteration)
            failed[step] = max(record.attempt, failed.get(step, 0))
    return [_behind(record, failed) for record in steps]


def _behind(record: StepRecord, failed: dict[tuple[str, str, str], int]) -> StepRecord:
    last = failed.get((record.run_id, record.node_id, record.iteration), -1)
    if record.status is not StepStatus.CANCELLED or last < record.attempt:
        return record
    return record.model_copy(update={"attempt": last + 1})


def _text(value: JsonValue) -> str | None:
    return None if value is None else to_json(value)


def _error(error: ErrorInfo | None) -> str | None:
    if error is None:
        return None
    written = to_json(error.model_dump(mode="json"))
    # Runs are found by words of their errors, and no word has a NUL character: PostgreSQL would refuse
    # the run's end for ever.
    return to_json(_plain(orjson.loads(written))) if "\\u0000" in written else written


def _plain(value: Any) -> Any:
    """Without NUL characters."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_plain(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {_plain(key): _plain(each) for key, each in cast("dict[str, Any]", value).items()}
    return value


_LOST, _ENDED = _error(LOST), _error(ENDED)
