"""Servers that tests start once and share."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from local import postgres, temporal


@contextmanager
def temporal_server() -> Generator[str]:
    """A tuned Temporal with our namespace, on free ports; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="noria-temporal-"))
    try:
        with temporal.running(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_server() -> Generator[str]:
    """A PostgreSQL on a free port; gives the URL of a database whose owner may make more."""
    folder = Path(tempfile.mkdtemp(prefix="noria-postgres-"))
    try:
        with postgres.running(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)
