"""What one workspace's backfill costs another's webhook, with and without turns between them.

`python -m benchmarks.fairness` queues runs of one workspace, then lets a worker begin, and starts
runs of a second workspace meanwhile, one after the other. Without a database: rows go nowhere.
"""

import argparse
import asyncio
import os
import time
from base64 import urlsafe_b64encode
from typing import Any
from uuid import uuid4

from temporalio.client import Client, Interceptor, OutboundInterceptor, StartWorkflowInput
from temporalio.common import Priority
from temporalio.service import GrpcCompression
from temporalio.worker import Worker

from benchmarks.engine_chain import chain, finish_run, project
from benchmarks.live import latency
from noria.keys import KeyRing
from noria.run import RunRequest
from tests.servers import temporal_server
from workflows.client import start_run, wait_for_run
from workflows.converter import data_converter
from workflows.names import DEFAULT_NAMESPACE, TASK_QUEUE
from workflows.worker_parts import WORKFLOWS, production_runner

PAUSE_S = 0.1
STARTS_AT_ONCE = 32


class Unfair(Interceptor):
    """Leaves out what gives workspaces their turns."""

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:
        return _Unfair(next)


class _Unfair(OutboundInterceptor):
    async def start_workflow(self, input: StartWorkflowInput) -> Any:
        input.priority = Priority.default
        return await super().start_workflow(input)


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fairness", description=__doc__)
    parser.add_argument("--backfill", type=int, default=300, help="runs queued by the first")
    parser.add_argument("--runs", type=int, default=20, help="runs of the second")
    parser.add_argument(
        "--patience",
        type=float,
        default=120,
        help="seconds after which a run of the second is given up",
    )
    given = parser.parse_args()
    print(f"Start to end of a run while {given.backfill} of another workspace are queued:")
    with temporal_server() as address:
        keys = KeyRing.parse("bench:" + urlsafe_b64encode(os.urandom(32)).decode())
        ways = {"without turns": [Unfair()], "with turns": list[Interceptor]()}
        for name, interceptors in ways.items():
            client = await Client.connect(
                address,
                namespace=DEFAULT_NAMESPACE,
                data_converter=data_converter(keys),
                grpc_compression=GrpcCompression.NONE,
                interceptors=interceptors,
            )
            ended = await measure(client, given.backfill, given.runs, given.patience)
            missing = given.runs - len(ended)
            print(
                f"{name:<14} {_words(ended)}   {missing} not within {given.patience:g} s",
                flush=True,
            )


def _words(ended: list[float]) -> str:
    if not ended:
        return "none ended"
    found = latency(ended)
    return f"median {found.median:>6.0f} ms   p95 {found.p95:>6.0f} ms"


async def measure(client: Client, backfill: int, runs: int, patience_s: float) -> list[float]:
    """The second workspace's delays, of the runs that ended in time; the rest stays undone."""
    queued = [_request("first") for _ in range(backfill)]
    gate = asyncio.Semaphore(STARTS_AT_ONCE)
    await asyncio.gather(*(_start(client, request, gate) for request in queued))
    worker = Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=WORKFLOWS,
        activities=[project, finish_run],
        workflow_runner=production_runner(),
    )
    async with worker:
        return await _second(client, runs, patience_s)


async def _start(client: Client, request: RunRequest, gate: asyncio.Semaphore) -> None:
    async with gate:
        await start_run(client, request)


async def _second(client: Client, runs: int, patience_s: float) -> list[float]:
    tasks: list[asyncio.Task[float]] = []
    for _ in range(runs):
        tasks.append(asyncio.create_task(_timed(client, _request("second"))))
        await asyncio.sleep(PAUSE_S)
    ended, late = await asyncio.wait(tasks, timeout=patience_s)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    return [task.result() for task in ended]


async def _timed(client: Client, request: RunRequest) -> float:
    began = time.perf_counter()
    await start_run(client, request)
    await wait_for_run(client, request.run_id)
    return (time.perf_counter() - began) * 1_000


def _request(workspace_id: str) -> RunRequest:
    return RunRequest(
        run_id=str(uuid4()),
        workspace_id=workspace_id,
        workflow_id="bench",
        workflow_name="Benchmark",
        version=1,
        plan=chain(1, pure=True),
    )


if __name__ == "__main__":
    asyncio.run(main())
