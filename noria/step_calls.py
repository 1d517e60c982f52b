"""What a node activity is sent, and what it answers with."""

from datetime import datetime

from pydantic import JsonValue

from noria.model import OUT, PortName
from noria.plan import PlanStep, Reads
from noria.run import Record, RunUpdate, Scope, StepRecord


class NextStep(Record):
    """A quick step that the same activity does next, if all before it leave by `out`."""

    step: PlanStep
    reads: Reads
    scope: Scope
    """As things stood before the chain: what its steps give is added by the activity."""
    seed: str


class StepCall(Record):
    """The one argument of every node activity."""

    run_id: str
    workspace_id: str
    iteration: str = ""
    step: PlanStep
    scope: Scope
    attempts_before: int = 0
    """Made by earlier activities of the step, before a person had it tried again."""
    edition: int = 0
    """How often a person changed what the step is sent: another edition is another request."""
    seed: str
    """Fixes the clock and random source of expressions: the same on every attempt."""
    now: datetime
    pending: tuple[StepRecord, ...] = ()
    """In-workflow steps that travel with this call to be written."""
    run: RunUpdate | None = None
    """The run's new status, to be written with them."""
    then: tuple[NextStep, ...] = ()
    """The rest of a chain of quick steps; an activity may leave any number of its last ones undone."""


class StepResult(Record):
    """The one result of every node activity."""

    output: JsonValue = None
    port: PortName = OUT
    attempt: int = 1
    started_at: datetime
    finished_at: datetime
    then: tuple["StepResult", ...] = ()
    """Of the steps of the chain that were done too, in order."""
