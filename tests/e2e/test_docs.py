"""Every command that the README and the docs show is run."""

import os
import re
import shlex
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.e2e.stack import OWNER_EMAIL, OWNER_PASSWORD, ROOT, Stack

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
MODULE = re.compile(r"python -m ([a-z_]+(?:\.[a-z_]+)*)")
# These would run this very test, or rewrite the work tree: make is asked what it would do.
DRY = re.compile(r"^make (?!run\b|help\b)[a-z0-9-]+$")


def commands(page: Path) -> list[str]:
    """Shell lines of a page, comments cut off, continued lines joined."""
    text = "".join(BLOCK.findall(page.read_text())).replace("\\\n", " ")
    lines = (re.sub(r"\s+#.*$", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def environment(stack: Stack) -> dict[str, str]:
    """A person's shell: our commands on the path, the settings that the pages export."""
    return os.environ | {
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        "NORIA_URL": stack.url,
        "NORIA_EMAIL": OWNER_EMAIL,
        "NORIA_PASSWORD": OWNER_PASSWORD,
    }


@pytest.fixture
def folder(stack: Stack, tmp_path: Path) -> Path:
    """As the clone, with the example's graph calling the shop where this platform's listens."""
    copied = tmp_path / "examples"
    shutil.copytree(ROOT / "examples", copied)
    graph = copied / "order-triage" / "workflow.json"
    graph.write_text(graph.read_text().replace("http://127.0.0.1:8410", stack.example_url))
    return tmp_path


def run(command: str, env: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-euc", command], cwd=folder, env=env, capture_output=True, text=True, timeout=300
    )

    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def test_pages_show_commands() -> None:
    shown = {command for page in PAGES for command in commands(page)}

    assert {"make run", "make test"} <= shown


def test_modules_that_pages_run_are_there() -> None:
    """Benchmarks and the like, which no test has the time for."""
    named = {name for page in PAGES for name in MODULE.findall(page.read_text())}

    assert "benchmarks.webhooks" in named
    assert {name for name in named if find_spec(name) is None} == set()


@pytest.mark.server
@pytest.mark.timeout(600)
def test_make_run_starts_everything_and_ctrl_c_stops_it(tmp_path: Path) -> None:
    # In a clone that was never installed, this takes minutes; the start is what is timed.
    subprocess.run(["make", "install"], cwd=ROOT, check=True, timeout=300)
    stack = Stack(tmp_path, command=("make", "run"))
    stack.start()
    stack.stop()

    assert "Noria is stopped." in stack.log
    assert stack.leftovers() == []


@pytest.mark.server
@pytest.mark.timeout(400)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_of_a_page_work(page: Path, stack: Stack, folder: Path) -> None:
    env = environment(stack)
    for command in commands(page):
        if command == "make run":  # the test above
            continue
        if DRY.match(command):
            run(command.replace("make", "make -n", 1), env, ROOT)
        elif command.startswith("export "):
            names = {pair.partition("=")[0] for pair in shlex.split(command)[1:]}
            assert names <= env.keys(), f"the test has no value for {names - env.keys()}"
        else:
            run(command, env, folder)
