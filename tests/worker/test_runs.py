"""What the sweep finds after a crash: a webhook that was answered with 2xx is a run, whatever happens to the API right then."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx2
import pytest

from noria.errors import NotFound
from store import triggers
from store.ids import new_id
from store.trigger_tables import Trigger
from tests.activities.calls import RememberingSink
from tests.worker.house import House, end_node, start_node, until
from tests.worker.test_sweep import FakeLines
from worker.process import Settings
from worker.runs import ClientRuns, DatabaseRuns
from worker.sweep import Sweep
from workflows.client import describe_run

START_SECONDS = 60
ANSWER_SECONDS = 3.0
"""Less than the four seconds that the API would give Temporal."""


@contextmanager
def silent_server() -> Generator[int]:
    """Takes connections and never says a word: what a Temporal looks like that is stuck."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


@contextmanager
def api_process(
    settings: Settings, temporal_port: int, folder: Path
) -> Generator[tuple[int, subprocess.Popen[bytes]]]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    secret = settings.temporal.secret_keys
    assert secret is not None
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("NORIA_")
    }
    environment |= {
        "NORIA_DATABASE_URL": settings.store.database_url,
        "NORIA_BLOB_URL": settings.store.blob_url,
        "NORIA_SECRET_KEYS": secret.get_secret_value(),
        "NORIA_TOKEN_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
        "NORIA_TEMPORAL_ADDRESS": f"127.0.0.1:{temporal_port}",
        "NORIA_API_PORT": str(port),
    }
    with (folder / "api.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "api"], env=environment, stdout=log, stderr=log
        )
    try:
        yield port, process
    finally:
        process.kill()
        process.wait()


async def is_live(client: httpx2.AsyncClient, port: int) -> bool:
    try:
        return (await client.get(f"http://127.0.0.1:{port}/health/live")).is_success
    except httpx2.TransportError:
        return False


async def test_a_run_starts_although_the_api_was_killed_right_after_its_answer(
    house: House, settings: Settings, tmp_path: Path
) -> None:
    first = await house.record([start_node(), end_node("{{ trigger.body }}")], ["start end"])
    workflow_id = (await house.read(first)).workflow_id
    trigger = Trigger(
        id=new_id(),
        workspace_id=house.workspace_id,
        workflow_id=workflow_id,
        type="webhook",
        name="Orders",
        config={"auth": "none", "path": "orders"},
        mapping={},
        path="orders",
    )
    async with house.database.sessions.begin() as session:
        await triggers.add_trigger(session, trigger=trigger)
    with silent_server() as stuck, api_process(settings, stuck, tmp_path) as (port, process):
        async with httpx2.AsyncClient(timeout=30) as client:
            await until(lambda: is_live(client, port), within_s=START_SECONDS)
            began = time.monotonic()
            answer = await client.post(f"http://127.0.0.1:{port}/hooks/orders", json={"id": 7})
            took = time.monotonic() - began
            process.kill()
    run_id = answer.json()["run_id"]
    with pytest.raises(NotFound):
        await describe_run(house.temporal, run_id)
    await house.make_older()
    await Sweep(
        DatabaseRuns(house.database),
        ClientRuns(house.temporal),
        RememberingSink(),
        FakeLines(),
        queued_age=timedelta(hours=1),
    ).sweep()

    assert (answer.status_code, answer.json()["status"]) == (202, "started")
    assert took < ANSWER_SECONDS
    assert await describe_run(house.temporal, run_id) is None
    run = await house.read(UUID(run_id))
    assert (run.trigger, run.input["body"]) == ("webhook", {"id": 7})
