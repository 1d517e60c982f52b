"""Publishing: all problems at once, or a number."""

import asyncio
from typing import Any

import httpx2

from tests.api.client import BROKEN, GRAPH, Client, graph_of


async def test_publishing_gives_numbers_from_one(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    first = await owner.json("POST", f"/workflows/{workflow_id}/publish")
    await owner.save(workflow_id, graph_of(2), 1)
    second = await owner.json("POST", f"/workflows/{workflow_id}/publish")
    listed = await owner.json("GET", f"/workflows/{workflow_id}/versions")

    assert first == {"version": 1, "created": True, "problems": []}
    assert second["version"] == 2
    assert [item["version"] for item in listed["items"]] == [2, 1]
    assert listed["items"][0]["published_by"] == "owner@noria.example"


async def test_a_version_keeps_its_graph_when_the_draft_goes_on(owner: Client) -> None:
    workflow_id = await owner.publish()
    await owner.save(workflow_id, graph_of(2), 1)
    version = await owner.json("GET", f"/workflows/{workflow_id}/versions/1")

    assert [node["id"] for node in version["graph"]["nodes"]] == ["start", "shape", "done"]
    assert version["graph"]["edges"][0]["from"] == "start"


async def test_an_unchanged_draft_makes_no_new_version(owner: Client) -> None:
    workflow_id = await owner.publish()
    again = await owner.json("POST", f"/workflows/{workflow_id}/publish")

    assert again == {"version": 1, "created": False, "problems": []}


async def test_publishing_at_once_makes_one_version(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    answers = await asyncio.gather(
        *(owner.json("POST", f"/workflows/{workflow_id}/publish") for _ in range(5))
    )

    assert [answer["version"] for answer in answers] == [1] * 5
    assert sum(answer["created"] for answer in answers) == 1


async def test_a_draft_with_errors_is_refused_with_all_of_them(owner: Client) -> None:
    graph = {**BROKEN, "edges": [*GRAPH["edges"], {"from": "shape", "to": "nowhere"}]}
    workflow_id = await owner.add_workflow(graph)
    answer = await owner.ask("POST", f"/workflows/{workflow_id}/publish")

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "graph_invalid")
    assert len([item for item in problem["problems"] if item["severity"] == "error"]) >= 2


async def test_only_the_revision_that_was_read_is_published(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    await owner.save(workflow_id, graph_of(2), 1)
    path = f"/workflows/{workflow_id}/publish"
    stale = await owner.ask("POST", path, headers={"If-Match": '"1"'})
    fresh = await owner.ask("POST", path, headers={"If-Match": '"2"'})

    assert (stale.status_code, fresh.status_code) == (409, 200)


async def test_a_version_that_is_not_there_is_not_found(owner: Client) -> None:
    workflow_id = await owner.publish()
    missing = await owner.ask("GET", f"/workflows/{workflow_id}/versions/2")
    huge = await owner.ask("GET", f"/workflows/{workflow_id}/versions/99999999999")

    assert (missing.status_code, huge.status_code) == (404, 422)


async def test_versions_are_paged(owner: Client) -> None:
    workflow_id = await owner.publish()
    for number in range(1, 4):
        await owner.save(workflow_id, graph_of(number), number)
        await owner.json("POST", f"/workflows/{workflow_id}/publish")
    path = f"/workflows/{workflow_id}/versions"
    first = await owner.json("GET", path, params={"limit": 3})
    second = await owner.json("GET", path, params={"limit": 3, "cursor": first["next_cursor"]})
    wrong = await owner.ask("GET", path, params={"cursor": "²"})

    assert [item["version"] for item in first["items"]] == [4, 3, 2]
    assert [item["version"] for item in second["items"]] == [1]
    assert second["next_cursor"] is None
    assert wrong.status_code == 422


async def test_a_version_is_called_something_and_knows_who_wrote_it(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    await owner.save(workflow_id, graph_of(2), 1)
    authors = await owner.json("GET", f"/workflows/{workflow_id}/draft/authors")
    body = {"name": "First light", "note": "Reads\norders."}
    await owner.json("POST", f"/workflows/{workflow_id}/publish", json=body)
    afterwards = await owner.json("GET", f"/workflows/{workflow_id}/draft/authors")
    [listed] = (await owner.json("GET", f"/workflows/{workflow_id}/versions"))["items"]
    await owner.json("PUT", f"/workflows/{workflow_id}/versions/1/words", json={"name": "Dawn"})
    renamed = await owner.json("GET", f"/workflows/{workflow_id}/versions/1")
    missing = await owner.ask("PUT", f"/workflows/{workflow_id}/versions/9/words", json={})

    assert [(author["email"], author["saves"]) for author in authors] == [
        ("owner@noria.example", 2)
    ]
    assert afterwards == []
    assert (listed["name"], listed["note"]) == ("First light", "Reads\norders.")
    assert listed["written_by"] == ["owner@noria.example"]
    assert (renamed["name"], renamed["note"]) == ("Dawn", None)
    assert missing.status_code == 404


async def test_versions_of_others_can_not_be_named(owner: Client, stranger: Client) -> None:
    workflow_id = await owner.publish()
    path = f"/workflows/{workflow_id}/versions/1/words"
    answer = await stranger.ask("PUT", path, json={"name": "Mine"})
    authors = await stranger.ask("GET", f"/workflows/{workflow_id}/draft/authors")

    assert (answer.status_code, authors.status_code) == (404, 404)


async def test_a_tool_that_may_only_read_runs_no_workflow_that_changes_things(
    owner: Client,
) -> None:
    def calls(name: str) -> list[dict[str, Any]]:
        return [{"id": "call", "type": "workflow.run", "config": {"workflow": name}}]

    def sends(method: str) -> list[dict[str, Any]]:
        config = {"url": "https://shop.example", "method": method}
        return [{"id": "send", "type": "http.request", "config": config}]

    async def publish(name: str, nodes: list[dict[str, Any]]) -> httpx2.Response:
        first = next(node["id"] for node in nodes if "parent" not in node)
        graph = {
            "nodes": [{"id": "start", "type": "start"}, *nodes, {"id": "end", "type": "end"}],
            "edges": [{"from": "start", "to": first}, {"from": first, "to": "end"}],
        }
        workflow_id = await owner.add_workflow(graph, name)
        return await owner.ask("POST", f"/workflows/{workflow_id}/publish")

    for name, nodes in (
        ("Reads", sends("GET")), ("Writes", sends("PUT")),
        ("Over reads", calls("Reads")), ("Over writes", calls("Writes")),
        ("Itself", calls("Itself")),
    ):  # fmt: skip
        assert (await publish(name, nodes)).is_success
    told: dict[str, Any] = {}
    for name in ("Reads", "Writes", "Over reads", "Over writes", "Itself", "Not there yet"):
        helper = {"id": "helper", "type": "agent", "config": {"input": "hi", "effects": "read"}}
        answer = await publish(f"Agent: {name}", [helper, {**calls(name)[0], "parent": "helper"}])
        told[name] = None if answer.is_success else answer.json()["problems"]

    refused = [name for name, problems in told.items() if problems]
    assert refused == ["Writes", "Over writes"]
    [problem] = told["Writes"]
    assert (problem["code"], problem["node_id"], problem["field"]) == (
        "tool_changes", "call", "/workflow",
    )  # fmt: skip
    assert "its node 'send' of the type 'http.request' may" in problem["message"]
    assert "its node 'call' runs a workflow that may" in told["Over writes"][0]["message"]
