"""Servers that tests start once and share."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from local import temporal


@contextmanager
def temporal_server() -> Generator[str]:
    """A tuned Temporal with our namespace, on free ports; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="noria-temporal-"))
    try:
        with temporal.running(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)
