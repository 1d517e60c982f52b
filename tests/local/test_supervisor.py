"""With real processes: the supervisor runs as one of its own, and is treated badly."""

import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parent.parent.parent


class TinyStack:
    def __init__(self, folder: Path, second: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.local.tiny_stack", str(folder), second],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []

    def read_until(self, wanted: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if wanted in line:
                return line.rstrip()
        raise AssertionError(f"{wanted!r} never came: {self.lines}")

    def pids(self) -> dict[str, int]:
        """By name, as last printed."""
        for line in reversed(self.lines):
            words = line.split()
            if line.startswith("first ") and len(words) == 4:
                return {words[0]: int(words[1]), words[2]: int(words[3])}
        raise AssertionError(self.lines)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


@pytest.fixture
def start(folder: Path) -> Generator[type[TinyStack]]:
    started: list[TinyStack] = []

    class Started(TinyStack):
        def __init__(self, folder: Path, second: str) -> None:
            super().__init__(folder, second)
            started.append(self)

    yield Started
    for stack in started:
        with suppress(psutil.Error):
            for process in stack.family():
                process.kill()
        stack.process.kill()
        stack.process.wait()
        assert stack.process.stdout is not None
        stack.process.stdout.close()


def gone(processes: list[psutil.Process], within_seconds: float = 5) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=within_seconds)
    return not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


def test_a_killed_child_is_started_again_and_it_says_so(
    start: type[TinyStack], folder: Path
) -> None:
    stack = start(folder, "sleeper")
    stack.read_until("all are up")
    before = stack.pids()

    psutil.Process(before["second"]).kill()
    said = stack.read_until("second was killed")
    stack.read_until("first")

    after = stack.pids()
    assert said == "second was killed by SIGKILL; starting it again."
    assert after["first"] == before["first"]
    assert after["second"] != before["second"]
    assert psutil.pid_exists(after["second"])


def test_a_child_may_be_killed_for_ever(start: type[TinyStack], folder: Path) -> None:
    stack = start(folder, "sleeper")
    stack.read_until("all are up")

    for _ in range(8):
        psutil.Process(stack.pids()["second"]).kill()
        stack.read_until("second was killed")
        stack.read_until("first")

    assert stack.process.poll() is None


def test_a_supervisor_that_is_killed_leaves_nothing(start: type[TinyStack], folder: Path) -> None:
    stack = start(folder, "stubborn")
    stack.read_until("all are up")
    family = stack.family()

    stack.process.kill()
    stack.process.wait()

    assert len(family) == 2
    assert gone(family)


def test_a_child_that_keeps_failing_is_given_up_with_the_end_of_its_log(
    start: type[TinyStack], folder: Path
) -> None:
    stack = start(folder, "crashing")

    said = stack.read_until("gave up")

    assert "second failed 5 times in a row, the last time it ended with status 3" in said
    assert said.endswith("the disk is on fire")
    assert stack.process.wait(10) == 1


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_all(start: type[TinyStack], folder: Path, which: signal.Signals) -> None:
    stack = start(folder, "helper")
    stack.read_until("all are up")
    time.sleep(0.5)  # the helper's own start
    family = stack.family()

    stack.process.send_signal(which)
    stack.read_until("stopped")

    assert stack.process.wait(10) == 0
    assert len(family) == 3
    assert gone(family)


def test_a_child_that_does_not_listen_is_killed_and_named(
    start: type[TinyStack], folder: Path
) -> None:
    stack = start(folder, "stubborn")
    stack.read_until("all are up")
    time.sleep(0.5)  # until it ignores SIGTERM
    family = stack.family()

    stack.process.terminate()
    stack.read_until("second did not stop in time and is killed.")

    assert stack.process.wait(10) == 0
    assert gone(family)


def test_a_second_signal_kills_at_once(start: type[TinyStack], folder: Path) -> None:
    stack = start(folder, "stubborn")
    stack.read_until("all are up")
    time.sleep(0.5)

    stack.process.terminate()
    time.sleep(0.7)
    stack.process.terminate()
    stack.read_until("stopped")

    assert "Killing what still runs." in stack.lines
    assert "second did not stop in time and is killed." not in stack.lines


def test_a_signal_that_comes_twice_at_once_is_one(start: type[TinyStack], folder: Path) -> None:
    stack = start(folder, "stubborn")
    stack.read_until("all are up")
    time.sleep(0.5)

    stack.process.terminate()
    time.sleep(0.05)
    stack.process.send_signal(signal.SIGINT)

    stack.read_until("second did not stop in time and is killed.")
    assert "Killing what still runs." not in stack.lines
