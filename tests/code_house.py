"""A code runner as it runs beside a worker, for tests that need a real one."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.code import is_possible

ROOT = Path(__file__).parents[1]
RUNNER = [sys.executable, "-E", "-s", "-S", "-m", "runner"]
DENO = Path(sys.executable).with_name("deno")
UID = 64_513
needs_a_jail = pytest.mark.skipif(not is_possible(), reason="this kernel can't keep code in")


def command(socket: Path, *more: str) -> list[str]:
    """As `make run` starts it."""
    user = ["--uid", str(UID)] if os.getuid() == 0 else []
    return [*RUNNER, "--socket", str(socket), "--deno", str(DENO), *user, *more]


@contextmanager
def running(*more: str) -> Generator[Path]:
    """Its socket."""
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "code.sock"
        process = subprocess.Popen(
            command(socket, *more),
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "CANARY": "canary-in-the-environment"},
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            assert "ready" in said, said
            yield socket
        finally:
            process.terminate()
            process.communicate(timeout=10)
