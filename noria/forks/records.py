"""What people see and say of a fork: pins, and what becomes of each step."""

from typing import Literal

from pydantic import JsonValue

from noria.model import NodeId, PortName
from noria.run import Record, StepStatus

Reason = Literal[
    "ended",
    "pinned",
    "chosen",
    "after",
    "not_ended",
    "undone",
    "new_node",
    "other_type",
    "port_gone",
    "skipped",
]
"""Why a step is reused (`ended`, `pinned`, `skipped`) or runs (all others)."""


At = tuple[NodeId, str]
"""A step in an iteration."""

Mode = Literal["only", "up_to", "from"]
"""Of a test run: one node alone, all up to it, or it and all after it."""


class Pin(Record):
    """An output that a person gives a step, which then does not run."""

    output: JsonValue = None
    port: PortName | None = None
    """By which it is left; the step's first one when None."""


class ForkStep(Record):
    """What becomes of one step in a fork; shown before the fork is started."""

    node_id: NodeId
    name: str
    reused: bool
    """False: it runs, if an edge leads there."""
    reason: Reason
    status: StepStatus | None
    """In the run that is forked; None when that never got there."""
    edited: bool
    """The version that the fork follows has another config or policy for it."""
