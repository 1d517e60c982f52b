"""`python -m benchmarks.loops` measures loops over many items: items a second, memory, history.

The items come from a server of its own, which also answers the HTTP body. Wall times drift with what
else the machine does; the CPU of the worker drifts less.
"""

import argparse
import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import httpx2
import orjson
import psutil
from temporalio.client import Client, WorkflowExecutionStatus

from benchmarks.histories import history_lengths
from benchmarks.platform import Platform, running, sign_in
from local.ports import HOST
from local.temporal import NAMESPACE
from workflows.names import temporal_id

WITHIN_S = 900


class Rows(BaseHTTPRequestHandler):
    """`/rows/<n>` gives so many numbers, anything else a short answer."""

    protocol_version = "HTTP/1.1"
    lists: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:  # the name that the server calls
        data = self.lists.get(self.path, b'{"ok": true}')
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # as the server calls it
        """Print nothing."""


class Server(ThreadingHTTPServer):
    """Takes as many connections at once as a batch makes."""

    request_queue_size = 512
    daemon_threads = True


@contextmanager
def serving() -> Generator[str]:
    with Server((HOST, 0), Rows) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_address[1]}"
        server.shutdown()


def looping(url: str, count: int, body: dict[str, Any], **config: Any) -> dict[str, Any]:
    """Fetch a list, run the body over it, end."""
    path = f"/rows/{count}"
    Rows.lists[path] = orjson.dumps(list(range(count)))
    fetch = {"method": "GET", "url": url + path}
    items = "{{ steps.fetch.output.body }}"
    return {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "fetch", "type": "http.request", "config": fetch},
            {"id": "each", "type": "for_each", "config": {"items": items, **config}},
            {**body, "parent": "each"},
            {"id": "end", "type": "end", "config": {"output": "done"}},
        ],
        "edges": [
            {"from": "start", "to": "fetch"},
            {"from": "fetch", "to": "each"},
            {"from": "each", "to": "end"},
        ],
    }


@dataclass(frozen=True)
class Measured:
    """Of one run."""

    taken_s: float
    cpu_s: float
    peak_mb: float
    longest_history: int


def workers() -> list[psutil.Process]:
    """Ours, not the hand-written one."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "worker" in child.cmdline()]


def cpu() -> float:
    times = [worker.cpu_times() for worker in workers()]
    return sum(each.user + each.system for each in times)


def peak_mb() -> float:
    """The largest that any worker process ever was."""
    peaks: list[float] = []
    for worker in workers():
        status = Path(f"/proc/{worker.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        peaks.append(int(line.split()[1]) / 1024)
    return max(peaks)


def measure(platform: Platform, graph: dict[str, Any]) -> Measured:
    # A token lasts for minutes only, and so do the runs before this one.
    headers = {"Authorization": f"Bearer {sign_in(platform.url)}"}
    base = platform.url + "/api/v1"
    with httpx2.Client(base_url=base, headers=headers, trust_env=False, timeout=60) as http:
        created = http.post("/workflows", json={"name": str(time.time_ns()), "graph": graph})
        created.raise_for_status()
        workflow_id = created.json()["id"]
        http.post(f"/workflows/{workflow_id}/publish").raise_for_status()
        used, began = cpu(), time.perf_counter()
        started = http.post(f"/workflows/{workflow_id}/runs", json={})
        started.raise_for_status()
        run_id = started.json()["id"]
        asyncio.run(follow(platform, run_id))
        taken, spent = time.perf_counter() - began, cpu() - used
    return Measured(taken, spent, peak_mb(), asyncio.run(longest_history(platform, run_id)))


async def follow(platform: Platform, run_id: str) -> None:
    """Wait for a run's end."""
    client = await Client.connect(platform.temporal_address, namespace=NAMESPACE)
    handle = client.get_workflow_handle(temporal_id(run_id))
    async with asyncio.timeout(WITHIN_S):
        # Not its result, which is encrypted.
        while (await handle.describe()).close_time is None:  # noqa: ASYNC110 # it is elsewhere
            await asyncio.sleep(0.1)
    described = await handle.describe()
    assert described.status is WorkflowExecutionStatus.COMPLETED, described.status


async def longest_history(platform: Platform, run_id: str) -> int:
    client = await Client.connect(platform.temporal_address, namespace=NAMESPACE)
    return max(await history_lengths(client, run_id))


def show(name: str, count: int, measured: Measured) -> None:
    rate = count / measured.taken_s
    print(
        f"{name:<36}{measured.taken_s:>8.1f} s{rate:>10.0f} items/s{measured.cpu_s:>8.1f} s CPU"
        f"{measured.peak_mb:>8.0f} MB{measured.longest_history:>8} events",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loops", description=__doc__)
    parser.add_argument("--pure", type=int, default=100_000)
    parser.add_argument("--http", type=int, default=10_000)
    parser.add_argument("--waiting", type=int, default=1_000)
    parser.add_argument("--million", action="store_true", help="also a million pure items")
    arguments = parser.parse_args()
    os.environ["NORIA_ALLOWED_HOSTS"] = HOST
    double = {"id": "double", "type": "set", "config": {"values": {"n": "{{ item * 2 }}"}}}
    with tempfile.TemporaryDirectory() as folder, serving() as url:
        call = {"id": "call", "type": "http.request", "config": {"url": url + "/{{ item }}"}}
        with running(Path(folder)) as platform:
            if arguments.pure:
                graph = looping(url, arguments.pure, double, result="{{ steps.double.output.n }}")
                show("pure body", arguments.pure, measure(platform, graph))
            if arguments.http:
                config = {"concurrency": 80, "batch_size": 1_000, "result": "{{ index }}"}
                graph = looping(url, arguments.http, call, **config)
                show("HTTP body", arguments.http, measure(platform, graph))
            if arguments.waiting:
                wait = {"id": "wait", "type": "delay", "config": {"seconds": 1}}
                for name, own_runs in (("in the run", False), ("runs of their own", True)):
                    config = {"concurrency": 100, "result": "{{ index }}", "own_runs": own_runs}
                    graph = looping(url, arguments.waiting, wait, **config)
                    measured = measure(platform, graph)
                    show(f"waiting body, {name}", arguments.waiting, measured)
            if arguments.million:
                graph = looping(url, 1_000_000, double, result="{{ steps.double.output.n }}")
                show("pure body, a million", 1_000_000, measure(platform, graph))


if __name__ == "__main__":
    main()
