import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Generator[Path]:
    """A folder that root's `nobody` can reach too, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="noria-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)
