"""Several worker processes from one, which has imported everything before it forks.

Imports take a worker a second and more of CPU. A process that is killed, by whomever, is replaced
by a fork in a few milliseconds, and the others go on meanwhile. One that ends by itself has found
something that a restart does not mend here: all stop, and whoever started them decides.
"""

import ctypes
import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

SignalMask = set[int | signal.Signals]

_STOP = frozenset({signal.SIGTERM, signal.SIGINT})
_HEARD = _STOP | {signal.SIGCHLD}
_PR_SET_PDEATHSIG = 1
# Loaded before the fork: a child of a dead parent must not go on, and Linux can see to that.
_LIBC: ctypes.CDLL | None = ctypes.CDLL(None) if sys.platform == "linux" else None


class Processes:
    """Keeps a number of forks at work. The caller must not have started a thread."""

    def __init__(self, count: int, work: Callable[[int], int], say: Callable[[str], None]) -> None:
        """
        Args:
            count: How many forks, from 1.
            work: What each does; gets its number, from 0, and gives its exit status.
            say: Told of each fork that is replaced.
        """
        self._count = count
        self._work = work
        self._say = say
        self._numbers: dict[int, int] = {}
        self._stopping = False
        self._status = 0

    def run(self) -> int:
        """Until SIGTERM or SIGINT, or until one ends by itself; gives the exit status for all."""
        # What was imported stays shared between the forks: the collector must not touch it.
        gc.freeze()
        unblocked: SignalMask = {*signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)}
        try:
            for number in range(self._count):
                self._fork(number, unblocked)
            while self._numbers:
                if signal.sigwait(_HEARD) in _STOP:
                    self._stop()
                self._reap(unblocked)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
        return self._status

    def _fork(self, number: int, unblocked: SignalMask) -> None:
        parent = os.getpid()
        process_id = os.fork()
        if process_id:
            self._numbers[process_id] = number
        else:
            self._be_child(number, parent, unblocked)

    def _be_child(self, number: int, parent: int, unblocked: SignalMask) -> NoReturn:
        """Nothing of the parent's stack may be unwound: no `finally`, no exit handler."""
        status = 1
        try:
            if _LIBC is not None:
                _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))
            if os.getppid() == parent:
                signal.pthread_sigmask(signal.SIG_SETMASK, unblocked)
                status = self._work(number)
        except BaseException:  # noqa: BLE001 - the last chance to say what happened
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _stop(self) -> None:
        self._stopping = True
        for process_id in self._numbers:
            os.kill(process_id, signal.SIGTERM)

    def _reap(self, unblocked: SignalMask) -> None:
        while self._numbers:
            process_id, wait_status = os.waitpid(-1, os.WNOHANG)
            if process_id == 0:
                return
            number = self._numbers.pop(process_id)
            status = os.waitstatus_to_exitcode(wait_status)
            if self._stopping:
                self._status = self._status or abs(status)
            elif status == -signal.SIGKILL:
                self._say(f"process {number + 1} of {self._count} was killed; it starts again")
                self._fork(number, unblocked)
            else:
                self._status = abs(status)
                self._stop()
