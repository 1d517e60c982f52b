"""Starts evaluations."""

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from noria.evaluation.work import EvaluationCall
from workflows.client import translated
from workflows.names import EVALUATION_WORKFLOW, TASK_QUEUE


async def start_evaluation(client: Client, call: EvaluationCall) -> None:
    """Start one, or do nothing when Temporal has heard of it before, even if it is over.

    Raises:
        Unavailable: Temporal does not answer. A worker begins it later all the same.
    """
    try:
        await client.start_workflow(
            EVALUATION_WORKFLOW,
            call,
            id=f"evaluation-{call.evaluation_id}",
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        )
    except WorkflowAlreadyStartedError:
        return
    except RPCError as error:
        raise translated(error, call.evaluation_id) from error
