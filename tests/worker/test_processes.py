import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import psutil

# Each fork writes its number and waits to be ended; `7` ends by itself at once.
SCRIPT = """
import signal, sys
from worker.processes import Processes

def work(number):
    print("at work", number, flush=True)
    if sys.argv[1] == "7":
        return 7
    signal.sigwait({signal.SIGTERM})
    return 0

def block_then_work(number):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    return work(number)

def say(sentence):
    print(sentence, flush=True)

sys.exit(Processes(2, block_then_work, say).run())
"""


@contextmanager
def started(argument: str = "") -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SCRIPT, argument]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def forks(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children()


def read_lines(process: subprocess.Popen[str], count: int) -> list[str]:
    assert process.stdout is not None
    return sorted(process.stdout.readline().strip() for _ in range(count))


def test_a_killed_process_is_replaced_and_the_other_goes_on() -> None:
    with started() as process:
        read_lines(process, 2)
        first, second = forks(process)

        first.kill()
        said = read_lines(process, 2)

        assert said == ["at work 0", "process 1 of 2 was killed; it starts again"]
        assert second in forks(process)
        assert len(forks(process)) == 2


def test_all_stop_when_told_to() -> None:
    with started() as process:
        read_lines(process, 2)
        family = forks(process)

        process.send_signal(signal.SIGTERM)

        assert process.wait(20) == 0
        assert not any(fork.is_running() for fork in family)


def test_one_that_ends_by_itself_stops_all_with_its_status() -> None:
    with started("7") as process:
        assert process.wait(20) == 7


def test_a_killed_parent_leaves_no_fork_behind() -> None:
    with started() as process:
        read_lines(process, 2)
        family = forks(process)

        os.kill(process.pid, signal.SIGKILL)
        process.wait()

        wait_for(lambda: not any(fork.is_running() for fork in family))
