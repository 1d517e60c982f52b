"""What the workflow and its activities tell each other of a loop that runs in batches.

Items and results stay in blobs; the workflow keeps counters and digests.
"""

from datetime import datetime
from typing import Literal

from pydantic import JsonValue

from noria.model import NodeId
from noria.plan import PlanStep
from noria.run import (
    Digest,
    ErrorInfo,
    ItemFailure,
    Record,
    RunUpdate,
    Scope,
    StepRecord,
    StepState,
)

BATCH_ITEMS = 1_000
"""Of one activity, where the author does not say."""
MAX_BATCHES = 5_000
"""Of one loop: the workflow keeps a digest of each."""
SHOWN_FAILURES = 20


class SplitCall(Record):
    """The argument of `noria.split`, which cuts a stored list or object into chunks of items."""

    workspace_id: str
    source: JsonValue
    """A reference."""
    batch_size: int | None = None


class BatchBody(Record):
    """What all batches of a loop share."""

    run_id: str
    workspace_id: str
    container: PlanStep
    steps: tuple[PlanStep, ...]
    """In plan order."""
    scope: Scope
    """What they read from outside of the loop."""
    outer: dict[str, JsonValue] | None = None
    """`loop` around the loop, where it is read."""
    iteration: str = ""
    """Of the container's own frame."""
    now: datetime
    run_input: JsonValue = None
    on_item_error: Literal["stop", "collect", "skip"] = "stop"
    concurrency: int = 1
    """Items at a time within one activity."""


class BatchCall(Record):
    """The argument of `noria.batch`."""

    body: BatchBody
    number: int
    """Of the batch, from 0."""
    first: int
    """Index of its first item in the loop."""
    items: tuple[JsonValue, ...] = ()
    keys: tuple[str, ...] | None = None
    manifest: Digest | None = None
    """Where the items are, when they do not travel."""
    keyed: bool = False
    left: Digest | None = None
    """What an earlier call of the same batch left open."""
    pending: tuple[StepRecord, ...] = ()
    run: RunUpdate | None = None


class BatchResult(Record):
    """The result of `noria.batch`."""

    done: int = 0
    """Iterations that gave a result; so are the next two numbers. Of all calls of this batch."""
    failed: int = 0
    left_out: int = 0
    results: Digest | None = None
    """Of a JSON list of results, or an object of a keyed loop; None while something is left."""
    failures: tuple[ItemFailure, ...] = ()
    """The first few."""
    error: ErrorInfo | None = None
    """Fails the loop: the first item that failed where the policy is to stop."""
    broke: bool = False
    left: Digest | None = None
    """What is to be done yet; the same batch is called with it again."""
    retry_after_s: float = 0.0


class OpenItem(Record):
    """An item of a batch that has not ended, and how far it came."""

    index: int
    states: dict[NodeId, StepState] = {}
    attempts: dict[NodeId, int] = {}
    rests_until: datetime | None = None
    """No attempt at its step before then."""


class Leftover(Record):
    """What one call of a batch leaves for the next, as a blob."""

    results: dict[int, JsonValue] = {}
    """By index, of the iterations that are kept."""
    open: tuple[OpenItem, ...] = ()
    result: BatchResult = BatchResult()
    """The counters so far."""


class CollectCall(Record):
    """The argument of `noria.collect`, which answers with the loop's output, by reference if large."""

    workspace_id: str
    results: tuple[Digest, ...]
    """In the order of the items."""
    keyed: bool
