"""Runs, their steps and their events."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from api.schemas.shape import GraphDocument, Read, Write
from noria.forks.records import Mode
from noria.run import ErrorInfo, RunStatus, StepStatus
from store.sharing import Level

KEY_PATTERN = r"^[\x21-\x7e]{1,200}$"
"""Visible ASCII."""


TriggerType = Literal[
    "manual", "webhook", "schedule", "event", "chat", "workflow", "form", "poll", "email"
]


class ErrorRead(ErrorInfo):
    """Why a run, a step or an attempt failed."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class RunCreate(Write):
    input: JsonValue = Field(default_factory=dict)
    """Checked against the `input_schema` of the start node."""
    version: int | None = Field(default=None, ge=1, le=2_147_483_647)
    """The newest when null."""
    key: str | None = Field(default=None, pattern=KEY_PATTERN)
    """Business key: what the run is about, as `order-4711`. Of the runs of a workflow with the same
    one, one goes on at a time."""
    key_policy: Literal["join", "reject", "cancel_previous", "queue"] | None = None
    """While a run with the key goes on: answer with that run (also when null); refuse this one with
    409; cancel that one, and start when it has ended; or wait in line until it has ended."""
    priority: int | None = Field(default=None, ge=1, le=5)
    """From 1, the most urgent, to 5; the workflow's own when null."""
    draft: bool = False
    """Run the draft as it is, without publishing it: a test run."""
    breakpoints: list[str] = Field(default=[], max_length=2_000)
    """Ids of nodes before which the run pauses."""


class NotUndoneRead(Read):
    """What a step did, and its compensation could not undo."""

    node_id: str
    iteration: str
    undo: str
    """The node that was to undo it."""
    error: ErrorRead


class PartRead(Read):
    """Of a test run: which part of the graph it tries out."""

    mode: Mode
    node_id: str


class RunSummary(Read):
    id: UUID
    status: RunStatus
    workflow_id: UUID
    workflow_name: str
    version: int | None
    """Null: a test run of the draft."""
    trigger: TriggerType
    """What kind of thing started it; a person or a script: `manual`."""
    key: str | None
    """Business key."""
    in_line: bool
    """Queued until a limit of its workflow, or the run with its key, lets it go."""
    part: PartRead | None
    """Null: the whole graph."""
    parent_run_id: UUID | None
    """The run that this one goes on from, or that started it; null also once that was removed."""
    relation: Literal["retry", "fork", "call", "item"] | None
    """What the run is to its parent: its retry, its fork, its sub-run, or the run of an item of a loop."""
    parent_node_id: str | None
    """The parent's step where it was forked, or that started the sub-run."""
    parent_iteration: str | None
    """Of that step, where it started the sub-run: of an item, its place in the loops around it, as `3/0`."""
    error: ErrorRead | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


MAX_TOOK_S = 1e9
"""Some thirty years."""


class RunListQuery(BaseModel):
    """Which runs; all that is given must hold."""

    workflow_id: UUID | None = None
    status: list[RunStatus] = Field(default=[], max_length=7, description="Any of these.")
    version: int | None = Field(default=None, ge=1, le=2_147_483_647)
    search: str | None = Field(
        default=None,
        max_length=200,
        pattern=r"^[^\x00]*$",
        description="Part of the workflow's name, or how the id begins.",
    )
    error: str | None = Field(
        default=None,
        max_length=200,
        pattern=r"^[^\x00]*$",
        description="Part of the error's message.",
    )
    failed_type: str | None = Field(
        default=None,
        max_length=200,
        pattern=r"^[^\x00]*$",
        description="Node type of the step that failed the run; runs of drafts are left out.",
    )
    took_at_least_s: float | None = Field(
        default=None,
        ge=0,
        le=MAX_TOOK_S,
        allow_inf_nan=False,
        description="Seconds from start to end; runs that have not ended are left out.",
    )
    trigger: list[TriggerType] = Field(
        default=[], max_length=6, description="Started by any of these."
    )
    since: datetime | None = Field(default=None, description="Made at or after this time.")
    until: datetime | None = Field(default=None, description="Made before this time.")
    parent_run_id: UUID | None = Field(
        default=None,
        description="Retries, forks and sub-runs of this one. Runs of items of loops are listed this way "
        "alone.",
    )
    parent_node_id: str | None = Field(
        default=None,
        pattern=r"^[a-z][a-z0-9_]{0,99}$",
        description="Those of them that this step of the parent started, or that were forked at it.",
    )
    parent_iteration: str | None = Field(
        default=None,
        max_length=200,
        pattern=r"^[0-9/]*$",
        description="And in this iteration of it, as `3/0`.",
    )
    key: str | None = Field(
        default=None, pattern=KEY_PATTERN, description="With this business key."
    )
    id: list[UUID] = Field(default=[], max_length=200, description="These runs alone.")
    cursor: str | None = Field(
        default=None, max_length=200, description="`next_cursor` of the page before."
    )
    limit: int = Field(default=50, ge=1, le=200, description="At most this many items.")


class RunRead(RunSummary):
    input: JsonValue
    """Above 64 KiB a reference `{"$blob", "size", "media_type", "preview"}`: see `GET /blobs`."""
    output: JsonValue
    """As `input`."""
    not_undone: list[NotUndoneRead]
    """Of a run that failed or was cancelled: what its compensations could not undo."""
    temporal_url: str | None
    """This run in the Temporal UI, where that is known."""
    level: Level | None = None
    """What the caller may do with its workflow; null where nobody asks for that, as in events."""


class AttemptRead(Read):
    attempt: int
    """From 1; 0 for a step that never ran."""
    status: StepStatus
    port: str | None
    input: JsonValue
    output: JsonValue
    error: ErrorRead | None
    started_at: datetime | None
    finished_at: datetime | None


class StepRead(Read):
    """One node's part in a run; the fields beside `attempts` are those of the newest attempt."""

    node_id: str
    iteration: str
    """Indexes of the loops around it, the outermost first, as `3/0`; empty outside loops."""
    status: StepStatus
    port: str | None
    attempts: list[AttemptRead]
    input: JsonValue
    output: JsonValue
    error: ErrorRead | None
    started_at: datetime | None
    """Of the first attempt."""
    finished_at: datetime | None
    reused_from: UUID | None
    """The run that did this step, where this one only took over what it gave."""
    pinned: bool
    """Its output was given by a person; it did not run."""


class StepEvent(Read):
    """One attempt at one step, as it is now."""

    node_id: str
    iteration: str
    attempt: int
    status: StepStatus
    port: str | None
    error: ErrorRead | None
    started_at: datetime | None
    finished_at: datetime | None
    input: JsonValue
    """Above 8 KiB `{"$preview": first characters, "size": bytes}`: read `GET .../steps` for all."""
    output: JsonValue
    """As `input`."""
    reused_from: UUID | None
    """As of `StepRead`."""
    pinned: bool
    """As of `StepRead`."""


class RunEvent(Read):
    """One change of a run. An attempt that changed twice may be sent once, as it is now."""

    seq: int
    """Counts up; also the event's id, for `Last-Event-ID`."""
    kind: Literal["step", "run"]
    step: StepEvent | None
    run: RunRead | None


class PlaceRead(Read):
    """A step that is not where the graph has it, since its agent or team was written out."""

    node_id: str
    name: str
    type: str
    parent: str | None
    """In whose body its iterations are counted."""


class RunGraph(Read):
    """What a run follows."""

    workflow_id: UUID
    version: int | None
    graph: GraphDocument
    places: list[PlaceRead]
    """Of steps that the graph does not have, or has in another body."""
