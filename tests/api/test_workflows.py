"""Workflows: create, list, rename, archive."""

from typing import Any
from uuid import uuid4

import pytest

from api import compiling
from noria.catalog import Catalog
from noria.compile import Compiled, compile_graph
from tests.api.client import BROKEN, GRAPH, Client


async def test_a_new_workflow_has_a_draft_and_its_problems(owner: Client) -> None:
    body = {"name": "  Triage ", "graph": BROKEN}
    answer = await owner.ask("POST", "/workflows", json=body)

    created = answer.json()
    assert answer.status_code == 201
    assert (created["name"], created["draft"]["revision"]) == ("Triage", 1)
    assert created["draft"]["graph"] == BROKEN
    assert created["latest_version"] is None
    assert "odd" in {problem["node_id"] for problem in created["problems"]}


async def test_a_graph_that_was_saved_is_opened_without_being_compiled_again(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[object] = []

    def counted(graph: dict[str, Any], catalog: Catalog) -> Compiled:
        compiled.append(graph)
        return compile_graph(graph, catalog)

    monkeypatch.setattr(compiling, "compile_graph", counted)
    graph = {**BROKEN, "nodes": [*BROKEN["nodes"], {"id": f"n{uuid4().hex}", "type": "no.such"}]}
    created = await owner.json("POST", "/workflows", json={"name": "Once", "graph": graph})
    found = await owner.json("GET", f"/workflows/{created['id']}")

    assert found["problems"] == created["problems"]
    assert graph["nodes"][-1]["id"] in {problem["node_id"] for problem in found["problems"]}
    assert len(compiled) == 1


async def test_a_draft_keeps_the_order_of_what_was_typed(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    found = await owner.json("GET", f"/workflows/{workflow_id}")

    values = found["draft"]["graph"]["nodes"][1]["config"]["values"]
    assert list(values) == ["b", "a"]


async def test_pages_hold_every_workflow_once(owner: Client) -> None:
    for number in range(7):
        await owner.add_workflow(name=f"Flow {number}")
    names: list[str] = []
    cursor = None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = await owner.json("GET", "/workflows", params=query)
        names += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert names == [f"Flow {number}" for number in reversed(range(7))]


@pytest.mark.parametrize(
    ("search", "found"),
    [("ORDER", ["Order 50% off"]), ("50%", ["Order 50% off"]), ("_", []), ("'; --", [])],
)
async def test_h2_search_takes_the_text_as_it_is(
    owner: Client, search: str, found: list[str]
) -> None:
    await owner.add_workflow(name="Order 50% off")
    await owner.add_workflow(name="Billing")
    page = await owner.json("GET", "/workflows", params={"search": search})

    assert [item["name"] for item in page["items"]] == found


async def test_a_list_shows_the_last_run(owner: Client) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)
    [item] = (await owner.json("GET", "/workflows"))["items"]

    assert item["last_run"]["id"] == run["id"]
    assert item["last_run"]["status"] == "queued"
    assert item["latest_version"] == 1


async def test_renaming_leaves_the_draft_alone(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    renamed = await owner.json("PATCH", f"/workflows/{workflow_id}", json={"name": "New"})

    assert renamed["name"] == "New"
    assert renamed["draft"]["revision"] == 1
    assert renamed["draft"]["graph"] == GRAPH


async def test_an_archived_workflow_is_put_aside_and_comes_back(owner: Client) -> None:
    workflow_id = await owner.publish()
    await owner.json("DELETE", f"/workflows/{workflow_id}")
    shown = (await owner.json("GET", "/workflows"))["items"]
    archived = (await owner.json("GET", "/workflows?archived=true"))["items"]
    refused = await owner.ask("POST", f"/workflows/{workflow_id}/runs", json={"input": {"id": 1}})
    await owner.json("POST", f"/workflows/{workflow_id}/unarchive")
    again = (await owner.json("GET", "/workflows"))["items"]

    assert shown == []
    assert [item["id"] for item in archived] == [workflow_id]
    assert refused.status_code == 409
    assert [item["id"] for item in again] == [workflow_id]


async def test_a_huge_graph_is_refused(owner: Client) -> None:
    nodes = [{"id": f"n{n}", "type": "set"} for n in range(10_001)]
    answer = await owner.ask("POST", "/workflows", json={"name": "x", "graph": {"nodes": nodes}})

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "/graph/nodes"


async def test_fields_that_are_not_ours_to_set_are_refused(owner: Client) -> None:
    body = {"name": "x", "workspace_id": "01a1fc6d-aeb5-7678-97f4-f8872295c1e4"}
    answer = await owner.ask("POST", "/workflows", json=body)

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "/workspace_id"
