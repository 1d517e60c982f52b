"""R9: what can't be read, or only with trouble, stands beside healthy runs and takes nothing from them."""

import asyncio
import json
import statistics
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from local.ports import HOST
from noria.plan import PLAN_VERSION
from tests.e2e.api import Api
from tests.e2e.stack import Stack
from workflows.client import connect
from workflows.names import GRAPH_WORKFLOW, TASK_QUEUE, temporal_id
from workflows.settings import TemporalSettings

LARGE_CHARS = 10_000_000
HEALTHY_RUNS = 20
PARKED_WITHIN_S = 40


def chain(*nodes: dict[str, Any]) -> dict[str, Any]:
    """A graph of these nodes, one after the other."""
    placed = [{"id": "start", "type": "start"}, *nodes]
    ids = [node["id"] for node in placed]
    edges = [{"from": one, "to": other} for one, other in zip(ids, ids[1:], strict=False)]
    return {"nodes": placed, "edges": edges}


def end(output: str) -> dict[str, Any]:
    return {"id": "end", "type": "end", "config": {"output": output}}


HEALTHY = chain({"id": "twice", "type": "set", "config": {"values": {"n": "{{ 2 * trigger.n }}"}}})
WAITING = chain({"id": "nap", "type": "delay", "config": {"seconds": 600}})
DEEP = chain(
    {
        "id": "deep",
        "type": "set",
        "config": {"values": {"v": "{{ Array.from({length: 200}).reduce(inner => [inner], 1) }}"}},
    }
)


class LargeAnswer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({"text": "x" * LARGE_CHARS}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Generator[str]:
    """Give `host:port` of a server whose every answer is large."""
    server = ThreadingHTTPServer((HOST, 0), LargeAnswer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def large() -> Generator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def platform(tmp_path: Path, large: str) -> Generator[Stack]:
    """One that looks after its runs every two seconds."""
    stack = Stack(tmp_path)
    stack.environment |= {"NORIA_SWEEP_INTERVAL_S": "2", "NORIA_ALLOWED_HOSTS": large}
    stack.start()
    try:
        yield stack
    finally:
        stack.stop()


async def reach(stack: Stack, keys: str) -> Client:
    address = f"{HOST}:{stack.environment['NORIA_TEMPORAL_PORT']}"
    settings = TemporalSettings(temporal_address=address, secret_keys=SecretStr(keys))
    return await connect(settings)


STRANGE_KEYS = "k9:" + "B" * 43
"""The platform does not have them."""


async def begin_anew(stack: Stack, run_id: str, *, plan_version: int, keys: str = "") -> None:
    """Start the run as another Noria would have: a newer one, or one with other keys."""
    own = json.loads((stack.folder / "data" / "keys.json").read_text())["secret_keys"]
    client = await reach(stack, own)
    history = await client.get_workflow_handle(temporal_id(run_id)).fetch_history()
    started = history.events[0].workflow_execution_started_event_attributes
    [request] = await client.data_converter.decode(started.input.payloads, [dict[str, Any]])
    request["plan"]["plan_version"] = plan_version
    await (await reach(stack, keys or own)).start_workflow(
        GRAPH_WORKFLOW,
        request,
        id=temporal_id(run_id),
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.TERMINATE_EXISTING,
    )


async def poison(stack: Stack, unreadable: str, unknown: str, well: str) -> None:
    """`well` gets a signal that can't be read, which is dropped."""
    await begin_anew(stack, unreadable, plan_version=PLAN_VERSION, keys=STRANGE_KEYS)
    await begin_anew(stack, unknown, plan_version=99)
    stranger = await reach(stack, STRANGE_KEYS)
    await stranger.get_workflow_handle(temporal_id(well)).signal("wake", "anybody")


def healthy_times(api: Api, workflow_id: str) -> list[float]:
    """Seconds from asking to having the answer, run after run."""
    times: list[float] = []
    for number in range(HEALTHY_RUNS):
        began = time.perf_counter()
        path = f"/workflows/{workflow_id}/runs?wait=30"
        run = api.json("POST", path, json={"input": {"n": number}})
        times.append(time.perf_counter() - began)
        assert run["status"] == "succeeded"
    return times


def is_parked(run: dict[str, Any]) -> bool:
    return run["error"] is not None and run["error"]["type"] == "parked"


@pytest.mark.server
@pytest.mark.timeout(400)
def test_l4_poison_is_parked_and_shown_and_disturbs_nobody(platform: Stack, large: str) -> None:
    api = Api(platform.url)
    healthy = api.publish("Healthy", HEALTHY)
    waiting = api.publish("Waiting", WAITING)
    fetch = {"id": "fetch", "type": "http.request", "config": {"url": f"http://{large}/"}}
    big = api.publish("Large", chain(fetch, end("{{ steps.fetch.output.body.text.length }}")))
    deep = api.publish("Deep", DEEP)
    before = healthy_times(api, healthy)
    worker = platform.process("worker")
    run_ids = [api.start(waiting, None) for _ in range(3)]
    for run_id in run_ids:
        api.until(run_id, lambda run: run["status"] == "waiting")

    unreadable, unknown, well = run_ids
    asyncio.run(poison(platform, unreadable, unknown, well))
    large_id, deep_id = api.start(big, None), api.start(deep, None)
    nested: Any = 1
    for _ in range(200):
        nested = [nested]
    refused = api.request("POST", f"/workflows/{healthy}/runs", json={"input": {"n": nested}})
    during = healthy_times(api, healthy)

    reasons = [
        api.until(run_id, is_parked, timeout_s=PARKED_WITHIN_S)["error"]["message"]
        for run_id in (unreadable, unknown)
    ]
    after = healthy_times(api, healthy)
    medians = [statistics.median(times) for times in (before, during, after)]
    print("\nhealthy runs beside poison, median ms:", [round(1_000 * each) for each in medians])

    assert "k9" in reasons[0]
    assert "plan_version" in reasons[1]
    assert api.wait(large_id)["output"] == LARGE_CHARS
    failed = api.wait(deep_id)
    assert (failed["status"], failed["error"]["node_id"]) == ("failed", "deep")
    assert "128" in failed["error"]["message"]
    assert (refused.status_code, "nested" in refused.text) == (422, True), refused.text
    assert api.json("GET", f"/runs/{well}")["status"] == "waiting"
    assert platform.process("worker") == worker, "a worker was lost"
    # Twice, and a moment: machines that run tests have other things to do, too.
    assert max(medians[1:]) < 2 * medians[0] + 0.2
    api.close()
