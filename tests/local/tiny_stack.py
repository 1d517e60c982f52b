"""A supervisor over two small children, run as a process of its own by test_supervisor.

Prints `<name> <process number>` after each start, so that the test can kill what it wants.
"""

import asyncio
import signal
import sys
from datetime import timedelta
from pathlib import Path

from local.errors import LocalError
from local.process import Program
from local.supervisor import Supervisor

SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
WITH_HELPER = (
    "import subprocess, sys, time;"
    "helper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('helper', helper.pid, flush=True); time.sleep(600)"
)
CRASHING = (
    "import sys, time; time.sleep(0.5); print('the disk is on fire', flush=True); sys.exit(3)"
)
CODES = {"sleeper": SLEEPER, "stubborn": STUBBORN, "helper": WITH_HELPER, "crashing": CRASHING}


def say(line: str) -> None:
    print(line, flush=True)


def child(name: str, code: str, needs: frozenset[str] = frozenset()) -> Program:
    return Program(
        name=name,
        command=[sys.executable, "-c", code],
        ready=lambda: True,
        needs=needs,
        stop_within=timedelta(seconds=3),
    )


async def main() -> int:
    folder, second = Path(sys.argv[1]), sys.argv[2]
    programs = [
        child("first", SLEEPER),
        child("second", CODES[second], needs=frozenset({"first"})),
    ]
    supervisor = Supervisor(
        programs, folder, say, lambda known: say(" ".join(f"{n} {p}" for n, p in known.items()))
    )
    for which in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(which, supervisor.ask_to_stop)
    try:
        await supervisor.run(lambda: say("all are up"))
    except LocalError as error:
        say(f"gave up: {error} | {error.log_tail}")
        return 1
    say("stopped")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
