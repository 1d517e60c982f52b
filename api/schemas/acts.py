"""What people do to a run that goes on, and how it stands in their hands."""

from datetime import datetime

from pydantic import Field, JsonValue

from api.schemas.runs import ErrorRead
from api.schemas.shape import Read, Write
from noria.model import NODE_ID_PATTERN, PORT_PATTERN, Policy, RetryPolicy
from noria.run import RunStatus

ITERATION_PATTERN = r"^(\d{1,9}(/\d{1,9}){0,9})?$"
REASON = Field(default=None, max_length=500, pattern=r"^[^\x00]*$")


class TerminateWrite(Write):
    reason: str | None = REASON
    """Shown as the run's error, and kept in the audit trail."""


class StepAct(Write):
    """Root: which step of the node, where the node is in the body of a loop."""

    iteration: str = Field(default="", pattern=ITERATION_PATTERN)
    """Path of loop indexes, as `3/0`; empty outside loops."""


class StartOneWrite(StepAct):
    node_id: str | None = Field(default=None, pattern=NODE_ID_PATTERN)
    """Null: the step that has been ready for the longest time."""


class BreakpointsWrite(Write):
    node_ids: list[str] = Field(max_length=2_000)
    """The run pauses before each of these; they replace those set before."""


class StepRetryWrite(StepAct):
    config: dict[str, JsonValue] | None = None
    """Instead of the node's own; may hold expressions."""
    input: dict[str, JsonValue] | None = None
    """The config as it is to be used, without expressions; not together with `config`."""
    policy: Policy | None = None
    """Instead of the present one; it stays with this step of this run."""


class StepSkipWrite(StepAct):
    output: JsonValue = None
    """What the step would have given."""
    port: str | None = Field(default=None, pattern=PORT_PATTERN)
    """Null: its first one."""


class StepFailWrite(StepAct):
    reason: str | None = REASON
    """The error's message, where the step has none of its own."""


class StepPolicyWrite(StepAct):
    timeout_s: float = Field(ge=0.1, le=86_400 * 30)
    """Of one attempt."""
    retry: RetryPolicy


class StepAt(Read):
    node_id: str
    iteration: str


class HeldRead(StepAt):
    """A failed step that waits for a person."""

    attempts: int
    """Made so far."""
    error: ErrorRead | None
    since: datetime


class TryingRead(StepAt):
    """A step that is being tried."""

    is_running: bool
    """An attempt is under way; else the next one is waited for."""
    is_paused: bool
    """No further attempt begins until the run is resumed. Steps in the quick lane go on."""
    attempts: int
    """Begun so far."""
    max_attempts: int | None
    """Together with those before a person had the step tried again."""
    last_error: ErrorRead | None
    next_attempt_at: datetime | None
    """Null in the quick lane, too, where nobody knows it."""


class ActRead(Read):
    """How the run stands after an act."""

    status: RunStatus
    changed: bool
    """False: the run stood so before; to pause a paused run is fine."""
    is_paused: bool
    breakpoints: list[str]
    parked: list[StepAt]
    """Ready to start, and held back by the pause, the longest first."""
    held: list[HeldRead]


class GripRead(ActRead):
    """How the run stands in people's hands."""

    trying: list[TryingRead]
