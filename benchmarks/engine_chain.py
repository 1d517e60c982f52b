"""What the engine itself costs: chains on GraphWorkflow beside hand-written ones, nothing else on.

`python -m benchmarks.engine_chain` needs no database: activities do nothing, rows go nowhere;
payloads are encrypted. The whole platform is measured by `python -m benchmarks`.
"""

import asyncio
import os
import statistics
import time
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from temporalio import activity
from temporalio.client import Client
from temporalio.service import GrpcCompression
from temporalio.worker import Worker

from benchmarks import handwritten
from noria.keys import KeyRing
from noria.model import NodeId, PortName
from noria.plan import Engine, Plan, PlanExpression, PlanSource, PlanStep, Reads
from noria.run import Projection, RunRequest
from noria.step_calls import StepCall, StepResult
from tests.servers import temporal_server
from workflows.client import start_run, wait_for_run
from workflows.converter import data_converter
from workflows.names import DEFAULT_NAMESPACE, FINISH_RUN, PROJECT, TASK_QUEUE
from workflows.worker_parts import WORKFLOWS, production_runner

ROUNDS = 9
LENGTHS = (1, 10, 40)
OUT = PortName("out")


@activity.defn(name="bench.echo")
async def echo(call: StepCall) -> StepResult:
    now = datetime.now(UTC)
    return StepResult(output=len(call.scope.steps), started_at=now, finished_at=now)


@activity.defn(name=PROJECT)
async def project(projection: Projection) -> None:
    del projection


@activity.defn(name=FINISH_RUN)
async def finish_run(projection: Projection) -> None:
    del projection


def chain(length: int, *, pure: bool) -> Plan:
    """From start → s1 → s2 → …, each reading the one before."""
    steps = [_step("start", "start")]
    for at in range(1, length + 1):
        steps.append(_step(f"s{at}", "set" if pure else "bench.echo", steps[-1].id))
    engine = Engine(wasm_sha256="", wasmtime="")
    return Plan(engine=engine, steps=tuple(steps), start=NodeId("start"))


def _step(name: str, node_type: str, before: NodeId | None = None) -> PlanStep:
    is_pure = node_type == "set"
    expression = PlanExpression(
        pointer="/values/n", source="{{ " + f"steps.{before}.status" + " }}"
    )
    return PlanStep(
        id=NodeId(name),
        type=node_type,
        name=name,
        lane="activity" if node_type == "bench.echo" else "control",
        config={"values": {"n": ""}} if is_pure else {},
        expressions=(expression,) if is_pure else (),
        reads=Reads(steps={before: (("status",),)}) if before else Reads(),
        ports=(OUT,),
        sources=(PlanSource(node_id=before, port=OUT),) if before else (),
    )


async def medians_ms(*works: Callable[[], Awaitable[object]]) -> list[float]:
    """Measured in turns, so that a busy moment hits all; after two rounds that warm up."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS + 2):
        for work, taken in zip(works, times, strict=True):
            began = time.perf_counter()
            await work()
            taken.append((time.perf_counter() - began) * 1_000)
    return [statistics.median(taken[2:]) for taken in times]


async def main() -> None:
    with temporal_server() as address:
        keys = KeyRing.parse("bench:" + urlsafe_b64encode(os.urandom(32)).decode())
        ours = await _connect(address, keys)
        plain = await Client.connect(
            address, namespace=DEFAULT_NAMESPACE, grpc_compression=GrpcCompression.NONE
        )
        engine_worker = Worker(
            ours,
            task_queue=TASK_QUEUE,
            workflows=WORKFLOWS,
            activities=[echo, project, finish_run],
            workflow_runner=production_runner(),
        )
        hand_worker = Worker(
            plain,
            task_queue=handwritten.TASK_QUEUE,
            workflows=[handwritten.HandWritten],
            activities=[handwritten.echo],
            workflow_runner=production_runner(),
        )
        async with engine_worker, hand_worker:
            await _print_table(ours, plain)


async def _print_table(ours: Client, plain: Client) -> None:
    print(f"{'steps':>6} {'engine ms':>10} {'by hand ms':>11} {'ratio':>6} {'pure ms':>8}")
    for length in LENGTHS:
        engine, hand, pure = await medians_ms(
            partial(_run, ours, chain(length, pure=False)),
            partial(_run_by_hand, plain, length),
            partial(_run, ours, chain(length, pure=True)),
        )
        print(f"{length:>6} {engine:>10.0f} {hand:>11.0f} {engine / hand:>6.2f} {pure:>8.0f}")


async def _connect(address: str, keys: KeyRing) -> Client:
    return await Client.connect(
        address,
        namespace=DEFAULT_NAMESPACE,
        data_converter=data_converter(keys),
        grpc_compression=GrpcCompression.NONE,
    )


async def _run(client: Client, plan: Plan) -> None:
    request = RunRequest(
        run_id=str(uuid4()),
        workspace_id="bench",
        workflow_id="bench",
        workflow_name="Benchmark",
        version=1,
        plan=plan,
    )
    await start_run(client, request)
    result = await wait_for_run(client, request.run_id)
    assert result.status == "succeeded", result


async def _run_by_hand(client: Client, length: int) -> None:
    await client.execute_workflow(
        handwritten.HandWritten.run,
        handwritten.Work(steps=length),
        id=f"hand-{uuid4()}",
        task_queue=handwritten.TASK_QUEUE,
    )


if __name__ == "__main__":
    asyncio.run(main())
