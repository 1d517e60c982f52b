"""One child process: how to start it, whether it is ready, how to stop it.

Every child leads a process group of its own, so that Ctrl-C reaches only the supervisor, which
then stops children in order. On Linux the kernel also signals a child when the supervisor dies,
even of SIGKILL, so nothing is left behind.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import IO

from local.errors import LocalError

LOG_BYTES = 10 * 1024 * 1024
"""A log above this is moved to `<name>.log.1`; at most one old one is kept."""
_PR_SET_PDEATHSIG = 1
# Loaded here because nothing may be imported or allocated between fork and exec.
_LIBC: ctypes.CDLL | None = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """What to start, and how to know that it works."""

    name: str
    command: Sequence[str]
    ready: Callable[[], bool] | None
    """Asked often until it answers True; may block for a second or two, must not raise.

    None: the program has one thing to do, and is ready once it ended with status 0.
    """
    needs: frozenset[str] = frozenset()
    """Names of programs that must be ready before this one starts, and stop after it."""
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    """Added to the supervisor's own environment."""
    without: frozenset[str] = frozenset()
    """Names left out of the supervisor's own environment."""
    is_alone: bool = False
    """It gets nothing of the supervisor's own environment but where programs are."""
    is_optional: bool = False
    """The others go on when it can't be started."""
    is_late: bool = False
    """Nobody waits for it: the platform is ready without it."""
    user: str | None = None
    """Another user to run as, which only root may do."""
    folder: Path | None = None
    """Working folder; the supervisor's own when None."""
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: timedelta = timedelta(seconds=10)
    """How long it may take after `stop_signal` before it is killed."""
    orphan_signal: signal.Signals = signal.SIGKILL
    """What the kernel sends when the supervisor dies (Linux)."""


class Process:
    """A started program. Start it from the main thread only.

    The kernel's parent-death signal comes when the *thread* that forked ends.
    """

    def __init__(self, program: Program, log: Path) -> None:
        self.program = program
        self.log = log
        self.started_at = time.monotonic()
        log.parent.mkdir(parents=True, exist_ok=True)
        rotate(log)
        # O_APPEND lets `rotate` cut the file while the child writes to it.
        with log.open("ab") as output:
            self._log_start = output.tell()
            self._popen = self._open(output)

    def _open(self, output: IO[bytes]) -> subprocess.Popen[bytes]:
        program = self.program
        account = pwd.getpwnam(program.user) if program.user else None
        try:
            return subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=program.folder,
                env=_environment(program),
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                process_group=0,
                preexec_fn=_die_with_parent(program.orphan_signal),
            )
        except OSError as error:
            message = f"{program.name} can't be started from {program.command[0]!r}: {error}."
            raise LocalError(message) from error

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def age(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self.started_at)

    def is_ready(self) -> bool:
        """Blocks as long as the program's own question does."""
        if self.program.ready is None:
            return self.exit_status() == 0
        return self.exit_status() is None and self.program.ready()

    def exit_status(self) -> int | None:
        """None while it runs; minus the signal's number when a signal ended it."""
        return self._popen.poll()

    def has_ended(self) -> bool:
        return self.exit_status() is not None

    def send(self, which: signal.Signals) -> None:
        """Signal the process itself, not its group: servers stop their own helpers in order."""
        with contextlib.suppress(ProcessLookupError):
            self._popen.send_signal(which)

    def kill(self) -> None:
        """Kill the whole group, helpers included; then reap."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._popen.wait()

    def stop(self) -> None:
        """Ask, wait for at most `stop_within`, then kill."""
        self.send(self.program.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(self.program.stop_within.total_seconds())
        self.kill()

    def wait_ready(self, within: timedelta) -> None:
        """Block until the program is ready.

        Raises:
            LocalError: It ended, or was not ready in time; holds the end of its log.
        """
        while not self.is_ready():
            self.check(within)
            time.sleep(0.02)

    def check(self, ready_within: timedelta) -> None:
        """For one that was not ready when it was asked.

        Raises:
            LocalError: It never will be.
        """
        if self.program.ready is None and self.exit_status() == 0:
            return  # It came to its end since.
        if self.has_ended():
            message = f"{self.program.name} {self.describe_end()}; its log is {self.log}."
            raise LocalError(message, self.tail())
        if self.age > ready_within:
            seconds = ready_within.total_seconds()
            message = f"{self.program.name} was not ready within {seconds:.0f} s"
            raise LocalError(f"{message}; its log is {self.log}.", self.tail())

    def describe_end(self) -> str:
        """As "ended with status 3" or "was killed by SIGKILL"."""
        status = self.exit_status()
        if status is not None and status < 0:
            return f"was killed by {signal.Signals(-status).name}"
        return f"ended with status {status}"

    def tail(self, lines: int = 15) -> str:
        """What this process wrote last, without what earlier ones did."""
        with contextlib.suppress(OSError), self.log.open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            start = self._log_start if self._log_start <= size else 0
            log.seek(max(start, size - 16_384))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])
        return ""


def _environment(program: Program) -> dict[str, str]:
    if program.is_alone:
        return {"PATH": os.environ.get("PATH", os.defpath), **program.environment}
    inherited = {name: value for name, value in os.environ.items() if name not in program.without}
    return {**inherited, **program.environment}


def rotate(log: Path, limit_bytes: int = LOG_BYTES) -> None:
    """Move what a log holds to `<log>.1` when it is over the limit."""
    try:
        if log.stat().st_size <= limit_bytes:
            return
        shutil.copyfile(log, log.with_name(log.name + ".1"))
        os.truncate(log, 0)
    except OSError:  # no log yet, or no space for the copy: logs never stop the stack
        return


def stop_with_parent(which: signal.Signals) -> None:
    """Have the kernel send a signal to this process when its parent dies (Linux)."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(which))


def _die_with_parent(which: signal.Signals) -> Callable[[], None] | None:
    libc = _LIBC
    if libc is None:
        return None
    parent = os.getpid()

    # Runs between fork and exec, after the change of user, which would clear the setting.
    def arrange() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(which))
        if os.getppid() != parent:  # died before the call above
            os._exit(1)

    return arrange
