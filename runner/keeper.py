"""Runs one piece of code: a process of its own that reads the request, watches the jail, and answers."""

import json
import os
import select
import signal
import socket
import time
from dataclasses import dataclass, field
from typing import Any

from runner import guests, wire
from runner.jail import MAX_RESULT_BYTES, Jail, Places
from runner.refusal import Refusal

MAX_PRINTED_BYTES = 256 * 1024
MAX_SECONDS = 900.0
MAX_MEMORY_MB = 4_096
READ_SECONDS = 30.0
_CHUNK = 1 << 16
_EXIT_REFUSED = 99
_DENO_NEEDS_BYTES = 512 * 1024 * 1024


def serve(connection: socket.socket, places: Places) -> None:
    """Answer one request. Called in a process that ends afterwards."""
    connection.settimeout(READ_SECONDS)
    request = wire.receive(connection)
    if request is None:
        return
    if request.get("language") == "hello":
        wire.send(connection, {"isolation": "landlock", "typescript": places.deno is not None})
        return
    wire.send(connection, _run(request, connection, places))


@dataclass
class _Watched:
    """A child, what it says, and how long it may."""

    pid: int
    output: int
    result: int | None
    deadline: float
    most: int
    printed: bytearray = field(default_factory=bytearray)
    answer: bytearray = field(default_factory=bytearray)
    stopped: str | None = None


def _run(request: dict[str, Any], connection: socket.socket, places: Places) -> dict[str, Any]:
    seconds = min(float(request["seconds"]), MAX_SECONDS)
    memory = min(int(request["memory_mb"]), MAX_MEMORY_MB) * 2**20
    if request["language"] == "python":
        watched = _start_python(request, places.python, seconds, memory)
        mark = None
    elif places.deno is not None and places.deno_binary is not None:
        mark = guests.new_mark()
        program = guests.deno_program(request["code"], request["input"], mark)
        watched = _start_deno(program, places.deno, places.deno_binary, (seconds, memory))
    else:
        return _error("Unavailable", "this runner has no Deno, so it runs Python only")
    status = _watch(watched, connection)
    printed, answer = bytes(watched.printed), bytes(watched.answer)
    if mark is not None:
        before, found, answer = printed.rpartition(b"\n" + mark.encode())
        printed, answer = (before, answer) if found else (printed, b"")
    lines = printed[:MAX_PRINTED_BYTES].decode(errors="replace").splitlines()
    told = _told(watched.stopped, status, answer, seconds)
    return {**told, "printed": lines}


def _told(stopped: str | None, status: int, answer: bytes, seconds: float) -> dict[str, Any]:
    if stopped is not None:
        return _error("TimeoutError" if stopped.startswith("it took") else "LimitError", stopped)
    if answer:
        try:
            told = json.loads(answer)
            return {"json": str(told["json"])} if "json" in told else {"error": told["error"]}
        except (ValueError, KeyError, TypeError):
            return _error("LimitError", "its answer can't be read" + repr(answer[:300]))
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _EXIT_REFUSED:
        return _error("Refused", "the sandbox could not be put on, so the code was not run")
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL}:
        return _error("TimeoutError", f"it used more than {seconds:g} s of processor time")
    return _error("MemoryError", "it ended in the middle; most often it needs more memory")


def _error(name: str, message: str) -> dict[str, Any]:
    return {"error": {"name": name, "message": message, "line": None}}


def _start_python(request: dict[str, Any], jail: Jail, seconds: float, memory: int) -> _Watched:
    out_read, out_write = os.pipe()
    result_read, result_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _wire_up(os.open(os.devnull, os.O_RDONLY), out_write, result_write)
            jail.close_others()
            jail.enter(seconds=seconds, memory_bytes=memory)
            guests.run_python(request["code"], request["input"])
        except Refusal:
            os._exit(_EXIT_REFUSED)
        finally:
            os._exit(1)
    os.close(out_write)
    os.close(result_write)
    deadline = time.monotonic() + seconds
    return _Watched(pid, out_read, result_read, deadline, MAX_PRINTED_BYTES)


def _start_deno(program: bytes, jail: Jail, binary: int, limits: tuple[float, int]) -> _Watched:
    seconds, memory = limits
    in_read, in_write = os.pipe()
    out_read, out_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            kept = os.dup(binary)
            os.set_inheritable(kept, True)
            kept = _wire_up(in_read, out_write, kept)
            jail.enter(seconds=seconds, memory_bytes=memory + _DENO_NEEDS_BYTES)
            guests.run_deno(kept, memory)
        except Refusal:
            os._exit(_EXIT_REFUSED)
        finally:
            os._exit(1)
    os.close(in_read)
    os.close(out_write)
    _feed(in_write, program)
    most = MAX_PRINTED_BYTES + MAX_RESULT_BYTES
    return _Watched(pid, out_read, None, time.monotonic() + seconds, most)


def _feed(descriptor: int, data: bytes) -> None:
    """From a process of its own, so that a program that does not read keeps nobody waiting."""
    if os.fork() == 0:
        try:
            while data:
                data = data[os.write(descriptor, data) :]
        finally:
            os._exit(0)
    os.close(descriptor)


def _wire_up(given: int, printed: int, last: int) -> int:
    """Standard streams, one descriptor more, and no other but those that imports go through."""
    os.dup2(given, 0)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    if last != guests.RESULT:
        os.dup2(last, guests.RESULT)
    return guests.RESULT


def _watch(watched: _Watched, connection: socket.socket) -> int:
    """Until the child ends, is over a limit, or nobody waits for it any more; gives its status."""
    sources = {watched.output: watched.printed}
    if watched.result is not None:
        sources[watched.result] = watched.answer
    while sources and watched.stopped is None:
        left = watched.deadline - time.monotonic()
        if left <= 0:
            watched.stopped = "it took longer than it may"
            break
        asking = connection.fileno()
        ready, _, _ = select.select([*sources, asking], [], [], left)
        for source in ready:
            if source == asking:
                watched.stopped = "nobody waits for it any more"
            elif not _take(watched, source, sources[source]):
                del sources[source]
    if watched.stopped is not None:
        os.kill(watched.pid, signal.SIGKILL)
    return os.waitpid(watched.pid, 0)[1]


def _take(watched: _Watched, source: int, into: bytearray) -> bool:
    """Whether there may be more."""
    data = os.read(source, _CHUNK)
    into += data
    is_output = source == watched.output
    most = watched.most if is_output else MAX_RESULT_BYTES
    if len(into) > most:
        watched.stopped = f"it {'printed' if is_output else 'gave'} more than {most // 1024} KB"
    return bool(data)
