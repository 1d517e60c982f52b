"""`python -m benchmarks.webhooks`: webhooks accepted a second, and how punctual schedules are.

Beside the same requests to a bare FastAPI handler that answers 202 and remembers nothing: what is
above it is the price of a recorded run. Lost are messages that were answered with 2xx and have no run.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI
from starlette.responses import JSONResponse

from benchmarks.api import Api
from benchmarks.platform import ROOT, Platform, running, wait
from local.ports import HOST, free_port

SENDERS = (1, 50, 200)
WARM_UP = 10
GRAPH: dict[str, Any] = {
    "nodes": [{"id": "start", "type": "start"}, {"id": "done", "type": "end"}],
    "edges": [{"from": "start", "to": "done"}],
}


@dataclass(frozen=True)
class Taken:
    """What became of a number of messages."""

    per_s: float
    p50_ms: float
    p95_ms: float
    accepted: int


async def send(url: str, *, senders: int, messages: int) -> Taken:
    """So many messages in all, by so many senders that each wait for their answer."""
    took: list[float] = []
    left = iter(range(messages))
    limits = httpx2.Limits(max_connections=senders, max_keepalive_connections=senders)
    async with httpx2.AsyncClient(limits=limits, timeout=60, trust_env=False) as client:

        async def sender() -> int:
            good = 0
            for number in left:
                began = time.perf_counter()
                answer = await client.post(url, json={"id": number})
                took.append(time.perf_counter() - began)
                good += answer.status_code == 202
            return good

        began = time.perf_counter()
        accepted = sum(await asyncio.gather(*(sender() for _ in range(senders))))
        wall = time.perf_counter() - began
    cuts = statistics.quantiles(took, n=20)
    return Taken(messages / wall, statistics.median(took) * 1_000, cuts[-1] * 1_000, accepted)


@contextmanager
def bare_handler() -> Generator[str]:
    """The baseline, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.webhooks", "--bare", str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait(f"http://{HOST}:{port}/")
        yield f"http://{HOST}:{port}/hooks/x"
    finally:
        process.terminate()
        process.wait(20)


def serve_bare(port: int) -> None:
    """Answer, and forget."""
    app = FastAPI()

    @app.get("/")
    async def live() -> None: ...

    @app.post("/hooks/x")
    async def take(body: dict[str, Any]) -> JSONResponse:
        return JSONResponse({"status": "started", "id": body["id"]}, 202)

    uvicorn.run(app, host=HOST, port=port, log_level="warning", access_log=False)


def measure_webhooks(platform: Platform, messages: int) -> None:
    """One line for each number of senders."""
    api = Api(platform)
    workflow_id = api.publish("Webhooks", GRAPH)
    print(
        f"{'senders':>8}{'accepted/s':>12}{'p50 ms':>9}{'p95 ms':>9}{'lost':>6}{'done s':>8}"
        f"{'bare/s':>10}{'bare p95':>10}"
    )
    with bare_handler() as bare:
        for senders in SENDERS:
            trigger = api.add(workflow_id, "webhook", {"auth": "none"})
            url = platform.url + trigger["url"]
            asyncio.run(send(url, senders=1, messages=WARM_UP))
            ours = asyncio.run(send(url, senders=senders, messages=messages))
            # Runs that still go on would slow down what is measured next.
            done_s = until_done(api, workflow_id)
            base = asyncio.run(send(bare, senders=senders, messages=messages))
            runs = {each["run_id"] for each in api.firings(trigger["id"])} - {None}
            lost = ours.accepted + WARM_UP - len(runs)
            print(
                f"{senders:>8}{ours.per_s:>12.0f}{ours.p50_ms:>9.0f}{ours.p95_ms:>9.0f}{lost:>6}"
                f"{done_s:>8.0f}{base.per_s:>10.0f}{base.p95_ms:>10.0f}",
                flush=True,
            )


def until_done(api: Api, workflow_id: str) -> float:
    """Until each of its runs has ended; gives how long that took."""
    began = time.perf_counter()
    for status in ("queued", "running"):
        while api.ask("GET", f"/runs?workflow_id={workflow_id}&status={status}&limit=1")["items"]:
            time.sleep(1)
    return time.perf_counter() - began


def measure_schedules(platform: Platform, schedules: int, seconds: float, every_s: int) -> None:
    """How late the runs of many schedules are recorded, spread over their interval."""
    api = Api(platform)
    workflow_id = api.publish("Schedules", GRAPH)
    began = time.perf_counter()
    triggers = [
        api.add(
            workflow_id,
            "schedule",
            {
                "kind": "interval",
                "every_s": every_s,
                "offset_s": number % every_s,
                "overlap": "allow",
            },
        )
        for number in range(schedules)
    ]
    print(f"{schedules} schedules made in {time.perf_counter() - began:.0f} s", flush=True)
    # What fired while others were still being made is left out.
    since = datetime.now(UTC)
    time.sleep(seconds)
    until = datetime.now(UTC)
    due = sum(
        int((until.timestamp() - offset) // every_s) - int((since.timestamp() - offset) // every_s)
        for offset in (number % every_s for number in range(schedules))
    )
    late = sorted(
        (datetime.fromisoformat(firing["at"]) - then).total_seconds()
        for trigger in triggers
        for firing in api.firings(trigger["id"])
        if firing["outcome"] == "started"
        and since < (then := datetime.fromisoformat(firing["message_id"])) <= until
    )
    if not late:
        print("No schedule fired: give them more time.")
        return
    cuts = statistics.quantiles(late, n=20)
    print(
        f"{len(late)} of {due} firings in {seconds:.0f} s: late by {statistics.median(late) * 1_000:.0f} ms "
        f"(median), {cuts[-1] * 1_000:.0f} ms (p95), {late[-1] * 1_000:.0f} ms (most)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.webhooks", description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000, help="for each number of senders")
    parser.add_argument("--schedules", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=70, help="that schedules fire for")
    parser.add_argument(
        "--every", type=int, default=60, help="seconds between firings of one, at least 10"
    )
    parser.add_argument("--bare", type=int, metavar="PORT", help="serve the baseline")
    given = parser.parse_args()
    if given.bare:
        serve_bare(given.bare)
        return
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as platform:
        measure_webhooks(platform, given.messages)
        if given.schedules:
            measure_schedules(platform, given.schedules, given.seconds, given.every)


if __name__ == "__main__":
    main()
