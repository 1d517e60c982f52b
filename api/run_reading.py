"""Rows of runs and steps as they are sent."""

from collections.abc import Sequence
from uuid import UUID

import orjson
from pydantic import JsonValue

from api.schemas.runs import (
    AttemptRead,
    ErrorRead,
    NotUndoneRead,
    PartRead,
    RunEvent,
    RunRead,
    RunSummary,
    StepEvent,
    StepRead,
)
from api.settings import ApiSettings
from noria.blobs import PREVIEW_CHARS, is_blob
from noria.run import RunStatus, StepStatus
from store.changes import ChangedAttempt
from store.reused_steps import PINNED
from store.runs import NamedRun
from store.tables import Step

EVENT_VALUE_BYTES = 8 * 1024
"""Larger values are cut short in events: many browsers may watch a run."""


def read_summary(found: NamedRun) -> RunSummary:
    """For lists."""
    run = found.run
    return RunSummary(
        id=run.id,
        status=RunStatus(run.status),
        workflow_id=run.workflow_id,
        workflow_name=found.workflow_name,
        version=run.version,
        trigger=run.trigger,  # pyright: ignore[reportArgumentType] - the table holds no other
        key=run.key,
        in_line=run.in_line,
        part=PartRead.model_validate(run.part) if run.part else None,
        parent_run_id=run.parent_run_id,
        relation=run.relation,  # pyright: ignore[reportArgumentType] - the table holds no other
        parent_node_id=run.parent_node_id,
        parent_iteration=run.parent_iteration,
        error=_error(run.error),
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
    )


def read_detail(found: NamedRun, settings: ApiSettings) -> RunRead:
    """All of it."""
    return RunRead(
        **dict(read_summary(found)),
        input=found.run.input,
        output=found.run.output,
        not_undone=[NotUndoneRead.model_validate(each) for each in found.run.not_undone or ()],
        temporal_url=settings.temporal_url(found.run.id),
    )


def read_step(attempts: Sequence[Step]) -> StepRead:
    """One step, of its attempts in their order."""
    newest = attempts[-1]
    return StepRead(
        node_id=newest.node_id,
        iteration=newest.iteration,
        status=StepStatus(newest.status),
        port=newest.port,
        attempts=[_attempt(row) for row in attempts],
        input=newest.input,
        output=newest.output,
        error=_error(newest.error),
        started_at=attempts[0].started_at,
        finished_at=newest.finished_at,
        reused_from=_reused_from(newest.source),
        pinned=newest.source == PINNED,
    )


def step_event(row: ChangedAttempt) -> RunEvent:
    """An attempt as an event."""
    step = StepEvent(
        node_id=row.node_id,
        iteration=row.iteration,
        attempt=row.attempt,
        status=StepStatus(row.status),
        port=row.port,
        error=_error(row.error),
        started_at=row.started_at,
        finished_at=row.finished_at,
        input=_shortened(row.input),
        output=_shortened(row.output),
        reused_from=_reused_from(row.source),
        pinned=row.source == PINNED,
    )
    return RunEvent(seq=row.seq, kind="step", step=step, run=None)


def run_event(found: NamedRun, seq: int, settings: ApiSettings) -> RunEvent:
    """A run's new status as an event."""
    return RunEvent(seq=seq, kind="run", step=None, run=read_detail(found, settings))


def _attempt(row: Step) -> AttemptRead:
    return AttemptRead(
        attempt=row.attempt,
        status=StepStatus(row.status),
        port=row.port,
        input=row.input,
        output=row.output,
        error=_error(row.error),
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def _reused_from(source: str | None) -> UUID | None:
    return None if source in (None, PINNED) else UUID(source)


def _error(error: dict[str, JsonValue] | None) -> ErrorRead | None:
    return ErrorRead.model_validate(error) if error else None


def _shortened(value: JsonValue) -> JsonValue:
    if value is None or isinstance(value, bool | int | float) or is_blob(value):
        return value
    text = orjson.dumps(value)
    if len(text) <= EVENT_VALUE_BYTES:
        return value
    preview = text[: PREVIEW_CHARS * 4].decode(errors="ignore")[:PREVIEW_CHARS]
    return {"$preview": preview, "size": len(text)}
