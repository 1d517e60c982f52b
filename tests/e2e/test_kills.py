"""200 runs of the example while everything under them is killed."""

import time
from collections import Counter
from typing import Any

import pytest

from tests.e2e.api import FINAL, Api
from tests.e2e.killer import killing
from tests.e2e.orders import (
    check_effects,
    check_steps,
    order_graph,
    place,
    read_ledger,
    wait_for_all,
)
from tests.e2e.stack import Stack

RUNS = 200
KILL_EVERY_S = 2
KILLING_S = 75
"""So long at most: a machine too slow to start a worker in two seconds must end this some day."""
PATIENCE_S = 300
"""After the killing."""
ONCE = ("api", "temporal", "postgres")
"""Each killed once, while the worker is killed over and over."""


@pytest.mark.server
@pytest.mark.timeout(900)
def test_no_run_is_lost_and_nothing_is_done_twice(stack: Stack, api: Api) -> None:
    workflow_id = api.publish("Order triage under fire", order_graph(stack.example_url))
    began = time.monotonic()

    with killing(stack, every_s=KILL_EVERY_S, once=ONCE) as killer:
        placed = place(api, workflow_id, range(100_000, 100_000 + RUNS), threads=8)
        run_ids = list(placed.values())
        statuses = wait_for_all(api, run_ids, KILLING_S)
    statuses |= wait_for_all(
        api, [run for run in run_ids if statuses[run] not in FINAL], PATIENCE_S
    )
    seconds = time.monotonic() - began
    ledger = read_ledger(stack)
    steps = {run_id: api.json("GET", f"/runs/{run_id}/steps") for run_id in run_ids}
    report(killer.kills, statuses, ledger, seconds)

    assert Counter(statuses.values()) == {"succeeded": RUNS}
    assert all(killer.kills[name] == 1 for name in ONCE)
    assert killer.kills["worker"] >= 5
    for order, run_id in placed.items():
        check_steps(run_id, steps[run_id])
        check_effects(order, run_id, steps[run_id], ledger["effects"])


def report(
    kills: Counter[str], statuses: dict[str, str], ledger: dict[str, Any], seconds: float
) -> None:
    """Figures for whoever reads the test's output (`-s`, or the captured output of CI)."""
    print(f"\n{RUNS} runs in {seconds:.0f} s: {dict(Counter(statuses.values()))}")
    print(f"kills: {dict(kills)}")
    print(f"effects: {ledger['summary']['effects']}")
    print(f"deliveries: {ledger['summary']['deliveries']}")
