import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from noria.cli.main import COMMANDS, make_parser
from tests.noria.command_line import Noria
from tests.noria.graphs import START, graph, step

HEAVY = ("pydantic", "httpx2", "wasmtime", "orjson", "tree_sitter", "temporalio", "typer")


def test_help_names_every_command_and_setting() -> None:
    text = make_parser().format_help()

    assert all(name in text for name in COMMANDS)
    assert "NORIA_API_KEY" in text


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, noria.cli.main; noria.cli.main.make_parser().format_help();"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == ""


def test_the_version_is_shown(noria_command: Noria) -> None:
    said = noria_command("--version")

    assert said.status == 0
    assert said.out.startswith("noria ")


@pytest.mark.parametrize("arguments", [[], ["nope"], ["run"], ["runs", "--limit", "x"]])
def test_a_wrong_call_shows_the_usage(noria_command: Noria, arguments: list[str]) -> None:
    said = noria_command(*arguments)

    assert said.status == 2
    assert "usage: noria" in said.err


def test_a_server_that_is_down_is_told_in_one_line(
    noria_command: Noria, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: nobody answers there
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("NORIA_URL", url)
        monkeypatch.setenv("NORIA_API_KEY", "k")

        said = noria_command("runs")

    assert said.status == 1
    assert said.err == (
        f"noria: Noria at {url} can't be reached: start it, or set NORIA_URL to where it runs.\n"
    )


def test_nobody_at_all_is_asked_who_they_are(
    noria_command: Noria, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NORIA_API_KEY", "NORIA_EMAIL"):
        monkeypatch.delenv(name, raising=False)

    said = noria_command("runs")

    assert said.status == 1
    assert "set NORIA_API_KEY" in said.err


def test_an_interrupt_ends_without_a_traceback(
    noria_command: Noria, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupting:
        def read(self) -> bytes:
            raise KeyboardInterrupt

    class Stdin:
        buffer = Interrupting()

    monkeypatch.setattr(sys, "stdin", Stdin())

    said = noria_command("validate", "-")

    assert said.status == 130
    assert said.err == "\nnoria: interrupted.\n"


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    file.write_text(json.dumps(graph([START, *(step(f"n{k}", "set") for k in range(1_000))])))
    command = f"{sys.executable} -m noria.cli validate {file} | head -n 1"

    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)

    assert found.stdout.startswith("error")
    assert found.stderr == ""
