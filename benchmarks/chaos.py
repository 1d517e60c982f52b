"""`python -m benchmarks.chaos`: what faults cost, with the shop's ledger as an independent witness.

Longer than the tests of `tests/e2e`, whose tools it uses: each fault goes on for `--seconds`, while
runs of the order-triage example are started, and the API is asked for lists of runs; then all of them
have to end. It prints a line a fault.
"""

import argparse
import asyncio
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.e2e import site as sites
from tests.e2e.api import FINAL, Api
from tests.e2e.chaos_proxy import ChaosProxy
from tests.e2e.orders import EXPECTED, order_graph, place, read_ledger, wait_for_all
from tests.e2e.stack import Stack
from tests.e2e.test_deploys import check_histories, replace_worker
from tests.e2e.test_faults import says
from tests.e2e.test_poison import WAITING, begin_anew

PATIENCE_S = 300
HEAD = (
    f"{'fault':<34}{'runs':>6}{'lost':>6}{'missing':>9}{'twice':>7}{'repeated':>10}{'done after':>12}"
    f"{'recovered p50, p95':>22}{'API p95':>10}{'errors':>8}"
)
Fault = Callable[[float], None]
"""Goes on for so many seconds."""


@dataclass
class Bench:
    """A platform, and the next order number."""

    stack: Stack
    api: Api
    workflow_id: str
    orders: int = 500_000


@dataclass
class Asking:
    """Asks the API for a page of runs, five times a second, and never again for the same one."""

    bench: Bench
    times_s: list[float] = field(default_factory=list[float])
    errors: int = 0

    @contextmanager
    def on(self) -> Generator[None]:
        over = threading.Event()
        asker = threading.Thread(target=self._ask, args=(over,))
        asker.start()
        try:
            yield
        finally:
            over.set()
            asker.join()

    def _ask(self, over: threading.Event) -> None:
        while not over.wait(0.2):
            began = time.perf_counter()
            if not self.bench.api.asks_well("/runs?limit=20"):
                self.errors += 1
            self.times_s.append(time.perf_counter() - began)

    def words(self) -> str:
        if not self.times_s:
            return f"{'-':>10}{'-':>8}"
        p95 = f"{1_000 * at_percent(self.times_s, 95):.0f} ms"
        return f"{p95:>10}{100 * self.errors / len(self.times_s):>6.0f} %"


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
        measure(bench, "runs that nobody can read", options, _poison(bench))
        placed = measure(bench, "workers replaced, again and again", options, _deploys(bench.stack))
        asyncio.run(check_histories(bench.stack, list(placed.values())))
        print(f"one message, 50 times: {len(repeat(bench, 50))} run")
    with tempfile.TemporaryDirectory() as folder, sites.running(Path(folder)) as site:
        bench = Bench(site.stack, site.api, site.workflow_id)
        for name, proxy in site.proxies.items():
            measure(bench, f"silence from the {name}", options, _silence(proxy))
            measure(bench, f"resets by the {name}", options, _resets(proxy))
        database = site.proxies["database"]
        measure(bench, "database 100 ms away, 1 Mbit/s", options, _slow(database, 0.1, 125_000))
        measure(bench, "database 500 ms away", options, _slow(database, 0.5, 0))


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


def measure(bench: Bench, name: str, options: argparse.Namespace, fault: Fault) -> dict[int, str]:
    """Start runs during the fault, see them through, and print what the ledger says."""
    orders = range(bench.orders, bench.orders + options.runs)
    bench.orders += options.runs
    asking = Asking(bench)
    with ThreadPoolExecutor(1) as pool:
        placing = pool.submit(place, bench.api, bench.workflow_id, orders)
        with asking.on():
            fault(options.seconds)
        over = time.monotonic()
        placed = placing.result()
    statuses = wait_for_all(bench.api, list(placed.values()), PATIENCE_S)
    took = time.monotonic() - over
    lost = sum(status not in FINAL or status == "failed" for status in statuses.values())
    steps = {
        order: bench.api.json("GET", f"/runs/{run_id}/steps") for order, run_id in placed.items()
    }
    missing, twice = count_effects(bench, steps)
    repeated = count_repeated(steps)
    print(
        f"{name:<34}{len(placed):>6}{lost:>6}{missing:>9}{twice:>7}{repeated:>10}{took:>10.1f} s"
        f"{recovery(steps):>22}{asking.words()}",
        flush=True,
    )
    return placed


Steps = dict[int, list[dict[str, Any]]]
"""Order → the steps of its run."""


def count_effects(bench: Bench, steps: Steps) -> tuple[int, int]:
    """Effects of steps that succeeded but are not in the ledger; and effects done more than once."""
    effects: list[dict[str, Any]] = read_ledger(bench.stack)["effects"]
    done = Counter((row["order_id"], row["kind"]) for row in effects)
    wanted = {
        (order, EXPECTED[step["node_id"]])
        for order, found in steps.items()
        for step in found
        if step["node_id"] in EXPECTED and step["status"] == "succeeded"
    }
    return len(wanted - done.keys()), sum(done[key] > 1 for key in wanted)


def count_repeated(steps: Steps) -> int:
    """Steps with an effect that took more than one attempt: what keys kept from being done twice."""
    return sum(
        step["node_id"] in EXPECTED and len(step["attempts"]) > 1
        for found in steps.values()
        for step in found
    )


def recovery(steps: Steps) -> str:
    """From when an attempt began that was cut off to when its step was done: p50 and p95."""
    times_s = [
        (datetime.fromisoformat(ended) - datetime.fromisoformat(each["started_at"])).total_seconds()
        for found in steps.values()
        for step in found
        for each in step["attempts"]
        if each["error"] and each["error"]["type"] == "attempt_lost" and each["started_at"]
        if (ended := step["attempts"][-1]["finished_at"])
    ]
    if not times_s:
        return "-"
    return f"{at_percent(times_s, 50):.1f}, {at_percent(times_s, 95):.1f} s"


def at_percent(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) * percent // 100, len(values) - 1)]


def repeat(bench: Bench, times: int) -> set[str]:
    """The same message, by a webhook and from eight senders; gives the runs that it started."""
    workflow_id = bench.api.publish("Told again", says("It is heard."))
    hook = {"type": "webhook", "name": "Again", "config": {"auth": "none"}}
    path = bench.api.json("POST", f"/workflows/{workflow_id}/triggers", json=hook)["url"]
    key, body = str(uuid4()), {"order_id": bench.orders}
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(bench.api.deliver, path, body, key) for _ in range(times)]
        return {each.result() for each in sent}


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


def _poison(bench: Bench) -> Fault:
    """Every few seconds a run of a Noria that is newer than this one."""
    workflow_id = bench.api.publish("Waits in chaos", WAITING)

    def fault(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            run_id = bench.api.start(workflow_id, None)
            bench.api.until(run_id, lambda run: run["status"] == "waiting")
            asyncio.run(begin_anew(bench.stack, run_id, plan_version=99))
            time.sleep(2)

    return fault


def _deploys(stack: Stack) -> Fault:
    def fault(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            replace_worker(stack)
            time.sleep(2)

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


def _slow(proxy: ChaosProxy, away_s: float, bytes_per_s: int) -> Fault:
    """`away_s`: there and back."""

    def fault(seconds: float) -> None:
        proxy.latency_s, proxy.bytes_per_s = away_s / 2, bytes_per_s
        try:
            time.sleep(seconds)
        finally:
            proxy.latency_s, proxy.bytes_per_s = 0.0, 0

    return fault


if __name__ == "__main__":
    main()
