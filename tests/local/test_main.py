"""`python -m local` before anything has started: each obstacle is one sentence and status 1."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from local.folder import hold
from local.ports import HOST, free_port

ROOT = Path(__file__).parents[2]


def start(settings: Mapping[str, object]) -> subprocess.CompletedProcess[str]:
    ports = ("API", "TEMPORAL", "TEMPORAL_UI", "DATABASE", "WORKER_HEALTH", "EXAMPLE")
    free = {f"NORIA_{name}_PORT": str(free_port()) for name in ports}
    given = {f"NORIA_{name}": str(value) for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "local"],
        cwd=ROOT,
        env={**os.environ, **free, **given},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    lines = done.stderr.splitlines()

    assert done.returncode == 1, done.stdout
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_port_that_is_taken_is_named_with_who_has_it_and_what_to_set(folder: Path) -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        said = complaint(start({"DATA_DIR": folder / "data", "DATABASE_PORT": port}))

    assert said.startswith(f"Port {port}, which PostgreSQL needs, is taken by ")
    assert f"(process {os.getpid()})" in said
    assert said.endswith("or set NORIA_DATABASE_PORT to another port.")
    assert not (folder / "data" / "postgres").exists()


def test_two_settings_with_one_port_are_named(folder: Path) -> None:
    port = free_port()
    ports = {"API_PORT": port, "TEMPORAL_PORT": port}

    said = complaint(start({"DATA_DIR": folder / "data", **ports}))

    assert said.startswith(f"NORIA_TEMPORAL_PORT and NORIA_API_PORT are both {port}")


def test_a_second_start_on_the_same_folder_names_the_first(folder: Path) -> None:
    with hold(folder / "data") as held:
        held.announce("http://127.0.0.1:8400")
        said = complaint(start({"DATA_DIR": folder / "data"}))

    assert f"already running on {folder / 'data'} (process {os.getpid()}" in said


def test_a_wrong_setting_is_named(folder: Path) -> None:
    said = complaint(start({"DATA_DIR": folder / "data", "API_PORT": 123456}))

    assert said.startswith("NORIA_API_PORT is '123456':")


def test_a_folder_that_cannot_be_made_is_named(folder: Path) -> None:
    (folder / "file").write_text("")

    said = complaint(start({"DATA_DIR": folder / "file" / "data"}))

    assert "is not a folder; set NORIA_DATA_DIR to another one." in said


@pytest.mark.parametrize("name", ["postgres", "temporal"])
def test_data_without_its_keys_is_named(folder: Path, name: str) -> None:
    (folder / "data" / name).mkdir(parents=True)
    (folder / "data" / "format").write_text("1")

    said = complaint(start({"DATA_DIR": folder / "data"}))

    assert "keys.json is gone" in said
