"""Runs the command `noria` in this process, against a fake API on a real port."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from noria.cli.main import main


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str


Noria = Callable[..., Said]


def runner(capsys: pytest.CaptureFixture[str]) -> Noria:
    """`noria("validate", "file.json")`."""

    def run(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, said.out, said.err)

    return run
