"""Sees a document's indexing through, or what was deleted out of Milvus."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from noria.ai.names import AI_QUEUE
    from noria.knowledge.work import (
        DROP,
        EMBED,
        FAIL,
        FINISH,
        READ,
        DocumentCall,
        FailCall,
    )

from workflows.names import KNOWLEDGE_WORKFLOW, task_queue

BATCHES = 1_000
"""Per history: a batch is three events."""
QUEUE = task_queue(AI_QUEUE)
RETRY = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    maximum_interval=timedelta(seconds=60),
    maximum_attempts=15,
)
"""About ten minutes; then the document says why, and can be indexed again by hand."""
FOR_EVER = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5))


@workflow.defn(name=KNOWLEDGE_WORKFLOW)
class KnowledgeWorkflow:
    """Holds no state: what is left to do stands in the document's rows."""

    @workflow.run
    async def run(self, call: DocumentCall) -> None:
        if call.kind != "index":
            await self._do(DROP, call, FOR_EVER)
            return
        try:
            await self._index(call)
        except ActivityError as error:
            await self._do(FAIL, FailCall(call=call, message=_reason(error)), FOR_EVER)

    async def _index(self, call: DocumentCall) -> None:
        left = await self._count(READ, call)
        batches = 0
        while left:
            batches += 1
            if batches > BATCHES:
                # It is read again then, which embeds nothing twice.
                workflow.continue_as_new(call)
            left = await self._count(EMBED, call)
        await self._do(FINISH, call, RETRY)

    async def _count(self, name: str, call: DocumentCall) -> int:
        return await workflow.execute_activity(
            name,
            call,
            result_type=int,
            task_queue=QUEUE,
            start_to_close_timeout=timedelta(minutes=10),
            heartbeat_timeout=timedelta(seconds=15),
            retry_policy=RETRY,
        )

    async def _do(self, name: str, call: DocumentCall | FailCall, retry: RetryPolicy) -> None:
        await workflow.execute_activity(
            name,
            call,
            task_queue=QUEUE,
            start_to_close_timeout=timedelta(minutes=10),
            heartbeat_timeout=timedelta(seconds=15),
            retry_policy=retry,
        )


def _reason(error: ActivityError) -> str:
    if isinstance(error.cause, ApplicationError) and error.cause.message:
        return error.cause.message
    return "The worker that indexed it did not answer any more."
