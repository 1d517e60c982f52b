"""Whether Temporal chooses the workers of new runs by their version."""

import time

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from noria.errors import Unavailable
from workflows.names import TASK_QUEUE

LOOK_SECONDS = 5.0


class Versions:
    """As they were at most `LOOK_SECONDS` ago, when somebody asked."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._are_used = False
        self._looked_at = float("-inf")

    async def are_used(self) -> bool:
        """A current or a ramping version: new runs are for its workers alone.

        Raises:
            Unavailable: Temporal does not answer.
        """
        now = time.monotonic()
        if now - self._looked_at > LOOK_SECONDS:
            # Who asks meanwhile gets the answer from before.
            self._looked_at = now
            self._are_used = await self._look()
        return self._are_used

    async def _look(self) -> bool:
        request = DescribeTaskQueueRequest(
            namespace=self._client.namespace,
            task_queue=TaskQueue(name=TASK_QUEUE),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
        try:
            answer = await self._client.workflow_service.describe_task_queue(request)
        except RPCError as error:
            raise Unavailable("Temporal does not answer.") from error
        info = answer.versioning_info
        chosen = (info.current_deployment_version, info.ramping_deployment_version)
        return any(version.build_id for version in chosen)
