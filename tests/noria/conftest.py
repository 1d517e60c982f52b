"""The command line, and the API that it talks to."""

from collections.abc import Generator

import pytest

from tests.noria.command_line import Noria, runner
from tests.noria.fake_noria import FakeNoria


@pytest.fixture
def noria_command(capsys: pytest.CaptureFixture[str]) -> Noria:
    return runner(capsys)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Generator[FakeNoria]:
    """The settings name it."""
    fake = FakeNoria()
    with fake.serve() as url:
        for name in ("NORIA_EMAIL", "NORIA_PASSWORD", "NORIA_WORKSPACE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("NORIA_URL", url)
        monkeypatch.setenv("NORIA_API_KEY", "key")
        yield fake
