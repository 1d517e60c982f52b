"""Has a worker of the queue `ai` answer the copilot's questions."""

from datetime import timedelta
from uuid import uuid4

from temporalio.client import ActivityFailureError, Client
from temporalio.common import RetryPolicy
from temporalio.service import RPCError

from noria.ai.names import AI_QUEUE
from noria.copilot.work import COPILOT, CopilotAnswer, CopilotCall
from noria.errors import Unavailable
from workflows.names import task_queue

SECONDS = 120
"""Models take their time over a whole graph."""


async def ask_copilot(client: Client, call: CopilotCall) -> CopilotAnswer:
    """
    Raises:
        Unavailable: No worker of the queue answers.
    """
    try:
        return await client.execute_activity(
            COPILOT,
            call,
            id=f"copilot-{uuid4()}",
            task_queue=task_queue(AI_QUEUE),
            result_type=CopilotAnswer,
            schedule_to_close_timeout=timedelta(seconds=SECONDS),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
    except ActivityFailureError as error:
        raise Unavailable(
            f"No worker of the queue {AI_QUEUE!r} answered in time: is one running?"
        ) from error
    except RPCError as error:
        raise Unavailable("Temporal does not answer.") from error
