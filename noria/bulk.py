"""Bulk actions: one thing done to all runs that match a filter."""

from typing import Literal

from noria.run import FINAL_RUN, Record, RunStatus

BulkName = Literal["pause", "resume", "cancel", "terminate", "retry", "fork"]

_OPEN = frozenset(RunStatus) - FINAL_RUN

APPLIES: dict[BulkName, frozenset[RunStatus]] = {
    "pause": _OPEN - {RunStatus.PAUSED},
    "resume": frozenset({RunStatus.PAUSED}),
    "cancel": _OPEN,
    "terminate": _OPEN,
    "retry": frozenset({RunStatus.FAILED, RunStatus.CANCELLED}),
    "fork": frozenset(RunStatus),
}
"""The statuses of runs to which it can be done; others are left alone without a word, as are, by `retry`,
runs that have a retry."""


class BulkCall(Record):
    """The one argument of `BulkWorkflow` and of its activity; all else is in the action's row."""

    workspace_id: str
    bulk_id: str
