"""`noria export` and `noria import`."""

import json
from pathlib import Path
from typing import Any

import httpx2

from tests.noria.command_line import Noria
from tests.noria.fake_noria import FakeNoria

WORKFLOW_ID = "01a1fdde-f2a0-7315-ab86-769cbe5e4af4"
TEXT = "noria: 1\nworkflows: []\n"
IMPORTED: dict[str, Any] = {
    "name": "Refunds",
    "action": "create",
    "workflow_id": None,
    "nodes": 3,
    "problems": [],
    "credentials": ["Till"],
    "missing_workflows": ["Ledger"],
}


def test_a_workflow_is_written_to_a_file(
    noria_command: Noria, served: FakeNoria, tmp_path: Path
) -> None:
    listed = {"items": [{"id": WORKFLOW_ID, "name": "Refunds"}], "next_cursor": None}
    served.answers["GET workflows"] = httpx2.Response(200, json=listed)
    served.answers["GET export"] = httpx2.Response(200, text=TEXT)
    path = tmp_path / "refunds.yaml"
    said = noria_command("export", "Refunds", "--output", str(path))

    assert (said.status, path.read_text()) == (0, TEXT)


def test_an_import_says_what_would_come_and_what_is_missing(
    noria_command: Noria, served: FakeNoria, tmp_path: Path
) -> None:
    served.answers["POST import"] = httpx2.Response(200, json={"workflows": [IMPORTED]})
    path = tmp_path / "refunds.yaml"
    path.write_text(TEXT)
    said = noria_command("import", str(path), "--dry-run")
    as_json = noria_command("import", str(path), "--dry-run", "--json")

    assert said.status == 0
    assert "Would create 'Refunds', 3 nodes." in said.out
    assert "needs the credential 'Till'" in said.out
    assert "runs 'Ledger', which is not here" in said.out
    assert json.loads(as_json.out)[0]["credentials"] == ["Till"]


def test_a_file_that_is_not_there_is_named(noria_command: Noria, served: FakeNoria) -> None:
    said = noria_command("import", "/nowhere.yaml")

    assert said.status != 0
    assert "'/nowhere.yaml' can't be read" in said.err
