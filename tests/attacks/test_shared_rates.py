"""Group L: two API processes that count together in a real Valkey, and apart without it."""

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.activities.events import valkey
from tests.activities.events.nats_server import free_port

RATES = "address=40/h"
LINKS = 30
"""Tries with a link's secret in a minute: `LINKS_PER_ADDRESS`."""


@contextmanager
def api_process(folder: Path, database_url: str, redis_port: int) -> Generator[httpx2.Client]:
    """`python -m api` as on a server, with no Temporal: nothing here asks it."""
    port = free_port()
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "NORIA_API_PORT": str(port),
        "NORIA_DATABASE_URL": database_url,
        "NORIA_BLOB_URL": f"file://{folder}",
        "NORIA_TOKEN_KEY": "0123456789-abcdefgh-only-for-tests",
        "NORIA_UNENCRYPTED": "true",
        "NORIA_TEMPORAL_ADDRESS": "127.0.0.1:1",
        "NORIA_REDIS_URL": f"redis://:geheim@127.0.0.1:{redis_port}",
        "NORIA_REQUEST_RATES": RATES,
    }
    log = (folder / f"{port}.log").open("wb")
    process = subprocess.Popen([sys.executable, "-m", "api"], env=env, stdout=log, stderr=log)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            _wait(process, http, folder / f"{port}.log")
            yield http
    finally:
        process.kill()
        process.wait(30)
        log.close()


def _wait(process: "subprocess.Popen[bytes]", http: httpx2.Client, log: Path) -> None:
    end = time.monotonic() + 60
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        try:
            # Not counted.
            if http.get("/health/live").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.05)


def ask(http: httpx2.Client) -> int:
    """How many requests the address has left."""
    return int(http.get("/api/v1/auth/ways").headers["RateLimit-Remaining"])


def look(http: httpx2.Client) -> int:
    """A guess at an invitation's secret."""
    return http.post("/api/v1/auth/invitations/look", json={"token": "x" * 43}).status_code


@pytest.mark.timeout(300)
def test_L5_processes_count_together_and_each_for_itself_once_redis_is_gone(
    tmp_path: Path, database_url: str
) -> None:
    with ExitStack() as redis, ExitStack() as both:
        port = redis.enter_context(valkey.running("geheim"))
        one, other = (
            both.enter_context(api_process(tmp_path, database_url, port)) for _ in range(2)
        )
        # A limit of its own for guesses, which both share.
        guesses = [look(one if n % 2 else other) for n in range(LINKS)]
        refused = [look(one), look(other)]
        # The rate of the address: what one has counted, the other one tells.
        left = [ask(http) for http in (one, other) * 4]
        more = [http.get("/api/v1/auth/ways").status_code for http in (one, other)]
        redis.close()
        alone = [ask(http) for http in (one, other)]

    assert 429 not in guesses
    assert refused == [429, 429]
    assert left == [7, 6, 5, 4, 3, 2, 1, 0]
    assert more == [429, 429]
    assert alone == [39, 39]
