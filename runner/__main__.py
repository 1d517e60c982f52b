"""`python -E -s -S -m runner --socket PATH`: runs authors' code until SIGTERM.

It refuses to start as root, with settings of Noria in its environment, or where the kernel can't keep
code in; there is no way to have it run code all the same. Exit status 2 says so.
"""

import argparse
import asyncio.base_events
import contextlib
import csv
import decimal
import os
import random
import signal
import socket
import statistics
import sys
from pathlib import Path
from types import FrameType

from runner import keeper
from runner.jail import Places, keeping_death_signal, open_places
from runner.refusal import Refusal
from runner.self_test import check

BACKLOG = 128
_WARM = (asyncio.base_events, csv, decimal, random, statistics)
"""Imported before the first piece of code, each of which is a fork of this process."""
_SECRETS = ("NORIA_DATABASE_URL", "NORIA_SECRET_KEYS", "NORIA_TOKEN_KEY")


def main() -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="python -m runner")
    parser.add_argument("--socket", type=Path, required=True, help="where the worker asks")
    parser.add_argument("--uid", type=int, help="user to become; needed when started as root")
    parser.add_argument("--deno", type=Path, help="the program that runs JavaScript")
    parser.add_argument("--packages", type=Path, help="folder of Python packages for code to use")
    parser.add_argument("--at-once", type=int, default=8, help="pieces of code at the same time")
    given = parser.parse_args()
    try:
        check_environment(dict(os.environ))
        os.environ.clear()
        places = open_places(given.deno, given.packages)
        listening = listen(given.socket)
        become(given.uid)
        check(places)
    except Refusal as refusal:
        sys.stderr.write(f"runner: no code is run here, because {refusal}.\n")
        return 2
    sys.stderr.write("runner: ready, isolation landlock\n")
    _serve(listening, places, given.at_once)
    return 0


def check_environment(environment: dict[str, str]) -> None:
    """
    Raises:
        Refusal: It holds what code must never be near.
    """
    for name in _SECRETS:
        if environment.get(name):
            raise Refusal(f"{name} is in its environment; start it without Noria's settings")


def listen(path: Path) -> socket.socket:
    """Through the open folder: the path of a socket may have a hundred characters only."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    short = f"/proc/self/fd/{folder}/{path.name}"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(short)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listening.bind(short)
    finally:
        os.umask(before)
        os.close(folder)
    listening.listen(BACKLOG)
    return listening


def become(uid: int | None) -> None:
    """
    Raises:
        Refusal: It would be root, whom some of the kernel's own files obey in any sandbox.
    """
    if uid:
        with keeping_death_signal():
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
    if 0 in (*os.getresuid(), *os.getresgid()):
        raise Refusal("it runs as root; start it as another user, or with --uid")


def _serve(listening: socket.socket, places: Places, at_once: int) -> None:
    working: set[int] = set()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for pid in working:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGCHLD, lambda _signal, _frame: _reap(working, wait=False))
    while True:
        while len(working) >= at_once:
            signal.pause()
        connection, _ = listening.accept()
        # This process never reads a request: what one run is given is in no other's memory.
        pid = os.fork()
        if pid == 0:
            _keep(connection, listening, places)
        working.add(pid)
        connection.close()
        _reap(working, wait=False)


def _keep(connection: socket.socket, listening: socket.socket, places: Places) -> None:
    try:
        for which in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
            signal.signal(which, signal.SIG_DFL)
        listening.close()
        keeper.serve(connection, places)
    except OSError:
        pass  # the worker is gone, and with it who wanted to know
    finally:
        os._exit(0)


def _reap(working: set[int], *, wait: bool) -> None:
    while working:
        try:
            pid, _ = os.waitpid(-1, 0 if wait else os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        working.discard(pid)


if __name__ == "__main__":
    sys.exit(main())
