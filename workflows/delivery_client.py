"""Hands messages to Temporal, which keeps at them."""

from datetime import timedelta
from uuid import uuid4

from temporalio.client import ActivityFailureError, Client
from temporalio.common import RetryPolicy, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from noria.errors import Unavailable
from noria.notices import DELIVER, DeliverCall
from workflows.client import translated
from workflows.names import DELIVER_WORKFLOW, TASK_QUEUE

SECONDS = 30
"""For a test message."""


async def start_delivery(client: Client, call: DeliverCall) -> None:
    """Start one, or do nothing when Temporal has heard of it before, even if it is over.

    Raises:
        Unavailable: Temporal does not answer.
    """
    try:
        await client.start_workflow(
            DELIVER_WORKFLOW,
            call,
            id=f"delivery-{call.delivery_id}",
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )
    except WorkflowAlreadyStartedError:
        return
    except RPCError as error:
        raise translated(error, call.delivery_id) from error


async def deliver_now(client: Client, call: DeliverCall) -> None:
    """Have it sent once, and wait for that; its row says how it went.

    Raises:
        Unavailable: No worker took it in time, or Temporal does not answer.
    """
    try:
        await client.execute_activity(
            DELIVER,
            call,
            id=f"delivery-{uuid4()}",
            task_queue=TASK_QUEUE,
            schedule_to_close_timeout=timedelta(seconds=SECONDS),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
    except ActivityFailureError as error:
        raise Unavailable("No worker sent the message in time: is one running?") from error
    except RPCError as error:
        raise Unavailable("Temporal does not answer.") from error
