"""Steps that no worker will take: their task queue has nobody who asks it for work.

Temporal keeps such a step for as long as it takes, in silence. It is not failed after a while
instead: a step may wait long for its turn in a queue with a rate, or for a machine that comes at
night, and then goes on as if nothing had been.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.enums.v1 import PendingActivityState, TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeWorkflowExecutionResponse,
)
from temporalio.client import Client

from noria.run import StepKey
from workflows.names import queue_of

PATIENCE = timedelta(seconds=10)
"""So long a step may wait before anybody asks why."""
POLL = timedelta(seconds=90)
"""A worker that waits for work asks again each minute; Temporal names it for five."""
KNOWN_SECONDS = 10.0
"""How long an answer of Temporal's counts: many runs wait for the same queue."""


@dataclass(frozen=True)
class Unserved:
    """Which step waits for whom."""

    key: StepKey
    queue: str

    @property
    def reason(self) -> str:
        """What to do about it."""
        return (
            f"Step {self.key!r} waits in the task queue {self.queue!r}, which no worker serves; "
            "it goes on by itself once one does. Start a worker that has this queue in "
            "NORIA_WORKER_QUEUES, or one without that setting, which serves all."
        )


class QueueWatch:
    """Knows which queues are served."""

    def __init__(self, client: Client, own: Iterable[str] = ()) -> None:
        """`own` are Temporal's names of those that this process serves, or is about to."""
        self._client = client
        self._own = frozenset(own)
        self._known: dict[str, tuple[float, bool]] = {}

    async def find(self, run: DescribeWorkflowExecutionResponse) -> Unserved | None:
        """The first of a run's steps that nobody will take."""
        for queue, activity_id in _waiting(run, datetime.now(UTC)):
            if queue not in self._own and not await self._is_served(queue):
                return Unserved(StepKey(activity_id), queue_of(queue))
        return None

    async def _is_served(self, queue: str) -> bool:
        asked_at, served = self._known.get(queue, (-KNOWN_SECONDS, False))
        if time.monotonic() - asked_at < KNOWN_SECONDS:
            return served
        answer = await self._client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=self._client.namespace,
                task_queue=TaskQueue(name=queue),
                task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
            )
        )
        since = datetime.now(UTC) - POLL
        served = any(_time(poller.last_access_time) >= since for poller in answer.pollers)
        self._known[queue] = time.monotonic(), served
        return served


def _waiting(run: DescribeWorkflowExecutionResponse, now: datetime) -> Iterator[tuple[str, str]]:
    """Queue and id of each activity that is due and that nobody has taken."""
    for activity in run.pending_activities:
        queue = activity.activity_options.task_queue.name
        is_scheduled = activity.state == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED
        # An older server does not tell the queue.
        if queue and is_scheduled and not activity.paused and now - _due(activity) >= PATIENCE:
            yield queue, activity.activity_id


def _due(activity: PendingActivityInfo) -> datetime:
    if activity.HasField("next_attempt_schedule_time"):
        return _time(activity.next_attempt_schedule_time)
    return _time(activity.scheduled_time)


def _time(stamp: Timestamp) -> datetime:
    return stamp.ToDatetime(UTC)
