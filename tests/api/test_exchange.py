"""Import and export: everything but secrets goes from one workspace to another."""

import json
from typing import Any

import pytest

from tests.api.client import BROKEN, GRAPH, Client

SECRET = "Bearer sk-very-secret"


def _calling(name: str) -> dict[str, Any]:
    node = {"id": "sub", "type": "workflow.run", "config": {"workflow": name}}
    return {
        "nodes": [GRAPH["nodes"][0], node],
        "edges": [{"from": "start", "to": "sub"}],
    }


@pytest.mark.parametrize("form", ["json", "yaml"])
async def test_what_was_exported_comes_into_another_workspace(
    owner: Client, stranger: Client, form: str
) -> None:
    workflow_id = await owner.add_workflow(name="Refunds")
    await owner.json("PATCH", f"/workflows/{workflow_id}", json={"tags": ["money"]})
    exported = await owner.ask("GET", f"/export?workflow_id={workflow_id}&format={form}")
    order = {"text": exported.text}
    preview = await stranger.json("POST", "/import", json={**order, "dry_run": True})
    before = (await stranger.json("GET", "/workflows"))["items"]
    [done] = (await stranger.json("POST", "/import", json=order))["workflows"]
    [again] = (await stranger.json("POST", "/import", json=order))["workflows"]
    found = await stranger.json("GET", f"/workflows/{done['workflow_id']}")

    assert exported.headers["content-type"].startswith(f"application/{form}")
    assert before == []
    assert preview["workflows"] == [{**done, "workflow_id": None}]
    assert (found["name"], found["tags"]) == ("Refunds", ["money"])
    assert found["draft"]["graph"] == GRAPH
    assert again["name"] == "Refunds 2"


async def test_replacing_keeps_the_versions_and_adds_a_revision(owner: Client) -> None:
    workflow_id = await owner.publish()
    document = {"name": "Order triage", "graph": BROKEN}
    order = {"text": json.dumps(document), "same_name": "replace"}
    [done] = (await owner.json("POST", "/import", json=order))["workflows"]
    found = await owner.json("GET", f"/workflows/{workflow_id}")

    assert (done["action"], done["workflow_id"]) == ("replace", workflow_id)
    assert "odd" in {problem["node_id"] for problem in done["problems"]}
    assert (found["latest_version"], found["draft"]["revision"]) == (1, 2)


async def test_credentials_stay_names_and_missing_ones_are_told(
    owner: Client, stranger: Client
) -> None:
    config = {"url": "https://shop.example", "credential": "Till"}
    node = {"id": "ask", "type": "http.request", "config": config}
    graph = {"nodes": [*GRAPH["nodes"], node], "edges": GRAPH["edges"]}
    workflow_id = await owner.add_workflow(graph)
    exported = await owner.ask("GET", f"/export?workflow_id={workflow_id}")
    preview = {"text": exported.text, "dry_run": True}
    [there] = (await stranger.json("POST", "/import", json=preview))["workflows"]

    assert (there["credentials"], there["missing_credentials"]) == (["Till"], ["Till"])


async def test_j3_no_secret_is_exported(owner: Client) -> None:
    config = {"url": "https://shop.example", "headers": {"Authorization": SECRET}}
    node = {"id": "ask", "type": "http.request", "config": config}
    graph = {"nodes": [*GRAPH["nodes"], node], "edges": GRAPH["edges"]}
    workflow_id = await owner.add_workflow(graph)
    exported = await owner.ask("GET", f"/export?workflow_id={workflow_id}")

    assert "https://shop.example" in exported.text
    assert SECRET not in exported.text


async def test_called_workflows_come_along_and_missing_ones_are_named(
    owner: Client, stranger: Client
) -> None:
    outer = await owner.add_workflow(_calling("Middle"), name="Outer")
    await owner.add_workflow(_calling("Inner"), name="Middle")
    await owner.add_workflow(_calling("Outer"), name="Inner")
    alone = await owner.ask("GET", f"/export?workflow_id={outer}")
    whole = await owner.ask("GET", f"/export?workflow_id={outer}&called=true")
    preview = {"text": alone.text, "dry_run": True}
    [missing] = (await stranger.json("POST", "/import", json=preview))["workflows"]
    done = (await stranger.json("POST", "/import", json={"text": whole.text}))["workflows"]

    assert missing["missing_workflows"] == ["Middle"]
    assert [each["name"] for each in done] == ["Outer", "Middle", "Inner"]
    assert [each["missing_workflows"] for each in done] == [[], [], []]


async def test_nothing_of_others_is_exported(owner: Client, stranger: Client) -> None:
    mine = await stranger.add_workflow()
    theirs = await owner.add_workflow()
    answer = await stranger.ask("GET", f"/export?workflow_id={mine}&workflow_id={theirs}")

    assert answer.status_code == 404


async def test_a_bad_document_brings_nothing(owner: Client) -> None:
    text = "{noria: 1, workflows: [{name: Good, graph: {nodes: []}}, {name: Bad}]}"
    answer = await owner.ask("POST", "/import", json={"text": text})

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "/workflows/1/graph"
    assert (await owner.json("GET", "/workflows"))["items"] == []
