"""How a run ends: what Temporal learns of it, and the run that waits for it."""

from collections.abc import Sequence

from temporalio import workflow
from temporalio.exceptions import CancelledError, FailureError

with workflow.unsafe.imports_passed_through():
    from pydantic import JsonValue

    from noria.model import OUT
    from noria.run import ErrorInfo, NotUndone, RunResult, RunStatus
    from noria.sub_runs import SubRunEnd

from workflows.failure import MAX_TOLD, as_told, run_failed
from workflows.handover import HandedUp
from workflows.names import SUB_RUN_ENDED
from workflows.progress import Progress


def result_of(
    progress: Progress,
    status: RunStatus,
    output: JsonValue,
    error: ErrorInfo | None,
    undos: HandedUp,
) -> RunResult:
    """Of an item's run with how it left the loop, and what is to be undone of it later."""
    facts: dict[str, object] = {"status": status, "output": output, "error": error}
    item = progress.item_end
    if item is not None:
        facts |= {"left": None if item.port == OUT else item.port, **undos}
    return RunResult.model_validate(facts)


async def end(
    run_id: str, result: RunResult, not_undone: Sequence[NotUndone], *, is_adopted: bool
) -> RunResult:
    """Tell who waits, and end as the run ended.

    Args:
        run_id: Of the run that ends.
        result: How it ends.
        not_undone: What is told besides of one that failed.
        is_adopted: Temporal would not tell the run above this one.

    Raises:
        ApplicationError: It failed.
        CancelledError: It was cancelled.
    """
    if is_adopted:
        await _tell(SubRunEnd(run_id=run_id, result=result, not_undone=tuple(not_undone)))
    if result.error:
        raise run_failed(result.error, not_undone)
    if result.status is RunStatus.CANCELLED:
        raise CancelledError("The run was cancelled.")
    return result


async def _tell(end: SubRunEnd) -> None:
    above = workflow.info().parent
    assert above is not None
    if end.result.error:
        told = end.result.model_copy(update={"error": as_told(end.result.error)})
        end = end.model_copy(update={"result": told, "not_undone": end.not_undone[:MAX_TOLD]})
    try:
        handle = workflow.get_external_workflow_handle(above.workflow_id)
        await handle.signal(SUB_RUN_ENDED, end)
    except FailureError:  # it is over, and needs to know nothing any more
        return
