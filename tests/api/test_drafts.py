"""Nobody's work is lost while saving."""

import asyncio

import pytest

from tests.api.client import BROKEN, GRAPH, Client, graph_of


async def test_saving_adds_a_revision_and_gives_the_problems(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    saved = await owner.save(workflow_id, BROKEN, 1)
    read = await owner.ask("GET", f"/workflows/{workflow_id}/draft")

    assert saved.status_code == 200
    assert (saved.json()["revision"], saved.headers["ETag"]) == (2, '"2"')
    assert {problem["node_id"] for problem in saved.json()["problems"]} >= {"odd"}
    assert read.json()["graph"] == BROKEN
    assert read.headers["ETag"] == '"2"'


async def test_a_save_that_comes_too_late_gets_both_sides(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    await owner.save(workflow_id, graph_of(1), 1)
    late = await owner.save(workflow_id, graph_of(2), 1)

    problem = late.json()
    assert late.status_code == 409
    assert late.headers["content-type"] == "application/problem+json"
    assert problem["code"] == "conflict"
    assert problem["yours"]["graph"] == graph_of(2)
    assert (problem["theirs"]["graph"], problem["theirs"]["revision"]) == (graph_of(1), 2)


async def test_of_many_saves_at_once_one_wins(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    answers = await asyncio.gather(*(owner.save(workflow_id, graph_of(n), 1) for n in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409, 409]
    draft = await owner.json("GET", f"/workflows/{workflow_id}/draft")
    assert draft["revision"] == 2


async def test_a_save_must_say_what_it_is_based_on(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    answer = await owner.ask("PUT", f"/workflows/{workflow_id}/draft", json={"graph": GRAPH})

    assert answer.status_code == 428
    assert answer.json()["code"] == "precondition_required"


@pytest.mark.parametrize("tag", ["three", "-1", '"²"', "*", '"1", "2"', "9" * 40])
async def test_a_revision_that_is_none_is_refused(owner: Client, tag: str) -> None:
    workflow_id = await owner.add_workflow()
    answer = await owner.ask(
        "PUT",
        f"/workflows/{workflow_id}/draft",
        headers={"If-Match": tag.encode("latin-1")},  # pyright: ignore[reportArgumentType] - bytes are taken too
        json={"graph": GRAPH},
    )

    assert answer.status_code in (409, 422)


async def test_a_save_that_loses_most_nodes_needs_force(owner: Client) -> None:
    workflow_id = await owner.add_workflow(graph_of(8))
    refused = await owner.save(workflow_id, graph_of(0), 1)
    forced = await owner.save(workflow_id, graph_of(0), 1, query="?force=true")

    assert refused.status_code == 409
    assert refused.json()["code"] == "draft_shrinks"
    assert (refused.json()["nodes_before"], refused.json()["nodes_after"]) == (10, 2)
    assert forced.status_code == 200


async def test_small_drafts_may_shrink(owner: Client) -> None:
    workflow_id = await owner.add_workflow(graph_of(3))

    assert (await owner.save(workflow_id, graph_of(0), 1)).status_code == 200


async def test_a_graph_is_checked_without_being_stored(owner: Client) -> None:
    good = await owner.json("POST", "/validate", json={"graph": GRAPH})
    bad = await owner.json("POST", "/validate", json={"graph": BROKEN})
    workflow_id = await owner.add_workflow(BROKEN)
    stored = await owner.json("POST", f"/workflows/{workflow_id}/validate")

    assert good == {"valid": True, "problems": []}
    assert not bad["valid"]
    assert stored == bad
