import json
from pathlib import Path

import httpx2
import pytest

from tests.noria.command_line import Noria
from tests.noria.fake_noria import WORKFLOW_ID, FakeNoria, problem
from tests.noria.graphs import START, Document, graph

DRAFT: Document = {"graph": {}, "revision": 3, "problems": []}
WORKFLOW: Document = {"id": WORKFLOW_ID, "name": "orders", "draft": DRAFT, "problems": []}
WARNING = {"severity": "warning", "code": "x", "message": "Take care.", "node_id": "start"}


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps(graph([START])))
    return str(path)


@pytest.fixture
def empty(served: FakeNoria) -> FakeNoria:
    served.answers["GET workflows"] = httpx2.Response(200, json={"items": []})
    served.answers["POST workflows"] = httpx2.Response(201, json=WORKFLOW)
    return served


@pytest.fixture
def existing(served: FakeNoria) -> FakeNoria:
    served.answers["GET workflows"] = httpx2.Response(200, json={"items": [WORKFLOW]})
    served.answers[f"GET workflows/{WORKFLOW_ID}/draft"] = httpx2.Response(200, json=DRAFT)
    served.answers[f"PUT workflows/{WORKFLOW_ID}/draft"] = httpx2.Response(
        200, json={**DRAFT, "problems": [WARNING]}
    )
    return served


def test_a_new_workflow_is_made_under_the_files_name(
    noria_command: Noria, empty: FakeNoria, file: str
) -> None:
    said = noria_command("push", file)

    assert (said.status, said.err) == (0, "")
    assert said.out == f"Made 'orders' ({WORKFLOW_ID}).\n"
    assert empty.sent() == {"name": "orders", "graph": graph([START])}


def test_the_name_may_be_given(noria_command: Noria, empty: FakeNoria, file: str) -> None:
    noria_command("push", file, "--name", "Another")

    assert empty.sent()["name"] == "Another"


def test_an_existing_workflow_gets_the_graph_as_its_draft(
    noria_command: Noria, existing: FakeNoria, file: str
) -> None:
    said = noria_command("push", file)

    assert said.status == 0
    assert said.out.splitlines() == [
        "warning  start  Take care.",
        f"Saved 'orders' ({WORKFLOW_ID}).",
    ]
    assert existing.requests[-1].headers["if-match"] == '"3"'


def test_publishing_names_the_version(noria_command: Noria, existing: FakeNoria, file: str) -> None:
    existing.answers[f"POST workflows/{WORKFLOW_ID}/publish"] = [
        httpx2.Response(200, json={"version": 4}),
        httpx2.Response(200, json={"version": 4, "created": False}),
        httpx2.Response(200, json={"version": 4}),
    ]

    assert noria_command("push", file, "--publish").out.endswith("and published version 4.\n")
    assert "version 4 is the same" in noria_command("push", file, "--publish").out
    assert json.loads(noria_command("push", file, "--publish", "--json").out) == {
        "id": WORKFLOW_ID,
        "name": "orders",
        "version": 4,
        "problems": [{**WARNING, "field": None, "line": None, "column": None}],
    }


def test_a_graph_that_cannot_be_published_fails_with_every_problem(
    noria_command: Noria, existing: FakeNoria, file: str
) -> None:
    told = [{"code": "cycle", "message": "Round."}, {"code": "y", "message": "Wrong."}]
    existing.answers[f"POST workflows/{WORKFLOW_ID}/publish"] = problem(
        422, "graph_invalid", "Round. Wrong.", problems=told
    )

    said = noria_command("push", file, "--publish")

    assert said.status == 1
    assert said.err.splitlines() == [
        "noria: The graph has errors.",
        "error  graph  Round.",
        "error  graph  Wrong.",
    ]


def test_a_conflict_is_told(noria_command: Noria, existing: FakeNoria, file: str) -> None:
    existing.answers[f"PUT workflows/{WORKFLOW_ID}/draft"] = problem(
        409, "conflict", "somebody saved in between."
    )

    said = noria_command("push", file)

    assert said.status == 1
    assert said.err == "noria: somebody saved in between.\n"


def test_a_graph_that_is_no_object_is_told(
    noria_command: Noria, served: FakeNoria, tmp_path: Path
) -> None:
    file = tmp_path / "w.json"
    file.write_text('{"name": "x", "graph": []}')

    said = noria_command("push", str(file))

    assert said.status == 1
    assert "is no JSON object" in said.err
    assert served.requests == []
