"""Nobody's work is lost while saving."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import update

from store import earlier_drafts
from store.database import Database
from store.folder_tables import EarlierDraft
from store.tables import Workflow
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


async def test_earlier_drafts_are_kept_apart_and_read_again(
    owner: Client, stranger: Client, database: Database
) -> None:
    workflow_id = await owner.add_workflow(graph_of(1))
    path = f"/workflows/{workflow_id}/draft/earlier"
    for revision in (1, 2, 3):
        await owner.save(workflow_id, graph_of(revision + 1), revision)
    # What one person does within minutes is one step back.
    assert [item["revision"] for item in (await owner.json("GET", path))["items"]] == [1]

    await age_earlier(database, timedelta(minutes=6))
    await owner.save(workflow_id, graph_of(8), 4)
    # Most of its nodes would go: kept, however soon.
    await owner.save(workflow_id, graph_of(0), 5, query="?force=true")
    listed = await owner.json("GET", path)
    assert [(item["revision"], item["nodes"]) for item in listed["items"]] == [
        (5, 10),
        (4, 6),
        (1, 3),
    ]
    assert {item["saved_by"] for item in listed["items"]} == {"owner@noria.example"}
    first = await owner.json("GET", f"{path}?limit=1")
    rest = await owner.json("GET", f"{path}?cursor={first['next_cursor']}")
    assert [item["revision"] for item in (*first["items"], *rest["items"])] == [5, 4, 1]
    assert (await owner.json("GET", f"{path}/4"))["graph"] == graph_of(4)

    for theirs in (path, f"{path}/4"):
        assert (await stranger.ask("GET", theirs)).status_code == 404
    assert (await owner.ask("GET", f"{path}/3")).status_code == 404


async def test_what_another_person_replaces_is_kept_and_old_ones_go(
    owner: Client, database: Database
) -> None:
    workflow_id = await owner.add_workflow(graph_of(1))
    await owner.save(workflow_id, graph_of(2), 1)
    async with database.sessions.begin() as session:
        await session.exec(update(Workflow).values(draft_account_id=None))
    await owner.save(workflow_id, graph_of(3), 2)
    path = f"/workflows/{workflow_id}/draft/earlier"
    kept = (await owner.json("GET", path))["items"]
    assert [(item["revision"], item["saved_by"]) for item in kept] == [
        (2, None), (1, "owner@noria.example"),
    ]  # fmt: skip

    await age_earlier(database, timedelta(days=31))
    async with database.sessions.begin() as session:
        assert await earlier_drafts.forget_earlier(session) == 2
    assert (await owner.json("GET", path))["items"] == []


async def test_the_last_hundred_are_kept(
    owner: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier_drafts, "MOST", 2)
    workflow_id = await owner.add_workflow(graph_of(1))
    for revision in (1, 2, 3):
        await owner.save(workflow_id, graph_of(revision + 1), revision)
        await age_earlier(database, timedelta(minutes=6))
    listed = await owner.json("GET", f"/workflows/{workflow_id}/draft/earlier")
    assert [item["revision"] for item in listed["items"]] == [3, 2]


async def age_earlier(database: Database, age: timedelta) -> None:
    async with database.sessions.begin() as session:
        await session.exec(update(EarlierDraft).values(kept_at=EarlierDraft.kept_at - age))


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
