"""Has documents indexed or dropped, and knowledge bases searched, by the workers that keep them."""

from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

from temporalio.client import ActivityFailureError, Client
from temporalio.common import RetryPolicy, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError

from noria.ai.names import AI_QUEUE
from noria.errors import Unavailable
from noria.knowledge.work import (
    PREVIEW,
    SEARCH,
    DocumentCall,
    Found,
    Preview,
    PreviewCall,
    SearchCall,
)
from workflows.client import translated
from workflows.names import KNOWLEDGE_WORKFLOW, TASK_QUEUE, task_queue

SECONDS = 45
"""From a question to its answer; the first one of a worker loads the model."""

T = TypeVar("T", Found, Preview)


async def start_document(client: Client, call: DocumentCall) -> None:
    """Begin it, or leave it be where Temporal is at it.

    Raises:
        Unavailable: Temporal does not answer. A worker begins it later all the same.
    """
    what = call.document_id or call.base_id
    try:
        await client.start_workflow(
            KNOWLEDGE_WORKFLOW,
            call,
            id=f"knowledge-{call.kind}-{what}-{call.revision}",
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        )
    except RPCError as error:
        raise translated(error, what) from error


async def search(client: Client, call: SearchCall) -> Found:
    """
    Raises:
        Unavailable: No worker of the queue answers.
    """
    return await _ask(client, SEARCH, call, Found)


async def preview(client: Client, call: PreviewCall) -> Preview:
    """As `search`."""
    return await _ask(client, PREVIEW, call, Preview)


async def _ask(
    client: Client, name: str, call: SearchCall | PreviewCall, result_type: type[T]
) -> T:
    try:
        return await client.execute_activity(
            name,
            call,
            id=f"knowledge-{uuid4()}",
            task_queue=task_queue(AI_QUEUE),
            result_type=result_type,
            schedule_to_close_timeout=timedelta(seconds=SECONDS),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
    except ActivityFailureError as error:
        raise Unavailable(
            f"No worker of the queue {AI_QUEUE!r} answered in time: is one running?"
        ) from error
    except RPCError as error:
        raise Unavailable("Temporal does not answer.") from error
