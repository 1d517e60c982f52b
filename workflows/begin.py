"""Begins the workflows that are no runs. Asking again begins nothing twice."""

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from noria.bulk import BulkCall
from noria.evaluation.work import EvaluationCall
from noria.knowledge.work import DocumentCall
from noria.notices import DeliverCall
from workflows.client import translated, turn_of
from workflows.names import (
    BULK_WORKFLOW,
    DELIVER_WORKFLOW,
    EVALUATION_WORKFLOW,
    KNOWLEDGE_WORKFLOW,
    TASK_QUEUE,
)

Call = BulkCall | EvaluationCall | DeliverCall | DocumentCall

ONCE = WorkflowIDReusePolicy.REJECT_DUPLICATE
"""Also when it is over."""


async def start_bulk(client: Client, call: BulkCall) -> None:
    """
    Raises:
        Unavailable: Temporal does not answer.
    """
    await _begin(client, BULK_WORKFLOW, call, f"bulk-{call.bulk_id}", ONCE)


async def start_evaluation(client: Client, call: EvaluationCall) -> None:
    """
    Raises:
        Unavailable: Temporal does not answer. A worker begins it later all the same.
    """
    await _begin(client, EVALUATION_WORKFLOW, call, f"evaluation-{call.evaluation_id}", ONCE)


async def start_delivery(client: Client, call: DeliverCall) -> None:
    """
    Raises:
        Unavailable: Temporal does not answer.
    """
    await _begin(client, DELIVER_WORKFLOW, call, f"delivery-{call.delivery_id}", ONCE)


async def start_document(client: Client, call: DocumentCall) -> None:
    """Once more when the one before is over: a document may be indexed again.

    Raises:
        Unavailable: Temporal does not answer. A worker begins it later all the same.
    """
    again = WorkflowIDReusePolicy.ALLOW_DUPLICATE
    await _begin(client, KNOWLEDGE_WORKFLOW, call, call.workflow_id, again)


async def _begin(
    client: Client, workflow: str, call: Call, name: str, reuse: WorkflowIDReusePolicy
) -> None:
    try:
        await client.start_workflow(
            workflow,
            call,
            id=name,
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=reuse,
            priority=turn_of(call.workspace_id),
        )
    except WorkflowAlreadyStartedError:
        return
    except RPCError as error:
        raise translated(error, name) from error
