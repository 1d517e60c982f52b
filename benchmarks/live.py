"""What a person waits for: from the request to the first step, and from an event to the screen.

Steps' times are the worker's clock and arrivals the client's: the same machine, so the same clock.
"""

import json
import statistics
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks.platform import Platform


@dataclass(frozen=True)
class Latency:
    """Milliseconds."""

    median: float
    p95: float
    count: int


def latency(samples: list[float]) -> Latency:
    ordered = sorted(samples)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return Latency(statistics.median(ordered), p95, len(ordered))


class Watcher:
    """A browser's part: starts a run and reads its events."""

    def __init__(self, platform: Platform) -> None:
        self._http = platform.http()

    def close(self) -> None:
        self._http.close()

    def start_to_first_step(self, workflow_id: str, rounds: int) -> Latency:
        """From sending POST …/runs to the start of its first activity step."""
        samples: list[float] = []
        for _ in range(rounds + 1):
            sent = time.time()
            run_id = self._start(workflow_id)
            for _ in self._events(run_id):
                pass
            steps: list[dict[str, Any]] = self._http.get(f"/runs/{run_id}/steps").json()
            first = next(step for step in steps if step["node_id"] == "step_0")
            samples.append((_seconds(first["attempts"][0]["started_at"]) - sent) * 1_000)
        return latency(samples[1:])

    def events_to_stream(self, workflow_id: str, runs: int) -> Latency:
        """From the end of a step to its event in the client's hands, with `runs` side by side."""
        with ThreadPoolExecutor(runs) as pool:
            return latency(
                [lag for lags in pool.map(self._lags, [workflow_id] * runs) for lag in lags]
            )

    def _lags(self, workflow_id: str) -> list[float]:
        return [
            (arrived - _seconds(event["step"]["finished_at"])) * 1_000
            for event, arrived in self._events(self._start(workflow_id))
            if event["kind"] == "step"
            and event["step"]["node_id"].startswith("step_")
            and event["step"]["finished_at"]
        ]

    def _start(self, workflow_id: str) -> str:
        answer = self._http.post(f"/workflows/{workflow_id}/runs", json={"input": None})
        answer.raise_for_status()
        return answer.json()["id"]

    def _events(self, run_id: str) -> Generator[tuple[dict[str, Any], float]]:
        with self._http.stream("GET", f"/runs/{run_id}/events") as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:")), time.time()


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).astimezone(UTC).timestamp()
