"""One server dies or stands still in the middle of runs; the shop's ledger is witness."""

import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx2
import psutil
import pytest

from tests.e2e.api import Api
from tests.e2e.orders import check_all_done, check_deliveries, order_graph, place
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def workflow_id(stack: Stack, api: Api) -> str:
    return api.publish("Order triage with faults", order_graph(stack.example_url))


def wait_until(condition: Callable[[], bool], timeout_s: float = 60) -> float:
    """Seconds that it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < timeout_s, "it never came about"
        time.sleep(0.1)
    return time.monotonic() - began


def finished_steps(api: Api, run_ids: Sequence[str]) -> int:
    return sum(
        step["status"] == "succeeded"
        for run_id in run_ids
        for step in api.json("GET", f"/runs/{run_id}/steps")
    )


def test_what_the_api_accepts_is_run_though_it_is_killed(
    stack: Stack, api: Api, workflow_id: str
) -> None:
    """R2: whoever got no answer asks again with the same key, and gets the same run.

    So it is with what webhooks accept, and with what is published.
    """
    orders = range(200_000, 200_030)
    hooked, published = (api.publish(f"R2, {way}", says("")) for way in ("hooked", "published"))
    hook = {"type": "webhook", "name": "R2", "config": {"auth": "none"}}
    path = api.json("POST", f"/workflows/{hooked}/triggers", json=hook)["url"]
    with ThreadPoolExecutor(3) as pool:
        placing = pool.submit(place, api, workflow_id, orders)
        sending = pool.submit(lambda: [api.deliver(path, n, f"message-{n}") for n in range(30)])
        publishing = pool.submit(lambda: [publish(api, published, f"v{n}") for n in range(8)])
        for _ in range(2):
            wait_until(lambda: is_ready(stack), 120)
            time.sleep(0.5)
            assert stack.kill("api")
        placed, sent, versions = placing.result(), sending.result(), publishing.result()

    runs = list_runs(api, workflow_id)
    assert {run["id"] for run in runs} == set(placed.values()), "a repeated request made a run"
    check_all_done(stack, api, placed)
    check_deliveries(stack, api, placed)
    assert {run["id"] for run in list_runs(api, hooked)} == set(sent)
    assert len(set(sent)) == 30
    assert {api.wait(run_id)["status"] for run_id in sent} == {"succeeded"}
    assert versions == [*range(2, 10)], "a repeated request made a version"
    graphs = [api.json("GET", f"/workflows/{published}/versions/{n}")["graph"] for n in versions]
    assert [said(graph) for graph in graphs] == [f"v{n}" for n in range(8)]


def says(text: str) -> dict[str, Any]:
    """A graph whose runs end with this."""
    end = {"id": "end", "type": "end", "config": {"output": text}}
    return {
        "nodes": [{"id": "start", "type": "start"}, end],
        "edges": [{"from": "start", "to": "end"}],
    }


def said(graph: dict[str, Any]) -> str:
    return graph["nodes"][-1]["config"]["output"]


def publish(api: Api, workflow_id: str, text: str) -> int:
    """Save and publish what says this, again until there is an answer; gives the version."""
    while said((draft := api.json("GET", f"/workflows/{workflow_id}")["draft"])["graph"]) != text:
        seen = {"If-Match": f'"{draft["revision"]}"'}
        # Refused where it was saved before, and only the answer was lost.
        api.request(
            "PUT", f"/workflows/{workflow_id}/draft", json={"graph": says(text)}, headers=seen
        )
    return api.json("POST", f"/workflows/{workflow_id}/publish")["version"]


def is_ready(stack: Stack) -> bool:
    try:
        return httpx2.get(f"{stack.url}/health/ready", trust_env=False, timeout=5).is_success
    except httpx2.TransportError:
        return False


def list_runs(api: Api, workflow_id: str) -> list[dict[str, Any]]:
    """All of them, page by page."""
    runs: list[dict[str, Any]] = []
    query: dict[str, Any] = {"workflow_id": workflow_id, "limit": 100}
    while True:
        page = api.json("GET", "/runs", params=query)
        runs += page["items"]
        if not page["next_cursor"]:
            return runs
        query["cursor"] = page["next_cursor"]


@pytest.mark.parametrize(
    ("server", "how"),
    [("temporal", signal.SIGKILL), ("postgres", signal.SIGKILL), ("postgres", signal.SIGQUIT)],
    ids=["temporal", "postgres", "postgres-immediate"],
)
def test_runs_go_on_after_a_server_comes_back(
    stack: Stack, api: Api, workflow_id: str, server: str, how: signal.Signals
) -> None:
    """R3, R4: SIGQUIT is what `pg_ctl stop -m immediate` sends."""
    first = {"temporal": 310_000, "postgres": 320_000}[server] + 100 * how
    placed = place(api, workflow_id, range(first, first + 10))
    run_ids = list(placed.values())
    before = {run_id: api.json("GET", f"/runs/{run_id}/steps") for run_id in run_ids}
    done = finished_steps(api, run_ids)

    victim = stack.process(server)
    assert victim is not None
    victim.send_signal(how)
    psutil.wait_procs([victim], timeout=10)
    progress_s = wait_until(lambda: finished_steps(api, run_ids) > done)

    print(f"\n{server}, {how.name}: progress again after {progress_s:.1f} s")
    check_all_done(stack, api, placed)
    for run_id, steps in before.items():
        check_kept(steps, api.json("GET", f"/runs/{run_id}/steps"))


def check_kept(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    """What people have once seen of a step that had ended is still so."""
    now = {step["node_id"]: step for step in after}
    for step in before:
        if step["status"] == "succeeded":
            assert now[step["node_id"]]["output"] == step["output"]


def test_one_start_however_often_it_is_asked_for(stack: Stack, api: Api, workflow_id: str) -> None:
    """R8: the same message fifty times at once, and once more when all is over."""
    key = {"Idempotency-Key": str(uuid4())}

    def ask(_: int) -> str:
        body = {"input": {"order_id": 250_000}}
        return api.json("POST", f"/workflows/{workflow_id}/runs", json=body, headers=key)["id"]

    with ThreadPoolExecutor(8) as pool:
        run_ids = set(pool.map(ask, range(50)))
    (run_id,) = run_ids
    check_all_done(stack, api, {250_000: run_id})

    assert ask(51) == run_id


def test_a_worker_that_stood_still_does_nothing_twice(
    stack: Stack, api: Api, workflow_id: str
) -> None:
    """R12: others take over its steps; when it wakes up, what it was doing counts no more."""
    placed = place(api, workflow_id, range(260_000, 260_016))
    zombie = stack.process("worker")
    assert zombie is not None
    zombie.suspend()
    try:
        check_all_done(stack, api, placed)
    finally:
        zombie.resume()
    time.sleep(2)
    check_all_done(stack, api, placed)
    check_deliveries(stack, api, placed)
    assert stack.process("worker") is not None
