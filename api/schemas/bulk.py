"""Bulk actions: one thing done to all runs that match a filter."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from api.schemas.forks import MAX_VERSION, NodeIdText
from api.schemas.runs import KEY_PATTERN, MAX_TOOK_S, TriggerType
from api.schemas.shape import Line, Read, Write
from noria.bulk import BulkName
from noria.run import RunStatus


class BulkFilter(Write):
    """All that is given must hold; nothing given means every run of the workspace."""

    workflow_id: UUID | None = None
    status: list[RunStatus] = Field(default=[], max_length=7)
    """Any of these."""
    version: int | None = Field(default=None, ge=1, le=MAX_VERSION)
    search: str | None = Field(default=None, max_length=200, pattern=r"^[^\x00]*$")
    """Part of the workflow's name, or how the id begins."""
    since: datetime | None = None
    """Made at or after this time."""
    until: datetime | None = None
    """Made before this time."""
    parent_run_id: UUID | None = None
    key: str | None = Field(default=None, pattern=KEY_PATTERN)
    """With this business key."""
    trigger: list[TriggerType] = Field(default=[], max_length=6)
    """Started by any of these."""
    error: str | None = Field(default=None, max_length=200, pattern=r"^[^\x00]*$")
    """Part of the error's message."""
    failed_type: str | None = Field(default=None, max_length=200, pattern=r"^[^\x00]*$")
    """Node type of the step that failed the run; runs of drafts are left out."""
    took_at_least_s: float | None = Field(default=None, ge=0, le=MAX_TOOK_S, allow_inf_nan=False)
    """Seconds from start to end; runs that have not ended are left out."""
    run_ids: list[UUID] = Field(default=[], max_length=1_000)
    """These runs alone."""


class BulkCreate(Write):
    action: BulkName
    filter: BulkFilter
    node_id: NodeIdText | None = None
    """Of `fork`: the step that runs again with all after it."""
    version: int | None = Field(default=None, ge=1, le=MAX_VERSION)
    """Of `retry` and `fork`: go on with this version; null: with what each run followed."""
    reason: Line | None = None
    """Of `terminate`: why, as the runs will tell."""
    expected_count: int | None = Field(default=None, ge=0)
    """As the preview told; refused when more runs match by now."""


class BulkPreview(Read):
    """The runs that it would be done to, were it started now."""

    count: int
    by_status: dict[RunStatus, int]


class Refusal(Read):
    run_id: UUID
    reason: str


class BulkRead(Read):
    id: UUID
    action: BulkName
    status: RunStatus
    """`queued`, `running`, `succeeded` once all runs were dealt with, or `cancelled`."""
    total: int
    """Runs that matched when it was asked for; those that have moved on since are left alone."""
    done: int
    refused: int
    """Runs to which it could not be done."""
    refusals: list[Refusal]
    """The first 100 of them."""
    created_at: datetime
    finished_at: datetime | None
