"""Rows that wait to be written together, one for each attempt and one for each run. No I/O."""

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson

from noria.run import FINAL_RUN, Projection, RunUpdate, StepRecord

ROW_BYTES = 600
"""What a row takes besides its values, roughly."""


class Batch:
    """Keeps the newest of each row, in the order in which they first came.

    A step that starts and ends within one batch is one write. What a later record leaves out, as
    the input, is kept from the earlier one.
    """

    def __init__(self) -> None:
        self.waiters: list[asyncio.Future[None]] = []
        self.size_bytes = 0
        """Roughly, and never too little."""
        self._steps: dict[tuple[str, str, str, int], StepRecord] = {}
        self._runs: dict[str, RunUpdate] = {}

    def __bool__(self) -> bool:
        return bool(self._steps or self._runs or self.waiters)

    def __len__(self) -> int:
        return len(self._steps) + len(self._runs)

    @property
    def steps(self) -> tuple[StepRecord, ...]:
        return tuple(self._steps.values())

    @property
    def runs(self) -> tuple[RunUpdate, ...]:
        return tuple(self._runs.values())

    def add(self, projection: Projection, size: int) -> None:
        """Take rows that weigh so much."""
        for record in projection.steps:
            key = (record.run_id, record.node_id, record.iteration, record.attempt)
            self._steps[key] = newer_step(self._steps.get(key), record)
        run = projection.run
        if run is not None:
            self._runs[run.run_id] = newer_run(self._runs.get(run.run_id), run)
        self.size_bytes += size


def newer_step(old: StepRecord | None, new: StepRecord) -> StepRecord:
    """The one that is further on, with what only the other one knows."""
    if old is None:
        return new
    ahead, behind = (new, old) if new.rank >= old.rank else (old, new)
    missing = _missing(ahead, behind, ("input", "output", "started_at"))
    return ahead.model_copy(update=missing) if missing else ahead


def newer_run(old: RunUpdate | None, new: RunUpdate) -> RunUpdate:
    """The later one; but nothing is later than a final status."""
    if old is None:
        return new
    ahead, behind = (old, new) if old.status in FINAL_RUN else (new, old)
    return ahead.model_copy(update=_missing(ahead, behind, ("started_at",)))


def weigh(projection: Projection) -> int:
    """Bytes, roughly."""
    size = sum(
        ROW_BYTES + _weigh(record.input) + _weigh(record.output) for record in projection.steps
    )
    return size + (ROW_BYTES + _weigh(projection.run.output) if projection.run else 0)


def _weigh(value: Any) -> int:
    if value is None:
        return 0
    try:
        return len(orjson.dumps(value))
    except TypeError:
        # An integer beyond 64 bits, or half a character: rare, and no reason to fail a step.
        return len(repr(value))


def _missing(
    ahead: StepRecord | RunUpdate, behind: StepRecord | RunUpdate, fields: Sequence[str]
) -> dict[str, Any]:
    return {
        name: known
        for name in fields
        if getattr(ahead, name) is None and (known := getattr(behind, name)) is not None
    }
