"""Runs of the order-triage example, and the shop's ledger as an independent witness of what they did."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2

from tests.e2e.api import FINAL, Api
from tests.e2e.stack import ROOT, Stack

EXPECTED = {"reserve": "reservation", "charge": "charge", "ship": "shipment", "review": "review"}
"""Node → the kind of effect that it has."""


def order_graph(shop_url: str) -> dict[str, Any]:
    text = (ROOT / "examples" / "order-triage" / "workflow.json").read_text()
    return json.loads(text.replace("http://127.0.0.1:8410", shop_url))["graph"]


def place(api: Api, workflow_id: str, orders: Sequence[int], *, threads: int = 4) -> dict[int, str]:
    """Start a run for each order; order → run id."""

    def start(order: int) -> str:
        return api.start(workflow_id, {"order_id": order})

    with ThreadPoolExecutor(threads) as pool:
        return dict(zip(orders, pool.map(start, orders), strict=True))


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


def read_ledger(stack: Stack) -> dict[str, Any]:
    return httpx2.get(f"{stack.example_url}/ledger", trust_env=False, timeout=20).json()


def check_all_done(
    stack: Stack, api: Api, placed: dict[int, str], *, timeout_s: float = 150
) -> None:
    """Every run succeeds, with every step's row, and each effect is in the ledger once."""
    statuses = wait_for_all(api, list(placed.values()), timeout_s)
    behind = {run: status for run, status in statuses.items() if status != "succeeded"}
    assert not behind, {run: describe(api, run) for run in behind}
    effects = read_ledger(stack)["effects"]
    for order, run_id in placed.items():
        steps = api.json("GET", f"/runs/{run_id}/steps")
        check_steps(run_id, steps)
        check_effects(order, run_id, steps, effects)


def describe(api: Api, run_id: str) -> str:
    """How far it came, and what it says of itself."""
    run = api.json("GET", f"/runs/{run_id}")
    steps = {
        step["node_id"]: (step["status"], step["attempts"], step["error"])
        for step in api.json("GET", f"/runs/{run_id}/steps")
    }
    return f"{run['status']}, error {run['error']}: {steps}"


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


def check_deliveries(stack: Stack, api: Api, placed: dict[int, str]) -> None:
    """No attempt has asked for its effect twice: what the key hides, the count of deliveries shows."""
    delivered = {row["key"]: row["deliveries"] for row in read_ledger(stack)["effects"]}
    for run_id in placed.values():
        for step in api.json("GET", f"/runs/{run_id}/steps"):
            key = f"{run_id}:{step['node_id']}:"
            tried = max((each["attempt"] for each in step["attempts"]), default=0)

            assert delivered.get(key, 0) <= tried, f"{key} was tried {tried} times"
