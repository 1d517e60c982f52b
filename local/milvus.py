"""Milvus Lite as a server of its own, so that any number of workers share one folder.

It asks nobody who they are, which is why it listens on 127.0.0.1 alone, and why everything that
comes from it is read again from PostgreSQL within the workspace.
"""

import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from signal import SIGINT

from local.ports import HOST, answers, free_port
from local.process import Process, Program


def is_installed() -> bool:
    """It is where faiss has no wheel."""
    return find_spec("milvus_lite") is not None


def program(folder: Path, port: int, needs: frozenset[str] = frozenset()) -> Program:
    """A server on the folder, which it makes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    return Program(
        name="milvus",
        command=[
            *(sys.executable, "-m", "milvus_lite", "server"),
            *("--data-dir", str(folder), "--host", HOST, "--port", str(port)),
        ],
        ready=lambda: answers(port),
        # It starts once people can sign in, so that the first start is no slower for it.
        needs=needs,
        is_late=True,
        # At any other signal it closes no files; it survives that, and starts more slowly.
        stop_signal=SIGINT,
        stop_within=timedelta(seconds=8),
    )


def uri(port: int) -> str:
    """What clients are told."""
    return f"http://{HOST}:{port}"


@contextmanager
def running() -> Generator[str]:
    """A throw-away server for tests and benchmarks; gives its URI."""
    folder = Path(tempfile.mkdtemp(prefix="noria-milvus-"))
    port = free_port()
    server = Process(program(folder / "data", port), folder / "milvus.log")
    try:
        server.wait_ready(timedelta(seconds=90))
        yield uri(port)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
