"""All of Noria for real, as `make run` starts it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from local.ports import HOST, free_port
from tests.local.test_supervisor import gone

ROOT = Path(__file__).parents[2]
PORTS = ("API", "TEMPORAL", "TEMPORAL_UI", "DATABASE", "WORKER_HEALTH", "EXAMPLE")
CHILDREN = {"postgres", "temporal", "worker", "api", "example"}

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]


class Noria:
    """One platform on a folder; `start` may be called again after an end of any kind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ports = {f"NORIA_{name}_PORT": str(free_port()) for name in PORTS}
        self.url = f"http://{HOST}:{ports['NORIA_API_PORT']}"
        self.environment = {**os.environ, **ports, "NORIA_DATA_DIR": str(folder / "data")}
        self.log = folder / "terminal.log"

    def start(self) -> str:
        """What it said until it was ready."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        while "Ctrl-C stops everything." not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        return self.log.read_text()

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def children(self) -> dict[str, int]:
        known = json.loads((self.folder / "data" / "children.json").read_text())
        return {name: pid for name, (pid, _) in known.items()}

    def sign_in(self, email: str, password: str) -> str:
        request = urllib.request.Request(
            f"{self.url}/api/v1/auth/sign-in",
            json.dumps({"email": email, "password": password}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(json.load(answer)["access_token"])

    def is_ready(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.url}/health/ready", timeout=5):
            return True
        return False


@pytest.fixture
def noria(folder: Path) -> Generator[Noria]:
    made = Noria(folder)
    yield made
    made.process.terminate()
    try:
        made.process.wait(60)
    except subprocess.TimeoutExpired:
        made.process.kill()
        made.process.wait(10)


@pytest.mark.enable_socket
def test_from_the_first_start_to_a_kill_and_back(noria: Noria) -> None:
    said = noria.start()
    shown = re.search(r"Sign in +(\S+), password (\S+) ", said)
    assert shown is not None, said
    assert noria.sign_in(shown.group(1), shown.group(2))
    family = noria.family()
    assert set(noria.children()) >= CHILDREN

    # As the kernel would when memory is short: no chance to tidy up.
    noria.process.kill()
    noria.process.wait()
    assert gone(family, within_seconds=10)

    again = noria.start()
    assert shown.group(2) not in again
    assert "with the password it was given at first" in again
    assert noria.sign_in(shown.group(1), shown.group(2))

    family = noria.family()
    noria.process.send_signal(signal.SIGINT)
    assert noria.process.wait(30) == 0
    assert gone(family)
    assert noria.log.read_text().endswith("Stopping.\nNoria is stopped.\n")


def test_each_process_may_die(noria: Noria) -> None:
    noria.start()
    for name in ("worker", "api", "temporal", "postgres"):
        before = noria.children()

        psutil.Process(before[name]).kill()
        began = time.monotonic()
        while noria.children()[name] == before[name] or not noria.is_ready():
            assert time.monotonic() < began + 90, noria.log.read_text()
            time.sleep(0.2)

        print(f"{name} was back after {time.monotonic() - began:.1f} s")
        assert f"{name} was killed by SIGKILL; starting it again." in noria.log.read_text()
        others = {other for other in CHILDREN if noria.children()[other] == before[other]}
        assert others == CHILDREN - {name}
