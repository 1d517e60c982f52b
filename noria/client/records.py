"""What the API answers, as the client gives it. A newer server's further fields are left out."""

from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue

from noria.errors import Problem
from noria.forks.records import ForkStep, Pin
from noria.run import FINAL_RUN, ErrorInfo, RunStatus, StepStatus

T = TypeVar("T")


class Answer(BaseModel):
    """Immutable."""

    model_config = ConfigDict(frozen=True)


class Page(Answer, Generic[T]):
    """One page of a list; the newest first."""

    items: list[T]
    next_cursor: str | None = None
    """None on the last page."""


class Draft(Answer):
    """The graph being edited."""

    graph: dict[str, JsonValue]
    revision: int
    """To be named when saving, so that nobody's work is lost."""
    problems: list[Problem] = []


class WorkflowSummary(Answer):
    """A workflow as lists show it."""

    id: str
    name: str
    latest_version: int | None = None
    """None until it is published."""


class Workflow(WorkflowSummary):
    """A workflow with its draft."""

    draft: Draft
    problems: list[Problem] = []


class Rate(Answer):
    """At most so many starts in so many seconds, on average."""

    runs: int
    per_s: float


class WorkflowSettings(Answer):
    """Limits of a workflow; None is none."""

    max_concurrent_runs: int | None = None
    rate: Rate | None = None
    run_timeout_s: float | None = None
    """From a run's first step on."""
    retention_days: int | None = None
    """After a run's end."""
    priority: int = 3
    """From 1, the most urgent, to 5."""
    in_line: int = 0
    """Runs that wait in line now."""


class Published(Answer):
    """A version just made, or the newest one where the draft equals it."""

    version: int
    created: bool = True
    problems: list[Problem] = []
    """Warnings."""


class Checked(Answer):
    """What the server says of a graph."""

    valid: bool
    problems: list[Problem]


class RunSummary(Answer):
    """A run as lists show it."""

    id: str
    status: RunStatus
    workflow_id: str
    workflow_name: str = ""
    version: int | None = None
    """None: a test run of the draft."""
    key: str | None = None
    """Business key."""
    in_line: bool = False
    """Queued until a limit of its workflow, or the run with its key, lets it go."""
    parent_run_id: str | None = None
    """The run that this one goes on from, or that started it."""
    relation: str | None = None
    """What the run is to its parent: its `retry`, its `fork`, or its sub-run: `call`."""
    parent_node_id: str | None = None
    error: ErrorInfo | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def has_ended(self) -> bool:
        return self.status in FINAL_RUN


class Run(RunSummary):
    """A run with what went in and came out; large values as `{"$blob": digest, ...}`."""

    input: JsonValue = None
    output: JsonValue = None


class Attempt(Answer):
    """One try of a step."""

    attempt: int
    """From 1; 0 for a step that never ran."""
    status: StepStatus
    port: str | None = None
    input: JsonValue = None
    output: JsonValue = None
    error: ErrorInfo | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


class StepChange(Attempt):
    """An attempt as an event tells it; large values are cut to a preview."""

    node_id: str
    iteration: str = ""


class Step(Answer):
    """One node's part in a run."""

    node_id: str
    iteration: str = ""
    status: StepStatus
    attempts: list[Attempt]
    input: JsonValue = None
    output: JsonValue = None
    error: ErrorInfo | None = None
    reused_from: str | None = None
    """The run that did this step, where this one only took over what it gave."""
    pinned: bool = False
    """Its output was given by a person; it did not run."""


class Changes(Answer):
    """What is to be different in a retry or fork; what is not set stays as it was."""

    version: int | None = None
    """Go on with this version, as a mended one."""
    draft: bool = False
    """Go on with the draft as it is."""
    input: JsonValue = None
    pins: dict[str, Pin] = {}
    """Node id → an output to use instead of what the step gave, or in place of running it."""
    breakpoints: list[str] = []
    """Ids of nodes before which the new run pauses."""

    def to_json(self) -> dict[str, JsonValue]:
        """Without what is not set: an input of null is not the run's own."""
        return self.model_dump(mode="json", exclude_unset=True)


class ForkPreview(Answer):
    """What a retry or fork would reuse and what it would run, were it started now."""

    version: int | None = None
    steps: list[ForkStep]
    starts_with: list[str]
    reused_count: int
    kept_inside: int = 0
    """Steps in iterations of loops that run again: these go on where they were."""
    run_count: int


class RunEvent(Answer):
    """One change of a run: of a step, or of the run itself."""

    seq: int
    step: StepChange | None = None
    run: Run | None = None
