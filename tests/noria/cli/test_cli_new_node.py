"""A new node type works as it is written, and nothing of one's own is overwritten."""

import subprocess
import sys
from pathlib import Path

import pytest

from noria.cli.main import main


def new_node(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["new-node", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_a_new_node_type_is_found_and_its_test_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "__init__.py").write_text("")

    status = new_node("words.big.define", "--folder", "acme", "--tests", "tests")

    assert status == 0
    code = "import acme; from noria.catalog import *; print(Catalog(find_node_types(acme)).names())"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "('words.big.define',)"
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "asyncio_mode=auto",
         "--rootdir", str(tmp_path), "tests"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    assert "2 passed" in tested.stdout, tested.stdout + tested.stderr


def test_what_is_there_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "activities" / "words" / "define.py"
    file.parent.mkdir(parents=True)
    file.write_text("mine")

    assert new_node("words.define") == 1
    assert "exists already" in capsys.readouterr().out
    assert file.read_text() == "mine"


def test_a_name_has_two_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert new_node("define") != 0
    assert "'words.define'" in capsys.readouterr().err
