"""Whether the jail holds, tried once at the start: a rule that is not in force is worse than none."""

import os
import socket
from collections.abc import Callable

from runner.jail import Places
from runner.refusal import Refusal

_HELD, _BROKEN = 0, 1
_SECONDS = 5.0
_MEMORY_BYTES = 256 * 1024 * 1024


def check(places: Places) -> None:
    """
    Raises:
        Refusal: Something that must be refused was not.
    """
    for what, attempt in _ATTEMPTS.items():
        if not _is_refused(places, attempt):
            raise Refusal(f"the sandbox lets code {what}")


def _is_refused(places: Places, attempt: Callable[[], object]) -> bool:
    pid = os.fork()
    if pid == 0:
        try:
            places.python.enter(seconds=_SECONDS, memory_bytes=_MEMORY_BYTES)
            attempt()
        except PermissionError:
            os._exit(_HELD)
        finally:
            os._exit(_BROKEN)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == _HELD


def _write() -> None:
    os.open("/tmp/noria-runner", os.O_CREAT | os.O_WRONLY, 0o600)  # noqa: S108 - to be refused


_ATTEMPTS: dict[str, Callable[[], object]] = {
    "read files": lambda: os.listdir("/"),
    "write files": _write,
    "reach the network": lambda: socket.socket(socket.AF_INET),
    "start processes": os.fork,
    "signal others": lambda: os.kill(os.getppid(), 0),
}
