"""Graphs without activities, asked for over HTTP by callers who wait for the answer.

Wall times drift with what else the machine does; CPU is counted over all of the platform's
processes, children included, and drifts less.
"""

import http.client
import os
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.platform import Platform

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Answers:
    """Of runs that were asked for and waited for."""

    median_ms: float
    runs_per_s: float
    cpu_ms: dict[str, float]
    """For each run, by the name of the program."""


class Caller:
    """Posts runs and waits, on a connection for each thread that stays open.

    By the standard library's client: httpx takes 1.8 ms of the machine's CPU for a request.
    """

    def __init__(self, platform: Platform) -> None:
        self._place = urlsplit(platform.url).netloc
        self._headers = {
            "Authorization": f"Bearer {platform.token}",
            "Content-Type": "application/json",
        }
        self._own = threading.local()

    def measure(self, workflow_id: str, *, runs: int, at_once: int) -> Answers:
        """`runs` in all, `at_once` of them under way, after a few that warm up."""
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(self._ask, [workflow_id] * 3 * at_once))
            before, began = cpu_seconds(), time.perf_counter()
            taken = list(pool.map(self._ask, [workflow_id] * runs))
            wall = time.perf_counter() - began
        after = cpu_seconds()
        cpu = {name: (after[name] - before.get(name, 0)) * 1_000 / runs for name in after}
        return Answers(statistics.median(taken), runs / wall, cpu)

    def _ask(self, workflow_id: str) -> float:
        began = time.perf_counter()
        connection = self._connection()
        path = f"/api/v1/workflows/{workflow_id}/runs?wait=30"
        connection.request("POST", path, b'{"input": {}}', self._headers)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == http.client.OK, body
        return (time.perf_counter() - began) * 1_000

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._own, "connection"):
            self._own.connection = http.client.HTTPConnection(self._place, timeout=60)
        connection: http.client.HTTPConnection = self._own.connection
        return connection


def cpu_seconds() -> dict[str, float]:
    """Of this process's descendants, by what they run."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1])
        spent[int(folder.name)] = sum(map(int, fields[11:13])) / TICKS
    found: dict[str, float] = {}
    for process_id, seconds in spent.items():
        if os.getpid() in _ancestors(process_id, parents):
            name = _program(process_id)
            found[name] = found.get(name, 0) + seconds
    return found


def _ancestors(process_id: int, parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    while (process_id := parents.get(process_id, 0)) and process_id not in found:
        found.add(process_id)
    return found


def _program(process_id: int) -> str:
    """`api`, `worker`, `temporal`, `postgres`."""
    try:
        words = (Path("/proc") / str(process_id) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return "gone"
    if b"-m" in words:
        return words[words.index(b"-m") + 1].decode()
    return Path(words[0].decode().split(":")[0]).name
