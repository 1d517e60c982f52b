"""What Temporal knows of task queues: who polls them, and what waits in them."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import PollerInfo, TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, DescribeTaskQueueResponse
from temporalio.client import Client
from temporalio.service import RPCError

from noria.errors import Unavailable
from noria.model import DEFAULT_QUEUE
from noria.queues import QueueState, QueueWorker
from workflows.names import task_queue

ACTIVITIES = TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY
WORKFLOWS = TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
PATIENCE = timedelta(seconds=4)
"""Of who asks about versions now and then."""


async def describe_queues(client: Client, names: Iterable[str]) -> list[QueueState]:
    """In the order of their names.

    Raises:
        Unavailable: Temporal does not answer.
    """
    try:
        return list(await asyncio.gather(*(_describe(client, name) for name in sorted(names))))
    except RPCError as error:
        raise Unavailable("Temporal does not answer.") from error


async def chooses_by_version(client: Client) -> bool | None:
    """Whether a worker version is current or ramping: new runs are for its workers alone.

    None: Temporal does not say.
    """
    try:
        answer = await _ask(client, DEFAULT_QUEUE, WORKFLOWS, stats=False, patience=PATIENCE)
    except RPCError:
        return None
    info = answer.versioning_info
    chosen = (info.current_deployment_version, info.ramping_deployment_version)
    return any(version.build_id for version in chosen)


async def _describe(client: Client, name: str) -> QueueState:
    kinds = (ACTIVITIES, WORKFLOWS) if name == DEFAULT_QUEUE else (ACTIVITIES,)
    answers = [await _ask(client, name, kind) for kind in kinds]
    # The workers of the engine's queue ask for both; what asks for steps alone does half of the work.
    pollers = {poller.identity: _worker(poller) for poller in answers[-1].pollers}
    stats = [answer.stats for answer in answers]
    return QueueState(
        name=name,
        workers=tuple(pollers[identity] for identity in sorted(pollers)),
        backlog=sum(each.approximate_backlog_count for each in stats),
        oldest_s=max(each.approximate_backlog_age.ToTimedelta().total_seconds() for each in stats),
        added_per_s=sum(each.tasks_add_rate for each in stats),
        taken_per_s=sum(each.tasks_dispatch_rate for each in stats),
    )


async def _ask(
    client: Client,
    name: str,
    kind: TaskQueueType.ValueType,
    *,
    stats: bool = True,
    patience: timedelta | None = None,
) -> DescribeTaskQueueResponse:
    return await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=task_queue(name)),
            task_queue_type=kind,
            report_stats=stats,
        ),
        timeout=patience,
    )


def _worker(poller: PollerInfo) -> QueueWorker:
    seen = poller.last_access_time
    return QueueWorker(
        identity=poller.identity,
        last_seen_at=seen.ToDatetime(UTC) if seen.seconds else None,
        build_id=poller.deployment_options.build_id or None,
    )
