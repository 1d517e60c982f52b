"""The code runner beside the others: without their settings, and as a user of its own."""

import contextlib
import os
import platform
import socket
import sys
from datetime import timedelta
from pathlib import Path

from local.process import Program
from runner import landlock, wire

ROOT = Path(__file__).parent.parent
UID = 64_513
"""Of nobody: what the runner becomes when root starts it."""
_ANSWERS_WITHIN_S = 2.0


def is_possible() -> bool:
    """Whether this kernel can keep code in; else steps with full code say why they are not run."""
    return (
        sys.platform == "linux"
        and platform.machine() in {"x86_64", "aarch64"}
        and landlock.version() > 0
    )


def socket_path(data: Path) -> Path:
    return data / "run" / "code.sock"


def program(data: Path) -> Program:
    """Late, so that nobody waits for it at the start."""
    path = socket_path(data)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    deno = Path(sys.executable).with_name("deno")
    command = [sys.executable, "-E", "-s", "-S", "-m", "runner", "--socket", str(path)]
    if deno.exists():
        command += ["--deno", str(deno)]
    if os.getuid() == 0:
        command += ["--uid", str(UID)]
    return Program(
        name="code",
        command=command,
        ready=lambda: _answers(path),
        needs=frozenset({"worker", "api"}),
        is_alone=True,
        is_optional=True,
        is_late=True,
        folder=ROOT,
        stop_within=timedelta(seconds=3),
    )


def _answers(path: Path) -> bool:
    with contextlib.suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(_ANSWERS_WITHIN_S)
                connection.connect(f"/proc/self/fd/{folder}/{path.name}")
                wire.send(connection, {"language": "hello"})
                return wire.receive(connection) is not None
        finally:
            os.close(folder)
    return False
