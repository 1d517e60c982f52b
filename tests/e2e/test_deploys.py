"""R13: new workers, another build of the engine and changed graphs, in the middle of runs."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

import psutil
import pytest
from pydantic import SecretStr
from temporalio.api.enums.v1 import WorkflowTaskFailedCause
from temporalio.client import Client, WorkflowHistory

from local.ports import HOST, free_port
from tests.e2e.api import Api
from tests.e2e.orders import check_all_done, order_graph, place
from tests.e2e.stack import ROOT, Stack
from tests.worker.test_deployment import TEMPORAL
from workflows.client import connect
from workflows.names import temporal_id
from workflows.replay import replay
from workflows.settings import TemporalSettings

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]

DEPLOYMENT, BUILD = "e2e", "2"
HARMLESS = {"WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND"}
"""News came while the task was being done: it is done again with them."""
QUICK = {
    "nodes": [{"id": "start", "type": "start"}, {"id": "end", "type": "end"}],
    "edges": [{"from": "start", "to": "end"}],
}


def waiting_graph(version: str, *, more: bool = False) -> dict[str, Any]:
    """Waits for a time, for a person, and in each turn of a loop; with a node more as it is changed."""
    nodes: list[dict[str, Any]] = [
        {"id": "start", "type": "start"},
        *([{"id": "noted", "type": "set", "config": {"values": {"new": "{{ 1 }}"}}}] * more),
        {"id": "nap", "type": "delay", "config": {"seconds": 1}},
        {"id": "ask", "type": "approval", "config": {"title": "Go on?"}},
        {
            "id": "each",
            "type": "for_each",
            "config": {"items": "{{ [1, 2, 3, 4] }}", "result": "{{ item * 2 }}"},
        },
        {"id": "breath", "type": "delay", "parent": "each", "config": {"seconds": 1}},
        {
            "id": "end",
            "type": "end",
            "config": {"output": {"version": version, "each": "{{ steps.each.output }}"}},
        },
    ]
    path = [node["id"] for node in nodes if "parent" not in node]
    edges = [{"from": one, "to": other} for one, other in zip(path, path[1:], strict=False)]
    edges[path.index("ask")]["port"] = "approved"
    return {"nodes": nodes, "edges": edges}


def test_a_deploy_in_the_middle_of_runs_disturbs_none(stack: Stack, api: Api) -> None:
    """Each ends with the version that it began with, and every history fits the code."""
    began = time.monotonic()
    triage = order_graph(stack.example_url)
    orders = api.publish("Order triage, deployed again", triage)
    waits = api.publish("Waits, deployed again", waiting_graph("first"))
    quick = api.publish("Says who runs it", QUICK)
    before = place(api, orders, range(270_000, 270_006))
    first = [api.start(waits, None) for _ in range(3)]
    approve(api, first[0])

    with another_build(stack):
        triage["nodes"][-1]["config"]["output"] = "second"
        publish_again(api, orders, triage)
        publish_again(api, waits, waiting_graph("second", more=True))
        make_current(stack, "--build-id", BUILD)
        until(lambda: asyncio.run(builds(stack, api.start(quick, None))) == [BUILD])
        after = place(api, orders, range(271_000, 271_006))
        second = [api.start(waits, None) for _ in range(2)]
        approve(api, first[1])
        approve(api, second[0])
        replace_worker(stack)
        make_current(stack, "--unversioned")
        until(lambda: asyncio.run(builds(stack, api.start(quick, None))) == [""])
    approve(api, first[2])
    approve(api, second[1])
    check_all_done(stack, api, {**before, **after})
    outputs = [api.wait(run_id)["output"] for run_id in (*first, *second)]
    print(f"\ndeployed and done after {time.monotonic() - began:.0f} s")

    done = {"each": [2, 4, 6, 8]}
    assert outputs == [{"version": "first", **done}] * 3 + [{"version": "second", **done}] * 2
    ordered = [api.json("GET", f"/runs/{run_id}")["output"] for run_id in before.values()]
    assert [output["order_id"] for output in ordered] == list(before)
    assert {api.json("GET", f"/runs/{run_id}")["output"] for run_id in after.values()} == {"second"}
    asyncio.run(check_histories(stack, [*before.values(), *after.values(), *first, *second]))
    assert asyncio.run(builds(stack, first[1])) == ["", BUILD], "another build goes on with a run"


def approve(api: Api, run_id: str) -> None:
    def asked() -> list[dict[str, Any]]:
        return api.json("GET", "/approvals", params={"run_id": run_id})["items"]

    until(lambda: bool(asked()))
    answer = {"decision": "approved"}
    api.json("POST", f"/approvals/{asked()[0]['id']}/answer", json=answer)


def publish_again(api: Api, workflow_id: str, graph: dict[str, Any]) -> None:
    draft = api.json("GET", f"/workflows/{workflow_id}")["draft"]
    changed = {"If-Match": f'"{draft["revision"]}"'}
    api.json("PUT", f"/workflows/{workflow_id}/draft", json={"graph": graph}, headers=changed)
    api.json("POST", f"/workflows/{workflow_id}/publish")


@contextmanager
def another_build(stack: Stack) -> Generator[None]:
    """A worker beside those of the platform, under a name that Temporal tells builds apart by."""
    named = {
        "NORIA_WORKER_DEPLOYMENT": DEPLOYMENT,
        "NORIA_WORKER_BUILD_ID": BUILD,
        "NORIA_WORKERS": "1",
        "NORIA_WORKER_HEALTH_PORT": str(free_port()),
    }
    log = stack.folder / "another-build.log"
    with log.open("wb") as said:
        worker = subprocess.Popen(
            [sys.executable, "-m", "worker"],
            cwd=ROOT,
            env=head(stack).environ() | named,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
        worker.terminate()
        assert worker.wait(60) == 0, log.read_text()
    finally:
        make_current(stack, "--unversioned")
        worker.kill()
        worker.wait()
    assert "nondetermin" not in log.read_text().lower()


def head(stack: Stack) -> psutil.Process:
    worker = stack.head("worker")
    assert worker is not None
    return worker


def replace_worker(stack: Stack) -> None:
    """As a rolling restart does: SIGTERM, which lets it drain, and a new one in its place."""
    old = head(stack)
    old.terminate()
    until(lambda: stack.head("worker") not in (None, old))


def make_current(stack: Stack, *version: str) -> None:
    """As the page on resilience says; refused until the workers of the build have been seen."""
    command = [
        *(str(TEMPORAL), "worker", "deployment", "set-current-version", "--yes"),
        *("--deployment-name", DEPLOYMENT, *version, "--namespace", "noria"),
        *("--address", temporal_of(stack)),
    ]
    until(lambda: subprocess.run(command, check=False, capture_output=True).returncode == 0)


def until(holds: Callable[[], bool], within_s: float = 90) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.1)


def temporal_of(stack: Stack) -> str:
    return f"{HOST}:{stack.environment['NORIA_TEMPORAL_PORT']}"


async def reach(stack: Stack) -> Client:
    keys = SecretStr(head(stack).environ()["NORIA_SECRET_KEYS"])
    return await connect(TemporalSettings(temporal_address=temporal_of(stack), secret_keys=keys))


async def history_of(client: Client, run_id: str) -> WorkflowHistory:
    return await client.get_workflow_handle(temporal_id(run_id)).fetch_history()


async def builds(stack: Stack, run_id: str) -> list[str]:
    """Those that did the run's workflow tasks, in order; the platform's own workers have no name."""
    client = await reach(stack)
    await client.get_workflow_handle(temporal_id(run_id)).result()
    history = await history_of(client, run_id)
    found = [
        event.workflow_task_completed_event_attributes.deployment_version.build_id
        for event in history.events
        if event.HasField("workflow_task_completed_event_attributes")
    ]
    return list(dict.fromkeys(found))


async def check_histories(stack: Stack, run_ids: Sequence[str]) -> None:
    """No workflow task failed in any of them, and this code would have done the same."""
    client = await reach(stack)
    for run_id in run_ids:
        history = await history_of(client, run_id)
        causes = {
            WorkflowTaskFailedCause.Name(event.workflow_task_failed_event_attributes.cause)
            for event in history.events
            if event.HasField("workflow_task_failed_event_attributes")
        }
        assert causes <= HARMLESS, run_id
        await replay(history, converter=client.data_converter)
