"""The baseline: what an engineer would write by hand on temporalio, tuned as our worker is.

No expressions, no encryption, no rows: the least that can run the same steps on the same server.
`python -m benchmarks.handwritten ADDRESS NAMESPACE` is its worker.
"""

import asyncio
import sys
from dataclasses import dataclass
from datetime import timedelta

import uvloop
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.service import GrpcCompression
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

TASK_QUEUE = "handwritten"
STEP_TIMEOUT = timedelta(seconds=10)
"""As long as our heartbeat timeout, so that the server has its timers as soon on both sides."""


@dataclass
class Work:
    """How many steps, and whether side by side."""

    steps: int
    parallel: bool = False


@activity.defn
async def echo(value: int) -> int:
    return value + 1


@workflow.defn
class HandWritten:
    """A chain or a fan-out of the same small activity."""

    @workflow.run
    async def run(self, work: Work) -> int:
        if work.parallel:
            return sum(await asyncio.gather(*(self._step(0) for _ in range(work.steps))))
        value = 0
        for _ in range(work.steps):
            value = await self._step(value)
        return value

    @staticmethod
    async def _step(value: int) -> int:
        return await workflow.execute_activity(echo, value, start_to_close_timeout=STEP_TIMEOUT)


async def main(address: str, namespace: str) -> None:
    """Serve until killed."""
    client = await Client.connect(
        address, namespace=namespace, grpc_compression=GrpcCompression.NONE
    )
    worker = Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[HandWritten],
        activities=[echo],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=5_000,
        max_concurrent_activities=100,
        max_concurrent_workflow_tasks=100,
    )
    await worker.run()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], sys.argv[2]))
