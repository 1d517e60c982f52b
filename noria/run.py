"""Run records: what the API, the workflow, the activities and the store tell each other of a run.

One object in, one object out, at each Temporal boundary.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, NewType

from pydantic import BaseModel, ConfigDict, JsonValue

from noria.model import NodeId, PortName
from noria.node_type import Each, ItemRun, Repeat
from noria.plan import Plan, PlanStep
from noria.waits import OpenWait

StepKey = NewType("StepKey", str)
"""Names a step within its run: `fetch` at the top level, `fetch[3/0]` inside loops."""


def step_key(node_id: NodeId, iteration: str) -> StepKey:
    """Of the node's step in this iteration; `""` is the top level."""
    return StepKey(f"{node_id}[{iteration}]" if iteration else node_id)


def split_step_key(key: StepKey) -> tuple[NodeId, str]:
    """Node id and iteration."""
    node_id, _, rest = key.partition("[")
    return NodeId(node_id), rest.removesuffix("]")


class RunStatus(StrEnum):
    """Of a run; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class StepStatus(StrEnum):
    """Of a step and of each of its attempts; the last four are final."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


FINAL_RUN = frozenset({RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED})
FINAL_STEP = frozenset(
    {StepStatus.SUCCEEDED, StepStatus.FAILED, StepStatus.CANCELLED, StepStatus.SKIPPED}
)


class Record(BaseModel):
    """Immutable once made."""

    model_config = ConfigDict(frozen=True)


class ErrorInfo(Record):
    """An error as data: what people see, and `steps.<id>.error` on an error port."""

    type: str
    """Snake_case code, as `node_failed`."""
    message: str
    node_id: NodeId | None = None
    retryable: bool = False
    details: JsonValue = None


class StepRecord(Record):
    """One attempt at one step, as a row. Upserted forward only: a lower `rank` never wins."""

    run_id: str
    workspace_id: str
    node_id: NodeId
    iteration: str = ""
    """Indexes of the loops around it, the outermost first, as `3/0`; empty at the top level."""
    attempt: int = 1
    """From 1; 0 for a step that never ran (skipped, or cancelled before its start)."""
    status: StepStatus
    port: PortName | None = None
    input: JsonValue = None
    """The config with its expressions evaluated; large values by reference."""
    output: JsonValue = None
    error: ErrorInfo | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def rank(self) -> int:
        """0 queued or paused, which both come before the attempt, 1 running, 2 waiting, 3 final.

        4: failed, and the run goes on from it. An attempt that fails doesn't know by which port the
        policy goes on, and with what output.
        """
        if self.status in FINAL_STEP:
            return 4 if self.status is StepStatus.FAILED and self.port is not None else 3
        if self.status is StepStatus.WAITING:
            return 2
        return 1 if self.status is StepStatus.RUNNING else 0


class NotUndone(Record):
    """What a step did and nobody could undo."""

    node_id: NodeId
    iteration: str = ""
    undo: NodeId
    """The compensation that failed."""
    error: ErrorInfo


class RunUpdate(Record):
    """A run's new status, as the workflow knows it. A final status is never overwritten."""

    run_id: str
    workspace_id: str
    status: RunStatus
    output: JsonValue = None
    error: ErrorInfo | None = None
    at: datetime | None = None
    """When the run came to it: news that is late, as of a call that waited for a worker, is told apart."""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    not_undone: tuple[NotUndone, ...] = ()
    """With a final status: what compensations could not undo."""


class Projection(Record):
    """What the workflow asks a local activity, or its next activity call, to write."""

    steps: tuple[StepRecord, ...] = ()
    run: RunUpdate | None = None


class Scope(Record):
    """What the expressions of one step read, and nothing more."""

    steps: dict[str, JsonValue] = {}
    """Node id → `{status, output?, error?, attempt}`, cut down to what is read."""
    trigger: JsonValue = None
    vars: dict[str, JsonValue] = {}
    env: dict[str, JsonValue] = {}
    run: dict[str, JsonValue] = {}
    inside: dict[str, JsonValue] = {}
    """`item`, `index`, `key`, `loop`, as far as they are read; empty outside of loops."""

    def names(self) -> dict[str, JsonValue]:
        """As expressions see it: one value for each name."""
        return {
            "steps": self.steps,
            "trigger": self.trigger,
            "vars": self.vars,
            "env": self.env,
            "run": self.run,
            **self.inside,
        }


class StepState(Record):
    """What the workflow keeps of a finished step, also across continue-as-new."""

    status: StepStatus
    attempt: int = 1
    port: PortName | None = None
    output: JsonValue = None
    error: ErrorInfo | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True)
class IterationEnd:
    """How one iteration ended."""

    kind: Literal["result", "failed", "left_out"]
    """`left_out`: by `continue` or `break`."""
    value: JsonValue = None
    error: ErrorInfo | None = None
    key: str | None = None
    """Of the item, where the loop goes over an object."""


class LoopState(Record):
    """What the workflow keeps of a loop that is under way."""

    outcome: Each | Repeat | ItemRun
    since: datetime
    begun: int = 0
    """So many iterations have begun, from the first."""
    under_way: dict[int, dict[str, JsonValue]] = {}
    """Those of them that have not ended: index → `loop`, without the loops around it."""
    ends: dict[int, IterationEnd] = {}
    """Of `for_each`: how the others ended, as far as `parts` doesn't hold it."""
    parts: tuple[JsonValue, ...] = ()
    """References to what the first iterations gave."""
    total: int | None = None
    """Of the items, where they are kept by reference."""
    prev: JsonValue = None
    """Of `while` and `until`: what the next iteration gets."""


class Mend(Record):
    """What a person did to a step that is to be tried again."""

    step: PlanStep | None = None
    """Instead of the plan's, where its config or policy was changed."""
    attempts: int = 0
    edition: int = 0


class Hold(Record):
    """A failed step that waits for a person."""

    mend: Mend
    error: ErrorInfo | None = None
    since: datetime


class HandState(Record):
    """What people have told a run to do."""

    is_paused: bool = False
    breakpoints: tuple[NodeId, ...] = ()
    passes: tuple[StepKey, ...] = ()
    """Steps that were let go and have not started yet: no breakpoint stops them again."""
    mends: dict[StepKey, Mend] = {}
    """Of steps that have not ended."""
    holds: dict[StepKey, Hold] = {}
    done: dict[str, str] = {}
    """Key of a request → digest of what it asked for; the newest 100."""


Digest = str
"""Of a blob."""


class Items(Record):
    """The result of `noria.split`."""

    manifest: Digest
    """Of the list of the chunks' digests."""
    count: int
    size: int
    """Of each chunk but the last."""
    keyed: bool = False


class ItemFailure(Record):
    index: int
    error: ErrorInfo


class BatchState(Record):
    """What the workflow keeps of a loop that runs in batches."""

    outcome: Each
    since: datetime
    items: Items | None = None
    """None: the outcome holds them."""
    next: int = 0
    """The batch that begins next."""
    results: dict[int, Digest] = {}
    """By batch."""
    left: dict[int, Digest] = {}
    """Batches that were begun and are not done."""
    done: int = 0
    failed: int = 0
    left_out: int = 0
    failures: tuple[ItemFailure, ...] = ()
    error: ErrorInfo | None = None
    closing: bool = False


class Undo(Record):
    """A compensation that is to run if the run fails, and what it reads."""

    node_id: NodeId
    """Of the compensation."""
    iteration: str
    scope: Scope


class Followed(Record):
    """The run of an item that is under way: it outlives the history that started it."""

    run_id: str
    since: datetime
    """When its step began."""


class Snapshot(Record):
    """State carried over continue-as-new."""

    states: dict[StepKey, StepState] = {}
    """Of steps that ended; the output only where a later step reads it."""
    vars: dict[str, JsonValue] = {}
    deadlines: dict[StepKey, datetime] = {}
    """Waiting steps: when their wait ends."""
    waiting_since: dict[StepKey, datetime] = {}
    loops: dict[StepKey, LoopState] = {}
    """Containers whose body is under way."""
    batches: dict[StepKey, BatchState] = {}
    """Containers whose body runs in batches."""
    hand: HandState | None = None
    """None: nobody can have taken hold of the run yet."""
    is_paused_from_above: bool = False
    undos: tuple[Undo, ...] = ()
    """In the order in which their steps ended."""
    asks: dict[StepKey, OpenWait] = {}
    """Steps that wait for an event or for a person."""
    followed: dict[StepKey, Followed] = {}
    """Steps whose runs of items are under way."""
    is_adopted: bool = False
    """The run that waits for this one has gone on in a new history, which is to be told of the end."""
    ending: RunUpdate | None = None
    """How the run will end once the `undos` that are left are done: nothing else starts."""


class Item(Record):
    """Which item of a loop a run is."""

    node_id: NodeId
    """Of the step that starts it; in this run, of the container of all that it does."""
    iteration: str
    """Of that step: its path in the run that the loop belongs to."""
    around: dict[str, JsonValue] | None = None
    """`loop` of the loop around the loop."""
    run: dict[str, JsonValue] | None = None
    """What its expressions read as `run`: of the run that the loop belongs to. None: of its own."""


class RunRequest(Record):
    """The one argument of `GraphWorkflow`."""

    run_id: str
    workspace_id: str
    workflow_id: str
    workflow_name: str
    version: int | None
    """None: a test run of the draft."""
    plan: Plan
    input: JsonValue = None
    env: dict[str, JsonValue] = {}
    started_at: datetime | None = None
    """Set by the workflow on its first task and carried on."""
    snapshot: Snapshot | None = None
    snapshot_at: tuple[JsonValue, ...] = ()
    """References to its pages, in order, where it is too large to travel."""
    breakpoints: tuple[NodeId, ...] = ()
    """Where the run pauses from its start on."""
    timeout_s: float | None = None
    """Seconds from `started_at` on, after which the run fails."""
    priority: int = 3
    """From 1, the most urgent, to 5."""
    start_at: datetime | None = None
    """Not before this time."""
    depth: int = 0
    """Runs above it: 0 for one that no other run started."""
    only_reads: bool = False
    """It may change nothing outside of itself, nor may the runs that it starts."""
    item: Item | None = None
    """Of a run that another one started for an item of a loop."""


class RunResult(Record):
    """The one result of `GraphWorkflow`."""

    status: RunStatus
    output: JsonValue = None
    error: ErrorInfo | None = None
    left: Literal["break", "continue"] | None = None
    """Of an item's run: how it left the loop, without a result."""
    undos: tuple[Undo, ...] = ()
    """Of an item's run: what is to be undone of it if the run that started it fails."""
    undos_at: tuple[JsonValue, ...] = ()
    """References to their pages, in order, where they are too large to travel."""
