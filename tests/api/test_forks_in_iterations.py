"""Forks at a step in one iteration of the loops around it: what other iterations did is kept."""

from typing import Any

import pytest

from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_forks import DONE, NOON
from tests.api.test_runs import report
from tests.api.test_runs_of_items import item_of

FAILED = {
    **DONE,
    "status": "failed",
    "port": None,
    "error": {"type": "node_failed", "message": "no such shop", "node_id": "send"},
}


def looped(**config: Any) -> dict[str, Any]:
    body = {"parent": "each", "config": {"values": {"n": "{{ item }}"}}}
    return {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "each", "type": "for_each", "config": {"items": [1, 2, 3], **config}},
            {"id": "price", "type": "set", **body},
            {"id": "send", "type": "set", **body},
            {"id": "end", "type": "end", "config": {"output": "{{ steps.each.output }}"}},
        ],
        "edges": [
            {"from": "start", "to": "each"},
            {"from": "each", "to": "end"},
            {"from": "price", "to": "send"},
        ],
    }


def at(node_id: str, iteration: str = "", **more: Any) -> dict[str, Any]:
    return {"node_id": node_id, "output": f"{node_id} gave", "iteration": iteration, **DONE, **more}


async def in_the_run(owner: Client, database: Database) -> str:
    run = await owner.start(await owner.publish(looped()))
    body = [at(name, index) for index in "012" for name in ("price", "send")]
    rows = [at("start", output={"id": 1}), at("each"), *body, at("end", port=None)]
    await report(database, owner, run["id"], rows, {"status": "succeeded", "finished_at": NOON})
    return run["id"]


async def with_items(owner: Client, database: Database) -> tuple[str, str]:
    """A run whose second item failed in its last step, and the run of that."""
    run = await owner.start(await owner.publish(looped(own_runs=True)))
    item = await item_of(owner, database, run, "1")
    bad = {"iteration": "1", **FAILED}
    await report(
        database, owner, item, [at("price", "1"), {"node_id": "send", **bad}],
        {"status": "failed", "error": FAILED["error"], "finished_at": NOON},
    )  # fmt: skip
    rows = [at("start", output={"id": 1}), at("each__item", "0"), {"node_id": "each__item", **bad}]
    rows.append({"node_id": "each", **FAILED})
    ended = {"status": "failed", "error": FAILED["error"], "finished_at": NOON}
    await report(database, owner, run["id"], rows, ended)
    return run["id"], item


async def sources(owner: Client, run_id: str) -> dict[str, str | None]:
    steps = await owner.json("GET", f"/runs/{run_id}/steps")
    return {f"{step['node_id']}@{step['iteration']}": step["reused_from"] for step in steps}


async def test_what_other_iterations_did_is_kept(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await in_the_run(owner, database)
    place = {"node_id": "send", "iteration": "1"}
    preview = await owner.json("POST", f"/runs/{run_id}/fork/preview", json=place)
    fork = await owner.json("POST", f"/runs/{run_id}/fork", json=place)

    kept = {"price[0]", "send[0]", "price[1]", "price[2]", "send[2]"}
    request = temporal.started[fork["id"]]
    assert request.snapshot is not None
    assert set(request.snapshot.states) == {"start", *kept}
    assert (preview["kept_inside"], preview["starts_with"]) == (5, ["each"])
    assert set((await sources(owner, fork["id"])).values()) == {run_id}


async def test_a_retry_takes_over_what_a_failed_item_did(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id, item = await with_items(owner, database)
    retry = await owner.json("POST", f"/runs/{run_id}/retry")

    request = temporal.started[retry["id"]]
    assert request.snapshot is not None
    assert set(request.snapshot.states) == {"start", "each__item[0]", "price[1]"}
    assert await sources(owner, retry["id"]) == {
        "start@": run_id, "each__item@0": run_id, "price@1": item,
    }  # fmt: skip


async def test_in_place_of_an_item_its_run_is_forked(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id, item = await with_items(owner, database)
    fork = await owner.json("POST", f"/runs/{item}/fork", json={"node_id": "price"})

    request = temporal.started[fork["id"]]
    assert (fork["parent_run_id"], fork["relation"]) == (run_id, "fork")
    assert request.snapshot is not None
    assert set(request.snapshot.states) == {"start", "each__item[0]"}


async def test_nothing_else_can_be_different_in_it(owner: Client, database: Database) -> None:
    run_id, item = await with_items(owner, database)

    changes: list[dict[str, Any]] = [
        {"version": 1}, {"draft": True}, {"input": {}}, {"pins": {"start": {}}},
    ]  # fmt: skip
    for change in changes:
        body: dict[str, Any] = {"node_id": "send", **change}
        whole = await owner.ask("POST", f"/runs/{run_id}/fork", json={**body, "iteration": "1"})
        alone = await owner.ask("POST", f"/runs/{item}/fork", json=body)

        assert (whole.status_code, alone.status_code) == (422, 409), alone.text
        assert next(iter(change)) in whole.text
        assert run_id in alone.json()["detail"]


@pytest.mark.parametrize(
    ("node_id", "iteration", "says"),
    [
        ("start", "0", "in no loop"),
        ("send", "3", "no iteration '3'"),
        ("send", "0/0", "as '0'"),
    ],
)
async def test_an_iteration_has_to_be_there(
    owner: Client, database: Database, node_id: str, iteration: str, says: str
) -> None:
    run_id = await in_the_run(owner, database)
    body = {"node_id": node_id, "iteration": iteration}
    answer = await owner.ask("POST", f"/runs/{run_id}/fork", json=body)

    [problem] = answer.json()["problems"]
    assert answer.status_code == 422
    assert (problem["field"], problem["node_id"]) == ("/iteration", node_id)
    assert says in problem["message"]


async def test_a_run_is_forked_while_an_item_that_failed_has_undone_itself(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    graph = looped(own_runs=True, on_item_error="collect")
    graph["nodes"][2]["undo"] = "unprice"
    graph["nodes"].append(
        {
            "id": "unprice",
            "type": "http.request",
            "parent": "each",
            "config": {"url": "https://x.example"},
        }
    )
    run = await owner.start(await owner.publish(graph))
    item = await item_of(owner, database, run, "1")
    under_way = {"status": "running", "started_at": NOON}
    undone = [at("price", "1"), at("unprice", "1")]
    await report(database, owner, item, undone, under_way)
    await report(database, owner, run["id"], [at("start")], under_way)
    body = {"node_id": "each"}

    refused = await owner.ask("POST", f"/runs/{run['id']}/fork", json=body)
    await report(database, owner, item, [], {"status": "failed", "finished_at": NOON})
    fork = await owner.json("POST", f"/runs/{run['id']}/fork", json=body)

    assert refused.status_code == 409
    assert "undoing" in refused.json()["detail"]
    assert fork["id"] in temporal.started
