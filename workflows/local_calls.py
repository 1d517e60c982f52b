"""The workflow's calls of local activities: writing rows, and values that are too large for it.

They are retried until they succeed: a run is not over until its rows are written.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, RetryState

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.blobs import BLOB_THRESHOLD_BYTES, size_of
    from noria.item_calls import GatherCall, ItemsCall, ItemsPage, StoreCall
    from noria.run import Projection, RunRequest
    from noria.step_calls import StepCall
    from noria.sub_runs import ItemRunOrder, SubRunEnd, SubRunOrder
    from noria.waits import Reminder, Taken, WaitClose, WaitOpen

from workflows.names import (
    CLOSE_WAIT,
    EVALUATE,
    FINISH_RUN,
    GATHER,
    ITEMS,
    OPEN_WAIT,
    PREPARE_RUN,
    PROJECT,
    RECORD_ITEM_RUN,
    REMIND,
    SNAPSHOT_BY_REFERENCE,
    STORE,
    SUB_RUN_ENDS,
)

_RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    maximum_interval=timedelta(seconds=15),
)
_ATTEMPT = timedelta(seconds=30)
_STORED_AT_ONCE = 100
_STORED_IN_ONE_CALL = 500
"""A reference with its preview takes 1 to 4 KB of history."""
NEXT_TASK = timedelta(milliseconds=1)
"""Ends a workflow task: its message to the server takes 4 MB."""
# A longer wait between attempts becomes a timer, so that the workflow task doesn't hold its other
# commands back while a database is down.
_IN_TASK = timedelta(seconds=2)


async def project(projection: Projection) -> None:
    """Write rows that people watch."""
    await _call(PROJECT, projection, None)


async def finish_run(projection: Projection) -> None:
    """Write the run's last row and every step's that may be missing."""
    await _call(FINISH_RUN, projection, None)


async def evaluate(call: StepCall) -> dict[str, JsonValue]:
    """Evaluate a control node's expressions where references can be opened."""
    return await _call(EVALUATE, call, dict[str, JsonValue])


async def store_large(
    workspace_id: str, values: Sequence[JsonValue], threshold: int = BLOB_THRESHOLD_BYTES
) -> list[JsonValue]:
    """The same values, each that is larger than the threshold (bytes) by reference."""
    kept = list(values)
    large = [at for at, value in enumerate(kept) if size_of(value) > threshold]
    if large:
        call = StoreCall(workspace_id=workspace_id, values=tuple(kept[at] for at in large))
        references = await _call(STORE, call, list[JsonValue])
        for at, reference in zip(large, references, strict=True):
            kept[at] = reference
    return kept


async def store_many(workspace_id: str, values: Sequence[JsonValue]) -> list[JsonValue]:
    """References to all, however small, and however many there are."""
    if len(values) > _STORED_IN_ONE_CALL and workflow.patched(SNAPSHOT_BY_REFERENCE):
        return await store_all(workspace_id, values)
    return await store_large(workspace_id, values, threshold=0)


async def store_all(workspace_id: str, values: Sequence[JsonValue]) -> list[JsonValue]:
    """References to any number of values, some in each workflow task; without previews."""
    references: list[JsonValue] = []
    for at in range(0, len(values), _STORED_AT_ONCE):
        some = tuple(values[at : at + _STORED_AT_ONCE])
        call = StoreCall(workspace_id=workspace_id, values=some, previews=False)
        references += await _call(STORE, call, list[JsonValue])
        await workflow.sleep(NEXT_TASK)
    return references


async def open_wait(wait: WaitOpen) -> bool:
    """Whether there is an answer already; to open a wait twice is to open it once."""
    return await _call(OPEN_WAIT, wait, bool)


async def close_wait(close: WaitClose) -> Taken | None:
    """What came, if anything did."""
    return await _call(CLOSE_WAIT, close, Taken | None)


async def remind(reminder: Reminder) -> None:
    """Tell people again that they are asked."""
    await _call(REMIND, reminder, None)


async def read_items(workspace_id: str, source: JsonValue, start: int) -> ItemsPage:
    """The items from this one on that make a page."""
    call = ItemsCall(workspace_id=workspace_id, source=source, start=start)
    return await _call(ITEMS, call, ItemsPage)


async def gather(workspace_id: str, parts: Sequence[JsonValue]) -> JsonValue:
    """A reference to the parts put together.

    Raises:
        ActivityError: They are too large.
    """
    call = GatherCall(workspace_id=workspace_id, parts=tuple(parts))
    return await _call(GATHER, call, dict[str, JsonValue])


async def prepare_run(order: SubRunOrder) -> RunRequest:
    """Record a sub-run and give what starts it; to do so twice is to do so once."""
    return await _call(PREPARE_RUN, order, RunRequest)


async def record_item_run(order: ItemRunOrder) -> None:
    """Record the run of an item of a loop; to do so twice is to do so once."""
    await _call(RECORD_ITEM_RUN, order, None)


async def sub_run_ends(run_ids: Sequence[str]) -> list[SubRunEnd]:
    """Of those sub-runs that are over."""
    return await _call(SUB_RUN_ENDS, list(run_ids), list[SubRunEnd])


async def _call(name: str, arg: Any, result_type: Any) -> Any:
    return await execute_local(
        name,
        arg,
        result_type=result_type,
        start_to_close_timeout=_ATTEMPT,
        retry_policy=_RETRY,
        local_retry_threshold=_IN_TASK,
    )


async def execute_local(name: str, arg: Any, **options: Any) -> Any:
    """`workflow.execute_local_activity`, failing as a remote one does.

    Raises:
        ActivityError: All attempts are spent. Of a local activity the SDK gives the cause alone.
    """
    try:
        return await workflow.execute_local_activity(name, arg, **options)
    except ApplicationError as error:
        spent = RetryState.MAXIMUM_ATTEMPTS_REACHED
        raise ActivityError(
            error.message,
            scheduled_event_id=0,
            started_event_id=0,
            identity="",
            activity_type=name,
            activity_id=options.get("activity_id", name),
            retry_state=RetryState.NON_RETRYABLE_FAILURE if error.non_retryable else spent,
        ) from error
