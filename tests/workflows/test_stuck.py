"""What no worker can read: the run stands still and says why, the worker goes on with others."""

import asyncio
from uuid import uuid4

from pydantic import SecretStr
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionResponse
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import Worker

from noria.model import NodeId
from noria.run import RunStatus, step_key
from tests.workflows.engine import Engine
from tests.workflows.plans import chain, request
from workflows import client as runs
from workflows.client import RunEnd
from workflows.names import GRAPH_WORKFLOW, TASK_QUEUE, task_queue, temporal_id
from workflows.settings import TemporalSettings
from workflows.stuck import Stuck, look_at_run
from workflows.unserved import PATIENCE, QueueWatch, Unserved


async def stuck(client: Client, run_id: str) -> Stuck:
    async with asyncio.timeout(90):
        while True:
            found = await look_at_run(client, run_id)
            if isinstance(found, Stuck):
                return found
            await asyncio.sleep(0.1)


async def test_a_payload_whose_key_is_missing_parks_its_run_alone(
    engine: Engine, address: str
) -> None:
    keys = SecretStr("k9:" + "B" * 43)
    stranger = await runs.connect(TemporalSettings(temporal_address=address, secret_keys=keys))
    run = request(str(uuid4()), chain(1))
    await runs.start_run(stranger, run)

    found = await stuck(engine.client, run.run_id)
    other = await engine.run(chain(1))
    await runs.terminate_run(engine.client, run.run_id, "test")

    assert "encrypted with the key 'k9', which NORIA_SECRET_KEYS does not hold" in found.reason
    assert other.status is RunStatus.SUCCEEDED
    assert isinstance(await look_at_run(engine.client, run.run_id), RunEnd)


async def test_a_request_of_a_newer_program_parks_its_run_alone(engine: Engine) -> None:
    run = request(str(uuid4()), chain(1)).model_dump(mode="json")
    run["plan"]["plan_version"] = 99
    await engine.client.start_workflow(
        GRAPH_WORKFLOW,
        run,
        id=temporal_id(run["run_id"]),
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
    )

    found = await stuck(engine.client, run["run_id"])
    other = await engine.run(chain(1))
    await runs.terminate_run(engine.client, run["run_id"], "test")

    assert "plan_version" in found.reason
    assert other.status is RunStatus.SUCCEEDED


async def test_a_run_that_goes_on_is_not_stuck(engine: Engine) -> None:
    run_id = await engine.start(chain(3))

    found = await look_at_run(engine.client, run_id)
    await runs.wait_for_run(engine.client, run_id)

    assert found is None or isinstance(found, RunEnd)
    assert await look_at_run(engine.client, run_id) == RunEnd(RunStatus.SUCCEEDED, "completed")


async def test_a_step_whose_queue_nobody_serves_is_told_until_somebody_does(
    engine: Engine,
) -> None:
    queue = f"lonely-{uuid4().hex[:8]}"
    run_id = await engine.start(chain(1, queue=queue))
    watch = QueueWatch(engine.client)

    found = await _seen(engine.client, run_id, watch)
    own = await look_at_run(engine.client, run_id, QueueWatch(engine.client, [task_queue(queue)]))
    async with Worker(
        engine.client, task_queue=task_queue(queue), activities=engine.worker.activities()
    ):
        result = await runs.wait_for_run(engine.client, run_id)
    served = await watch.find(await _description(engine.client, run_id))

    assert found.step == Unserved(step_key(NodeId("s1"), ""), queue)
    assert f"waits in the task queue {queue!r}, which no worker serves" in found.reason
    assert own is None
    assert result.status is RunStatus.SUCCEEDED
    assert served is None


async def _seen(client: Client, run_id: str, watch: QueueWatch) -> Stuck:
    async with asyncio.timeout(PATIENCE.total_seconds() + 20):
        while True:
            found = await look_at_run(client, run_id, watch)
            if isinstance(found, Stuck):
                return found
            await asyncio.sleep(0.5)


async def _description(client: Client, run_id: str) -> DescribeWorkflowExecutionResponse:
    return (await runs.run_handle(client, run_id).describe()).raw_description
