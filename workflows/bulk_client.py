"""Starts bulk actions."""

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from noria.bulk import BulkCall
from workflows.client import translated
from workflows.names import BULK_WORKFLOW, TASK_QUEUE


async def start_bulk(client: Client, call: BulkCall) -> None:
    """Start one, or do nothing when Temporal has heard of it before, even if it is over.

    Raises:
        Unavailable: Temporal does not answer.
    """
    try:
        await client.start_workflow(
            BULK_WORKFLOW,
            call,
            id=f"bulk-{call.bulk_id}",
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )
    except WorkflowAlreadyStartedError:
        return
    except RPCError as error:
        raise translated(error, call.bulk_id) from error
