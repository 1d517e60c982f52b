"""Worker versions on the dev server: which build goes on with a run that another one began."""

import asyncio
import subprocess
import sysconfig
from collections.abc import Generator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import Client

from tests.servers import temporal_server
from tests.worker.queue_workers import Told, end, ended, serving, start
from tests.workflows.plans import plan, step
from worker.deployment import deployment
from worker.process import Settings
from worker.settings import WorkerSettings
from workflows.client import connect
from workflows.names import temporal_id

TEMPORAL = Path(sysconfig.get_path("scripts")) / "temporal"
BOUND = ("default",)
SHORT_WAIT = plan(step("nap", "delay", config={"seconds": 10}), end("nap"))


async def make_current(settings: Settings, name: str, *version: str) -> None:
    """As the page on resilience says; refused until the workers of the build have been seen."""
    command = [
        *(str(TEMPORAL), "worker", "deployment", "set-current-version", "--yes"),
        *("--deployment-name", name, *version, "--namespace", "noria"),
        *("--address", str(settings.temporal.temporal_address)),
    ]
    async with asyncio.timeout(90):
        while True:
            done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True)
            if done.returncode == 0:
                return
            await asyncio.sleep(0.2)


async def began(client: Client, run_id: str) -> None:
    """Until a build has done its first task: one that only waits goes to whichever is current."""
    async with asyncio.timeout(90):
        while True:
            if await builds(client, run_id):
                return
            await asyncio.sleep(0.05)


async def new_runs_go_to(client: Client, build: str) -> None:
    """The server tells its task queues of a new current version a moment after the command."""
    async with asyncio.timeout(90):
        while True:
            run_id = await start(client, plan(end("start")))
            assert await ended(client, run_id) == "succeeded"
            if await builds(client, run_id) == [build]:
                return


async def builds(client: Client, run_id: str) -> list[str]:
    """Those that did the run's workflow tasks, in order."""
    history = await client.get_workflow_handle(temporal_id(run_id)).fetch_history()
    found = [
        event.workflow_task_completed_event_attributes.deployment_version.build_id
        for event in history.events
        if event.HasField("workflow_task_completed_event_attributes")
    ]
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def temporal_address() -> Generator[str]:
    """A server of its own: which version is current holds for the whole task queue."""
    with temporal_server() as address:
        yield address


@pytest.mark.parametrize(
    ("versioning", "expected"), [("pinned", ["1"]), ("auto_upgrade", ["1", "2"])]
)
async def test_a_run_stays_with_its_build_or_moves_on(
    versioning: str, expected: list[str], settings: Settings
) -> None:
    client, another = await connect(settings.temporal), await connect(settings.temporal)
    name = f"test-{uuid4()}"
    old: dict[str, Any] = {
        "worker_deployment": name,
        "worker_versioning": versioning,
        "worker_build_id": "1",
    }
    new: dict[str, Any] = {**old, "worker_build_id": "2"}
    told = Told()

    async with serving(client, told, bound=BOUND, **old):
        await make_current(settings, name, "--build-id", "1")
        run_id = await start(client, SHORT_WAIT)
        await began(client, run_id)
        async with serving(another, told, bound=BOUND, **new):
            await make_current(settings, name, "--build-id", "2")
            await new_runs_go_to(client, "2")
            statuses = [await ended(client, run_id)]
    await make_current(settings, name, "--unversioned")
    async with serving(client, told, bound=BOUND):
        statuses.append(await ended(client, await start(client, plan(end("start")))))

    assert statuses == ["succeeded", "succeeded"]
    assert await builds(client, run_id) == expected


def test_without_a_build_there_are_no_versions() -> None:
    assert deployment(WorkerSettings()) is None
