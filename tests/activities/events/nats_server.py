"""A real NATS, started for the tests that need one."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from local.ports import free_port


def wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.05)


@contextmanager
def nats_running(folder: Path) -> Generator[str]:
    """With JetStream, for user `u` with password `p`; gives its URL."""
    program = shutil.which("nats-server", path=str(Path(sys.executable).parent))
    assert program
    port = free_port()
    server = subprocess.Popen(
        [program, "-a", "127.0.0.1", "-p", f"{port}", "-js", "-sd", str(folder), "--user", "u", "--pass", "p"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port)
        yield f"nats://u:p@127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)
