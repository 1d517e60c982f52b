"""200 runs of the example while everything under them is killed."""

import json
import threading
import time
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from tests.e2e.api import FINAL, Api
from tests.e2e.stack import ROOT, Stack

RUNS = 200
KILL_EVERY_S = 2
KILLING_S = 120
"""So long at most: a machine too slow to start a worker in two seconds must end this some day."""
PATIENCE_S = 300
"""After the killing."""
ONCE = ("api", "temporal", "postgres")
"""Each killed once, while the worker is killed over and over."""
EXPECTED = {"reserve": "reservation", "charge": "charge", "ship": "shipment", "review": "review"}


class Killer(threading.Thread):
    """SIGKILLs the worker every two seconds, and each other server once."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(daemon=True)
        self._stack = stack
        self._enough = threading.Event()
        self.kills: Counter[str] = Counter()

    def run(self) -> None:
        pending = list(ONCE)
        rounds = 0
        while not self._enough.wait(KILL_EVERY_S):
            rounds += 1
            victims = ["worker"]
            if pending and rounds % 4 == 0:
                victims.append(pending.pop(0))
            for victim in victims:
                self.kills[victim] += self._stack.kill(victim)

    def stop(self) -> None:
        self._enough.set()
        self.join()


@contextmanager
def killing(stack: Stack) -> Generator[Killer]:
    killer = Killer(stack)
    killer.start()
    try:
        yield killer
    finally:
        killer.stop()


def example_graph(stack: Stack) -> dict[str, Any]:
    text = (ROOT / "examples" / "order-triage" / "workflow.json").read_text()
    return json.loads(text.replace("http://127.0.0.1:8410", stack.example_url))["graph"]


@pytest.mark.server
@pytest.mark.timeout(900)
def test_no_run_is_lost_and_nothing_is_done_twice(stack: Stack, api: Api) -> None:
    workflow_id = api.publish("Order triage under fire", example_graph(stack))
    orders = range(100_000, 100_000 + RUNS)
    began = time.monotonic()

    def start(order: int) -> str:
        return api.start(workflow_id, {"order_id": order})

    with killing(stack) as killer, ThreadPoolExecutor(8) as pool:
        run_ids = list(pool.map(start, orders))
        statuses = wait_for_all(api, run_ids, KILLING_S)
    statuses |= wait_for_all(
        api, [run for run in run_ids if statuses[run] not in FINAL], PATIENCE_S
    )
    seconds = time.monotonic() - began
    ledger = httpx2.get(f"{stack.example_url}/ledger", trust_env=False).json()
    steps = {run_id: api.json("GET", f"/runs/{run_id}/steps") for run_id in run_ids}
    report(killer.kills, statuses, ledger, seconds)

    assert Counter(statuses.values()) == {"succeeded": RUNS}
    assert all(killer.kills[name] == 1 for name in ONCE)
    assert killer.kills["worker"] >= 5
    for order, run_id in zip(orders, run_ids, strict=True):
        check_steps(run_id, steps[run_id])
        check_effects(order, run_id, steps[run_id], ledger["effects"])


def wait_for_all(api: Api, run_ids: list[str], timeout_s: float) -> dict[str, str]:
    """Run id → final status, or the last one seen when the time was up.

    One run after the other: asking for all of them all the time would take the CPU they need.
    """
    statuses = dict.fromkeys(run_ids, "unknown")
    deadline = time.monotonic() + timeout_s
    for run_id in run_ids:
        while statuses[run_id] not in FINAL:
            statuses[run_id] = api.json("GET", f"/runs/{run_id}")["status"]
            if time.monotonic() > deadline:
                return statuses
            if statuses[run_id] not in FINAL:
                time.sleep(1)
    return statuses


def check_steps(run_id: str, steps: list[dict[str, Any]]) -> None:
    """Every node of the graph has its row, in its final status."""
    found = {step["node_id"]: step["status"] for step in steps}
    wanted = dict.fromkeys(
        ("start", "fetch", "risky", "basket", "reserve", "charge", "settle", "ship", "end"),
        "succeeded",
    )

    assert found.pop("review") in {"succeeded", "skipped"}, run_id
    assert found == wanted, run_id


def check_effects(
    order: int, run_id: str, steps: list[dict[str, Any]], effects: list[dict[str, Any]]
) -> None:
    """One effect for each succeeded step that has one, under the step's own key."""
    succeeded = {step["node_id"] for step in steps if step["status"] == "succeeded"}
    wanted = sorted(
        (kind, f"{run_id}:{node}:") for node, kind in EXPECTED.items() if node in succeeded
    )
    found = sorted((row["kind"], row["key"]) for row in effects if row["order_id"] == order)

    assert found == wanted, f"order {order}"


def report(
    kills: Counter[str], statuses: dict[str, str], ledger: dict[str, Any], seconds: float
) -> None:
    """Figures for whoever reads the test's output (`-s`, or the captured output of CI)."""
    print(f"\n{RUNS} runs in {seconds:.0f} s: {dict(Counter(statuses.values()))}")
    print(f"kills: {dict(kills)}")
    print(f"effects: {ledger['summary']['effects']}")
    print(f"deliveries: {ledger['summary']['deliveries']}")
