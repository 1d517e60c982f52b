"""Sub-runs: what a run asks for when it starts another one."""

from pydantic import JsonValue

from noria.model import NodeId
from noria.plan import Frozen
from noria.run import NotUndone, RunResult, StepKey

CALL = "call"
ITEM = "item"
SUB_RUNS = (CALL, ITEM)
"""What runs are to the run that started them, of which they are a part: called by a step, or an item of a
loop.
"""
MAX_DEPTH = 25
"""Runs below each other: a workflow that calls itself without end stops here."""


class SubRunEnd(Frozen):
    """How a run that is waited for ended: to a run in a new history Temporal does not tell it."""

    run_id: str
    result: RunResult
    not_undone: tuple[NotUndone, ...] = ()


class ItemRunOrder(Frozen):
    """The one argument of `noria.record_item_run`."""

    run_id: str
    """The new run's, given by its parent, so that to record it twice is to record it once."""
    parent_run_id: str
    workspace_id: str
    node_id: NodeId
    """Of the step that starts it."""
    iteration: str
    facts: dict[str, JsonValue]
    """`item`, `index` and `key`, as far as people are shown them; large values by reference."""
    taken_over: tuple[StepKey, ...] = ()
    """Steps of the item that an earlier run did: they have rows of the parent's."""


class SubRunOrder(Frozen):
    """The one argument of `noria.prepare_run`, which answers with what starts the run."""

    run_id: str
    """The sub-run's, given by its parent, so that to prepare it twice is to prepare it once."""
    parent_run_id: str
    workspace_id: str
    node_id: NodeId
    iteration: str = ""
    workflow: str
    """Name or id."""
    version: int | None = None
    """None: the newest."""
    input: JsonValue = None
    depth: int = 1
    """Runs above it."""
    only_reads: bool = False
    """It may change nothing outside of itself."""
