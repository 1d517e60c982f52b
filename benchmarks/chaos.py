"""`python -m benchmarks.chaos`: what faults cost, with the shop's ledger as an independent witness.

Longer than the tests of `tests/e2e`, whose tools it uses: each fault goes on for `--seconds`, while
runs of the order-triage example are started; then all of them have to end. It prints a line a fault.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e import site as sites
from tests.e2e.api import FINAL, Api
from tests.e2e.chaos_proxy import ChaosProxy
from tests.e2e.orders import EXPECTED, order_graph, place, read_ledger, wait_for_all
from tests.e2e.stack import Stack

PATIENCE_S = 300
HEAD = f"{'fault':<34}{'runs':>6}{'lost':>6}{'missing':>9}{'twice':>7}{'repeated':>10}{'done after':>12}"
Fault = Callable[[float], None]
"""Goes on for so many seconds."""


@dataclass
class Bench:
    """A platform, and the next order number."""

    stack: Stack
    api: Api
    workflow_id: str
    orders: int = 500_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30, help="how long each fault goes on")
    parser.add_argument("--runs", type=int, default=40, help="started during each fault")
    options = parser.parse_args()
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory() as folder, servers(Path(folder)) as bench:
        for name in ("worker", "api", "temporal", "postgres"):
            measure(bench, f"kill -9 {name}, again and again", options, _kills(bench.stack, name))
        measure(bench, "a worker stands still", options, _stands_still(bench.stack))
    with tempfile.TemporaryDirectory() as folder, sites.running(Path(folder)) as site:
        bench = Bench(site.stack, site.api, site.workflow_id)
        for name, proxy in site.proxies.items():
            measure(bench, f"silence from the {name}", options, _silence(proxy))
            measure(bench, f"resets by the {name}", options, _resets(proxy))
        measure(bench, "database 40 ms away, 1 Mbit/s", options, _slow(site.proxies["database"]))


@contextmanager
def servers(folder: Path) -> Generator[Bench]:
    """A platform of its own, with its embedded servers."""
    stack = Stack(folder)
    stack.start()
    api = Api(stack.url)
    try:
        graph = order_graph(stack.example_url)
        yield Bench(stack, api, api.publish("Order triage in chaos", graph))
    finally:
        api.close()
        stack.stop()


def measure(bench: Bench, name: str, options: argparse.Namespace, fault: Fault) -> None:
    """Start runs during the fault, see them through, and print what the ledger says."""
    orders = range(bench.orders, bench.orders + options.runs)
    bench.orders += options.runs
    with ThreadPoolExecutor(1) as pool:
        placing = pool.submit(place, bench.api, bench.workflow_id, orders)
        fault(options.seconds)
        over = time.monotonic()
        placed = placing.result()
    statuses = wait_for_all(bench.api, list(placed.values()), PATIENCE_S)
    took = time.monotonic() - over
    lost = sum(status not in FINAL or status == "failed" for status in statuses.values())
    missing, twice = count_effects(bench, placed)
    repeated = count_repeated(bench, placed)
    print(
        f"{name:<34}{len(placed):>6}{lost:>6}{missing:>9}{twice:>7}{repeated:>10}{took:>10.1f} s",
        flush=True,
    )


def count_effects(bench: Bench, placed: dict[int, str]) -> tuple[int, int]:
    """Effects of steps that succeeded but are not in the ledger; and effects done more than once."""
    effects: list[dict[str, Any]] = read_ledger(bench.stack)["effects"]
    done = Counter((row["order_id"], row["kind"]) for row in effects)
    wanted = {
        (order, EXPECTED[step["node_id"]])
        for order, run_id in placed.items()
        for step in bench.api.json("GET", f"/runs/{run_id}/steps")
        if step["node_id"] in EXPECTED and step["status"] == "succeeded"
    }
    return len(wanted - done.keys()), sum(done[key] > 1 for key in wanted)


def count_repeated(bench: Bench, placed: dict[int, str]) -> int:
    """Steps with an effect that took more than one attempt: what keys kept from being done twice."""
    return sum(
        step["node_id"] in EXPECTED and len(step["attempts"]) > 1
        for run_id in placed.values()
        for step in bench.api.json("GET", f"/runs/{run_id}/steps")
    )


def _kills(stack: Stack, name: str) -> Fault:
    def fault(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(3)
            stack.kill(name)

    return fault


def _stands_still(stack: Stack) -> Fault:
    def fault(seconds: float) -> None:
        time.sleep(1)
        zombie = stack.process("worker")
        assert zombie is not None
        zombie.suspend()
        time.sleep(seconds)
        zombie.resume()

    return fault


def _silence(proxy: ChaosProxy) -> Fault:
    def fault(seconds: float) -> None:
        time.sleep(1)
        with proxy.silence():
            time.sleep(seconds)

    return fault


def _resets(proxy: ChaosProxy) -> Fault:
    def fault(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            proxy.reset()
            time.sleep(0.5)

    return fault


def _slow(proxy: ChaosProxy) -> Fault:
    def fault(seconds: float) -> None:
        proxy.latency_s, proxy.bytes_per_s = 0.04, 125_000
        try:
            time.sleep(seconds)
        finally:
            proxy.latency_s, proxy.bytes_per_s = 0.0, 0

    return fault


if __name__ == "__main__":
    main()
