"""What a person may do to a run that goes on: the argument and the answer of the update `control`."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from noria.model import NodeId, Policy, PortName
from noria.plan import PlanStep
from noria.run import ErrorInfo, HandState, Record, RunStatus, StepKey, step_key


class Pause(Record):
    """Start nothing more; what runs goes on to its end."""

    act: Literal["pause"] = "pause"


class Resume(Record):
    """Start what the pause held back."""

    act: Literal["resume"] = "resume"


class StartOne(Record):
    """Of a paused run: start one step and stay paused."""

    act: Literal["step"] = "step"
    step: StepKey | None = None
    """None: the one that has been ready for the longest time."""


class SetBreakpoints(Record):
    """Pause the run before each of these nodes; they replace those set before."""

    act: Literal["break"] = "break"
    node_ids: tuple[NodeId, ...] = ()


class StepAct(Record):
    """Root of the acts on one step that is held, or that an activity is trying."""

    node_id: NodeId
    iteration: str = ""
    attempts: int | None = None
    """Begun so far, as Temporal knows of an activity, or the rows of a quick step; a held step knows
    by itself."""

    @property
    def key(self) -> StepKey:
        """Which step of the run."""
        return step_key(self.node_id, self.iteration)


class RetryStep(StepAct):
    """Try the step again now, with all attempts of its policy."""

    act: Literal["retry"] = "retry"
    step: PlanStep | None = None
    """With another config, compiled."""
    input: dict[str, JsonValue] | None = None
    """The config as it is to be sent, without expressions."""
    policy: Policy | None = None


class SkipStep(StepAct):
    """Go on as if the step had given this output."""

    act: Literal["skip"] = "skip"
    output: JsonValue = None
    port: PortName | None = None
    """None: its first one."""


class FailStep(StepAct):
    """Let the step fail, and with it what its policy says."""

    act: Literal["fail"] = "fail"
    reason: str | None = None


Act = Annotated[
    Pause | Resume | StartOne | SetBreakpoints | RetryStep | SkipStep | FailStep,
    Field(discriminator="act"),
]


class Control(Record):
    """The one argument of the update."""

    act: Act
    key: str | None = None
    """Two with the same key are one request, sent again."""

    @property
    def digest(self) -> str:
        """Of what is asked for, without what is only known of the run at that moment."""
        asked = self.act.model_dump_json(exclude={"attempts"})
        return sha256(asked.encode()).hexdigest()[:16]


class QuickTry(Record):
    """A step of the quick lane at work: Temporal knows nothing of it yet, and its rows know the rest."""

    node_id: NodeId
    iteration: str
    max_attempts: int


class Grip(Record):
    """How a run stands in people's hands; the answer of the update, and of the query `grip`."""

    status: RunStatus
    hand: HandState
    parked: tuple[StepKey, ...] = ()
    """Ready to start, and held back by the pause, the longest first."""
    quick: tuple[QuickTry, ...] = ()
    """In the order in which they began."""
    changed: bool = False
    """Whether the act did anything: to pause a paused run does nothing, and is fine."""


class Trying(Record):
    """A step that an activity is trying, as Temporal knows of it."""

    node_id: NodeId
    iteration: str
    is_running: bool
    """An attempt is under way; else the next one is waited for."""
    is_paused: bool
    """No further attempt begins until the run is resumed."""
    attempts: int
    """Begun so far by this activity: those before a person had the step tried again come on top."""
    max_attempts: int | None
    last_error: ErrorInfo | None
    next_attempt_at: datetime | None

    @property
    def key(self) -> StepKey:
        """Which step of the run."""
        return step_key(self.node_id, self.iteration)
