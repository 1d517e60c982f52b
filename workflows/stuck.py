"""Runs that no worker can go on with: Temporal repeats their workflow task, and nobody sees it.

An undecodable payload, a request of a newer program, a bug of the engine: each heals with a key or
a deploy, and the run goes on by itself then. So it does when a step's task queue gets a worker.
Until then somebody should be told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client
from temporalio.service import RPCError

from workflows.client import RunEnd, end_of, run_handle, translated
from workflows.names import temporal_id
from workflows.unserved import QueueWatch, Unserved

STUCK_ATTEMPTS = 3
"""A workflow task may fail once or twice in a deploy, or when a worker dies."""
LAST_EVENTS = 20
MAX_REASON_CHARS = 1_000


@dataclass(frozen=True)
class Stuck:
    """Why the last workflow task failed, or which step nobody will take."""

    reason: str
    step: Unserved | None = None
    """Then the run itself goes on, but not this step of it."""


async def look_at_run(
    client: Client, run_id: str, queues: QueueWatch | None = None
) -> RunEnd | Stuck | None:
    """How a run ended, or why it can't go on; None while it goes on.

    With `queues`, its steps are looked at too.

    Raises:
        NotFound: Temporal has no such run, or no longer.
        Unavailable: Temporal does not answer.
    """
    try:
        description = await run_handle(client, run_id).describe()
        if end := end_of(description):
            return end
        task = description.raw_description.pending_workflow_task
        if task.attempt >= STUCK_ATTEMPTS:
            return Stuck(await _reason(client, run_id))
        step = await queues.find(description.raw_description) if queues else None
        return Stuck(step.reason, step) if step else None
    except RPCError as error:
        raise translated(error, run_id) from error


async def _reason(client: Client, run_id: str) -> str:
    """In the history only the first failure is told; those that follow repeat it."""
    answer = await client.workflow_service.get_workflow_execution_history_reverse(
        GetWorkflowExecutionHistoryReverseRequest(
            namespace=client.namespace,
            execution=WorkflowExecution(workflow_id=temporal_id(run_id)),
            maximum_page_size=LAST_EVENTS,
        )
    )
    for event in answer.history.events:
        if event.HasField("workflow_task_failed_event_attributes"):
            failure = event.workflow_task_failed_event_attributes.failure
            error = await client.data_converter.decode_failure(failure)
            return ": ".join(_messages(error))[:MAX_REASON_CHARS]
    return "It gives no sign of life."


def _messages(error: BaseException | None) -> Iterator[str]:
    """The innermost one says what is wrong, those around it where."""
    while error is not None:
        yield getattr(error, "message", str(error))
        error = error.__cause__
