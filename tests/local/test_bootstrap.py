import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Generator
from pathlib import Path

import pytest

from local import bootstrap

ROOT = Path(__file__).parents[2]
NEEDED = ("pyproject.toml", "requirements.lock", "README.md", "Makefile", "local", "noria")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """What an installation reads, in a folder of its own; without the web app."""
    folder = tmp_path_factory.mktemp("clone")
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, folder / name)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def install(clone: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local.bootstrap", "--python-only"],
        cwd=clone,
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def works(clone: Path) -> bool:
    check = "import uvicorn, temporalio.client, noria.errors; print(noria.__file__)"
    python = clone / ".venv" / "bin" / "python"
    done = subprocess.run([python, "-c", check], cwd="/", capture_output=True, text=True)
    return done.stdout.strip() == str(clone / "noria" / "__init__.py")


@pytest.mark.server
@pytest.mark.timeout(600)
def test_a_bare_python_is_enough_and_the_second_time_there_is_nothing_to_do(clone: Path) -> None:
    first = install(clone)
    second = install(clone)

    assert first.returncode == 0, first.stdout + first.stderr
    assert "Python packages" in first.stdout
    assert works(clone)
    assert (second.returncode, second.stdout) == (0, "")


@pytest.mark.server
@pytest.mark.timeout(600)
def test_an_installation_that_was_killed_is_mended(clone: Path) -> None:
    site = next((clone / ".venv" / "lib").glob("python3*")) / "site-packages"
    shutil.rmtree(site / "uvicorn")
    (clone / ".venv" / "unfinished").touch()
    broken = works(clone)

    again = install(clone)

    assert not broken
    assert again.returncode == 0, again.stdout + again.stderr
    assert works(clone)


@pytest.mark.server
@pytest.mark.timeout(600)
def test_node_comes_from_a_package(clone: Path) -> None:
    done = subprocess.run(
        [clone / ".venv" / "bin" / "npm", "--version"],
        env={"PATH": f"{clone}/.venv/bin:/usr/bin:/bin", "HOME": str(clone)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("11.")


def test_uv_is_told_what_pip_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")

    assert bootstrap.index_settings()["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"


def test_what_uv_is_told_directly_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example/simple")
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")

    assert "UV_DEFAULT_INDEX" not in bootstrap.index_settings()


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    packages = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]

    assert "://" not in lock
    assert lock.count("\nuv==") == 1
    assert [line for line in packages if not line.endswith("\\")] == []


def test_the_lock_has_every_package_that_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    asked = [
        *project["project"]["dependencies"],
        *extras["embedded"],
        *(wish for group in project["dependency-groups"].values() for wish in group),
    ]
    names = {re.split(r"[^\w.-]", wish)[0].lower().replace("_", "-") for wish in asked}
    locked = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)

    assert names - set(locked) == set(), "run `make lock`"


def test_make_help_names_every_target_and_needs_nothing_installed() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    named = {line.split()[0] for line in done.stdout.splitlines()}

    assert {"run", "test", "check", "fix", "help", "lock", "client", "bench", "e2e"} <= named


def test_an_unusable_python_is_named() -> None:
    done = subprocess.run(
        ["make", "install", "PYTHON="], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "Noria needs Python 3.11 to 3.14" in done.stderr
