"""Starts the whole platform in a folder of its own, on free ports, and lets tests hurt it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from local.ports import HOST, free_port
from noria.ai.names import AI_QUEUE

ROOT = Path(__file__).parent.parent.parent
OWNER_EMAIL = "owner@noria.example"
OWNER_PASSWORD = "a-password-for-the-tests"
READY_WITHIN_S = 240
"""Ten times what two idle cores need; the supervisor itself is less patient with a program that hangs."""

# How to tell the supervisor's children apart: what their command line holds.
MARKS = {
    "worker": ("-m", "worker"),
    "api": ("-m", "api"),
    "temporal": ("start-dev",),
    "postgres": ("postgres", "-D"),
    "example": ("shop.py",),
}


def _has_marks(command: Sequence[str], marks: Sequence[str]) -> bool:
    """Whole words, or the end of a path."""
    return all(any(part == mark or part.endswith(f"/{mark}") for part in command) for mark in marks)


class Stack:
    """One platform; `start` after `stop` goes on with the same data."""

    def __init__(
        self, folder: Path, command: Sequence[str] = (sys.executable, "-m", "local")
    ) -> None:
        self.folder = folder
        self._command = command
        self.api_port = free_port()
        self.example_port = free_port()
        self.environment = {
            "NORIA_DATA_DIR": str(folder / "data"),
            "NORIA_API_PORT": str(self.api_port),
            "NORIA_EXAMPLE_PORT": str(self.example_port),
            "NORIA_OWNER_EMAIL": OWNER_EMAIL,
            "NORIA_OWNER_PASSWORD": OWNER_PASSWORD,
            "NORIA_TEMPORAL_PORT": str(free_port()),
            "NORIA_TEMPORAL_UI_PORT": str(free_port()),
            "NORIA_DATABASE_PORT": str(free_port()),
            "NORIA_WORKER_HEALTH_PORT": str(free_port()),
        }
        self._supervisor: psutil.Popen | None = None
        self._family: list[psutil.Process] = []

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.api_port}"

    @property
    def example_url(self) -> str:
        return f"http://{HOST}:{self.example_port}"

    @property
    def log(self) -> str:
        path = self.folder / "supervisor.log"
        return path.read_text() if path.exists() else ""

    def start(self) -> float:
        """Seconds until it said that it is ready."""
        began = time.monotonic()
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "supervisor.log"
        said = path.stat().st_size if path.exists() else 0
        with path.open("ab") as log:
            self._supervisor = psutil.Popen(
                self._command,
                cwd=ROOT,
                env=os.environ | self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        while "Noria is ready" not in path.read_bytes()[said:].decode():
            if self._supervisor.poll() is not None:
                raise AssertionError(f"the platform did not start:\n{self.log}")
            if time.monotonic() - began > READY_WITHIN_S:
                self.stop()
                raise AssertionError(f"not ready within {READY_WITHIN_S} s:\n{self.log}")
            time.sleep(0.1)
        return time.monotonic() - began

    def stop(self) -> None:
        """As Ctrl-C does, which a terminal sends to the whole group."""
        if self._supervisor is None:
            return
        self._family = self._supervisor.children(recursive=True)
        os.killpg(self._supervisor.pid, signal.SIGINT)
        try:
            self._supervisor.wait(60)
        except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
            os.killpg(self._supervisor.pid, signal.SIGKILL)
            self._supervisor.wait(10)
        self._supervisor = None

    def leftovers(self) -> list[str]:
        """Command lines of what still runs after `stop`."""
        _, alive = psutil.wait_procs(self._family, timeout=5)
        return [" ".join(process.cmdline()) for process in alive]

    def process(self, name: str) -> psutil.Process | None:
        """The child of that name, while it runs; of the workers the oldest that does the work."""
        assert self._supervisor is not None
        found: list[psutil.Process] = []
        for child in self._supervisor.children(recursive=True):
            try:
                command = child.cmdline()
            except psutil.Error:
                continue
            if _has_marks(command, MARKS[name]):
                found.append(child)
        parents = {child.ppid() for child in found}
        at_work = [child for child in found if child.pid not in parents]
        return min(at_work, key=lambda child: child.create_time(), default=None)

    def head(self, name: str) -> psutil.Process | None:
        """The child that the supervisor itself started, which may have children of its own.

        Of the workers that for most steps: the one that asks models is a program like it.
        """
        assert self._supervisor is not None
        for child in self._supervisor.children():
            with suppress(psutil.Error):
                is_other = child.environ().get("NORIA_WORKER_QUEUES") == AI_QUEUE
                if _has_marks(child.cmdline(), MARKS[name]) and not is_other:
                    return child
        return None

    def kill(self, name: str) -> bool:
        """SIGKILL, as the kernel's out-of-memory killer would. False when it is not there."""
        child = self.process(name)
        if child is None:
            return False
        child.kill()
        return True
