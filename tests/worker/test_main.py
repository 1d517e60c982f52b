"""The worker as a program: how it starts, how it stops, what it says when it can't start."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import orjson
import pytest

from local.ports import free_port
from tests.activities.internet import Received, Service, http
from tests.worker.conftest import SECRET_KEYS
from tests.worker.house import House, end_node, http_node, start_node, until
from tests.worker.test_process import fields, url, working
from worker.process import Settings

ROOT = Path(__file__).parent.parent.parent


def environment(settings: Settings, health_port: int) -> dict[str, str]:
    return os.environ | {
        "NORIA_DATABASE_URL": settings.store.database_url,
        "NORIA_BLOB_URL": settings.store.blob_url,
        "NORIA_TEMPORAL_ADDRESS": str(settings.temporal.temporal_address),
        "NORIA_SECRET_KEYS": SECRET_KEYS,
        "NORIA_ALLOWED_HOSTS": settings.worker.allowed_hosts,
        "NORIA_WORKER_HEALTH_PORT": str(health_port),
        "NORIA_WORKERS": "1",
    }


async def health(port: int) -> tuple[int, str]:
    async with httpx2.AsyncClient(trust_env=False) as client:
        try:
            answer = await client.get(f"http://127.0.0.1:{port}/health")
        except httpx2.TransportError:
            return 0, "nobody there"
    return answer.status_code, answer.json()["status"]


async def says(port: int, expected: tuple[int, str]) -> bool:
    return await health(port) == expected


async def was_asked(service: Service) -> bool:
    return bool(service.received)


HEAVY = ("litellm", "openai", "langgraph", "langchain_core", "onnxruntime", "pymilvus")
"""Of workers of the queue `ai` alone: seconds to import, and 190 MB."""
TELLING = f"""
import atexit, json, runpy, sys
def tell():
    print(json.dumps({{"event": "has", "modules": [n for n in {HEAVY!r} if n in sys.modules]}}))
atexit.register(tell)
sys.argv = ["worker"]
runpy.run_module("worker", run_name="__main__", alter_sys=True)
"""
"""`python -m worker`, which says at its end what it had imported."""


def start_worker(settings: Settings, health_port: int, **changes: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", TELLING],
        cwd=ROOT,
        env=environment(settings, health_port) | changes,
        stdout=subprocess.PIPE,
        text=True,
    )


async def test_sigterm_lets_steps_at_work_finish(
    settings: Settings, house: House, service: Service
) -> None:
    async def slow(_: Received) -> bytes:
        await asyncio.sleep(1.5)
        return http(200, b"{}", content_type="application/json")

    service.answer = slow
    run_id = await house.record(
        [
            start_node(),
            http_node("slow", url(service, "/slow")),
            http_node("after", url(service, "/after")),
            end_node(1),
        ],
        ["start slow", "slow after", "after end"],
    )
    port = free_port()
    worker = start_worker(settings, port)
    try:
        await until(lambda: says(port, (200, "ok")))
        await house.start(run_id)
        await until(lambda: was_asked(service))
        worker.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.3)
        draining = await health(port)
        output, _ = await asyncio.to_thread(worker.communicate, timeout=60)
    finally:
        worker.kill()
        worker.wait()

    rows = (await house.attempts(run_id))["slow"]
    assert draining == (503, "draining")
    assert worker.returncode == 0
    assert [row.status for row in rows] == ["succeeded"]
    lines = [orjson.loads(line) for line in output.splitlines()]
    events = [line["event"] for line in lines]
    assert [event for event in events if event.startswith("worker_")] == [
        "worker_started",
        "worker_draining",
        "worker_stopped",
    ]
    assert lines[-1] == {"event": "has", "modules": []}, "it was asked nothing of a model"

    async with working(settings):
        run = await house.ended(run_id)
    assert run.status == "succeeded"
    assert [request.path for request in service.received] == ["/slow", "/after"]


async def test_sigterm_hands_long_steps_to_another_worker_at_once(
    settings: Settings, house: House, service: Service
) -> None:
    async def first_is_slow(_: Received) -> bytes:
        if len(service.received) == 1:
            await asyncio.sleep(60)
        return http(200, b"{}", content_type="application/json")

    service.answer = first_is_slow
    node = http_node("slow", url(service, "/slow"))
    node["policy"] = {"timeout_s": 90, "retry": {"initial_interval_s": 30}}
    run_id = await house.record([start_node(), node, end_node(1)], ["start slow", "slow end"])
    port = free_port()
    worker = start_worker(settings, port, NORIA_WORKER_GRACE_S="0.5")
    try:
        await until(lambda: says(port, (200, "ok")))
        await house.start(run_id)
        await until(lambda: was_asked(service))
        async with working(settings):
            worker.send_signal(signal.SIGTERM)
            await asyncio.to_thread(worker.communicate, timeout=45)
            run = await house.ended(run_id)
    finally:
        worker.kill()
        worker.wait()

    first, second = (await house.attempts(run_id))["slow"]
    assert worker.returncode == 0
    assert run.status == "succeeded"
    assert (first.status, second.status) == ("failed", "succeeded")
    assert fields(first.error)["type"] == "worker_stopped"
    assert first.finished_at is not None
    assert second.started_at is not None
    assert (second.started_at - first.finished_at).total_seconds() < 5


def start_wrongly(**changes: str) -> subprocess.CompletedProcess[str]:
    known = {
        "PATH": os.environ["PATH"],
        "NORIA_DATABASE_URL": "postgresql://nobody:s3cret@127.0.0.1:1/none",
        "NORIA_BLOB_URL": "file:///tmp/none",
        "NORIA_TEMPORAL_ADDRESS": "127.0.0.1:1",
        "NORIA_SECRET_KEYS": SECRET_KEYS,
        "NORIA_WORKER_START_TIMEOUT_S": "0.1",
        # Of several processes each may say it before the first one's end stops the others.
        "NORIA_WORKERS": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "worker"],
        cwd=ROOT,
        env={name: value for name, value in (known | changes).items() if value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_database_it_says_so_in_one_sentence() -> None:
    ended = start_wrongly()

    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "worker: PostgreSQL does not answer at NORIA_DATABASE_URL" in ended.stderr
    assert "s3cret" not in ended.stderr + ended.stdout


def test_without_temporal_it_says_so_in_one_sentence(database_url: str) -> None:
    ended = start_wrongly(NORIA_DATABASE_URL=database_url)

    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "worker: Temporal does not answer at '127.0.0.1:1'" in ended.stderr


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"NORIA_DATABASE_URL": ""}, "The setting NORIA_DATABASE_URL is wrong: Field required."),
        ({"NORIA_WORKER_ACTIVITY_SLOTS": "0"}, "The setting NORIA_WORKER_ACTIVITY_SLOTS is wrong"),
        ({"NORIA_QUEUE_RATES": "ai"}, "NORIA_QUEUE_RATES has the entry 'ai'"),
        ({"NORIA_SECRET_KEYS": ""}, "NORIA_SECRET_KEYS: is missing"),
        ({"NORIA_ALLOWED_HOSTS": "http://x"}, "NORIA_ALLOWED_HOSTS has the entry 'http://x'"),
    ],
)
def test_a_wrong_setting_is_named(changes: dict[str, str], says: str) -> None:
    ended = start_wrongly(**changes)

    assert ended.returncode == 2
    assert says in ended.stderr
