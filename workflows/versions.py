"""Whether Temporal chooses the workers of new runs by their version."""

from datetime import timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from workflows.names import TASK_QUEUE

PATIENCE = timedelta(seconds=4)


async def chooses_by_version(client: Client) -> bool | None:
    """Whether a version is current or ramping: new runs are for its workers alone.

    None: Temporal does not say.
    """
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        answer = await client.workflow_service.describe_task_queue(request, timeout=PATIENCE)
    except RPCError:
        return None
    info = answer.versioning_info
    chosen = (info.current_deployment_version, info.ramping_deployment_version)
    return any(version.build_id for version in chosen)
