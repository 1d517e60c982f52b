"""What a piece of code may not do, put on by the process that is about to run it."""

import ctypes
import fcntl
import os
import resource
import signal
import sys
import sysconfig
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from runner import landlock, seccomp
from runner.landlock import EXECUTE, READ, READ_FILE, WRITE_FILE

_DEATH_SIGNAL, _ASK_DEATH_SIGNAL, _DUMPABLE, _NO_NEW_PRIVILEGES = 1, 2, 4, 38
_LIBC = ctypes.CDLL(None, use_errno=True)
_SHARED = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
    "/usr/share/zoneinfo",
)  # fmt: skip
_LOADERS = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1")
_FIRST, _OWN = 10, 4
MAX_FILES = 128
MAX_RESULT_BYTES = 16 * 1024 * 1024
HEAD_ROOM_BYTES = 64 * 1024 * 1024
"""Of addresses that Python has before the code makes anything."""


@contextmanager
def keeping_death_signal() -> Generator[None]:
    """Around a change of user, at which the kernel forgets the signal that comes when the parent dies."""
    which = ctypes.c_int()
    _LIBC.prctl(_ASK_DEATH_SIGNAL, ctypes.byref(which), 0, 0, 0)
    yield
    _LIBC.prctl(_DEATH_SIGNAL, which.value, 0, 0, 0)


@dataclass(frozen=True)
class Jail:
    """What may be opened, as descriptors of folders and files that could still be reached."""

    allowed: dict[int, int]
    may_exec: bool

    def enter(self, *, seconds: float, memory_bytes: int) -> None:
        """Put all of it on. There is no way back.

        Raises:
            Refusal: A part of it is missing, so nothing may be run.
        """
        _LIBC.prctl(_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0)
        _LIBC.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        _LIBC.prctl(_DUMPABLE, 0, 0, 0, 0)
        os.chdir("/")
        cpu = int(seconds) + 2
        # V8 reserves more addresses than it uses, so for it what counts is what it writes to.
        memory = resource.RLIMIT_DATA if self.may_exec else resource.RLIMIT_AS
        for what, most in (
            (resource.RLIMIT_CPU, cpu),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, MAX_FILES),
            (resource.RLIMIT_MEMLOCK, 0),
            (memory, memory_bytes + HEAD_ROOM_BYTES),
        ):
            resource.setrlimit(what, (most, most))
        rules = landlock.make_rules({**self.allowed, **self._own()})
        code = seccomp.make_filter(may_exec=self.may_exec)
        landlock.restrict(rules)
        seccomp.restrict(code)

    def close_others(self) -> None:
        """All descriptors but the code's own and those that imports go through."""
        kept = sorted({*range(_OWN), *self.allowed})
        for low, high in zip(kept, [*kept[1:], MAX_FILES * 8], strict=True):
            os.closerange(low + 1, high)

    def _own(self) -> dict[int, int]:
        """Deno looks up in there how large its stack is; Python needs nothing of the kind."""
        own = _open("/proc/self/maps") if self.may_exec else None
        return {} if own is None else {own: READ_FILE}


@dataclass(frozen=True)
class Places:
    """What of this machine code may read, opened while the runner could still open it."""

    python: Jail
    deno: Jail | None
    deno_binary: int | None


def open_places(deno: Path | None, packages: Path | None) -> Places:
    """Open all of it. Also lets Python find its library by these descriptors, whatever user it will be.

    Raises:
        Refusal: The kernel can't keep code in.
    """
    landlock.check()
    shared = {descriptor: READ for name in _SHARED if (descriptor := _open(name)) is not None}
    devices = {}
    for name, access in (("/dev/null", READ_FILE | WRITE_FILE), ("/dev/urandom", READ_FILE)):
        if (descriptor := _open(name)) is not None:
            devices[descriptor] = access
    library = dict.fromkeys(_library(packages), READ)
    python = Jail({**shared, **devices, **library}, may_exec=False)
    binary = _open(str(deno)) if deno else None
    if binary is None:
        return Places(python, None, None)
    started = {binary: EXECUTE | READ_FILE}
    started |= {
        descriptor: EXECUTE | READ_FILE
        for name in _LOADERS
        if (descriptor := _open(name)) is not None
    }
    deno_jail = Jail({**shared, **devices, **started}, may_exec=True)
    return Places(python, deno_jail, binary)


def _library(packages: Path | None) -> list[int]:
    """Have imports go through descriptors: the way to the folders may be closed to the user."""
    wanted = [sysconfig.get_path("stdlib"), sysconfig.get_config_var("DESTSHARED")]
    found = [_open(str(folder)) for folder in [*wanted, packages] if folder]
    descriptors = [descriptor for descriptor in found if descriptor is not None]
    sys.path[:] = [f"/proc/self/fd/{descriptor}" for descriptor in descriptors]
    sys.path_importer_cache.clear()
    for folder, descriptor in zip(filter(None, [*wanted, packages]), found, strict=True):
        if descriptor is not None:
            _move_packages(str(folder), f"/proc/self/fd/{descriptor}")
    return descriptors


def _move_packages(old: str, new: str) -> None:
    """Packages that are loaded already look for their other modules where they were found."""
    for module in list(sys.modules.values()):
        places = getattr(module, "__path__", None)
        if isinstance(places, list):
            module.__path__ = [
                new + place.removeprefix(old) if place.startswith(old) else place
                for place in map(str, cast("list[object]", places))
            ]


def _open(name: str) -> int | None:
    try:
        low = os.open(name, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        # The first numbers are for what code reads and writes.
        return fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, _FIRST)
    finally:
        os.close(low)
