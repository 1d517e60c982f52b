"""Sees a document's indexing through, or a whole base's, or what was deleted out of Milvus."""

import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import (
    ActivityError,
    ApplicationError,
    ChildWorkflowError,
    WorkflowAlreadyStartedError,
)

with workflow.unsafe.imports_passed_through():
    from noria.ai.names import AI_QUEUE
    from noria.knowledge.work import (
        DROP,
        EMBED,
        FAIL,
        FINISH,
        NEXT,
        READ,
        DocumentCall,
        FailCall,
        Queued,
    )

from workflows.names import KNOWLEDGE_WORKFLOW, task_queue

BATCHES = 1_000
"""Per history: a batch is three events."""
ROUNDS = 500
"""Per history: of a few documents each."""
MEANWHILE = timedelta(seconds=5)
"""Until it is looked again for documents that somebody else has begun."""
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
        if call.kind == "index_base":
            await self._index_base(call)
            return
        if call.kind != "index":
            await self._do(DROP, call, FOR_EVER)
            return
        try:
            await self._index(call)
        except ActivityError as error:
            await self._do(FAIL, FailCall(call=call, message=_reason(error)), FOR_EVER)

    async def _index_base(self, call: DocumentCall) -> None:
        """A few documents at a time, each by a workflow of its own, as if somebody had asked for it alone."""
        for _ in range(ROUNDS):
            queued = await workflow.execute_activity(
                NEXT,
                call,
                result_type=Queued,
                task_queue=QUEUE,
                start_to_close_timeout=timedelta(minutes=1),
                retry_policy=FOR_EVER,
            )
            if not queued.calls:
                return
            if not any(await asyncio.gather(*map(self._see_through, queued.calls))):
                await asyncio.sleep(MEANWHILE.total_seconds())
        workflow.continue_as_new(call)

    async def _see_through(self, call: DocumentCall) -> bool:
        """Whether it was done here: the sweep may have begun what waited for long."""
        try:
            await workflow.execute_child_workflow(
                KNOWLEDGE_WORKFLOW,
                call,
                id=call.workflow_id,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
            )
        except (ChildWorkflowError, WorkflowAlreadyStartedError):
            return False
        return True

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
