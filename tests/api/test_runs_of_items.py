"""Runs of items of loops: they belong to the run of their loop, and are found through it."""

from typing import Any

from noria.model import NodeId
from noria.sub_runs import ItemRunOrder
from store import sub_runs
from store.database import Database
from store.ids import new_id
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_runs import report

NOON = "2026-11-21T12:00:00Z"
ERROR = {"type": "node_failed", "message": "no such shop", "node_id": "shape"}


async def item_of(
    owner: Client,
    database: Database,
    run: dict[str, Any],
    iteration: str = "0",
    *,
    node_id: str = "each__item",
    **more: Any,
) -> str:
    """Records the run of an item of this run, as its workflow would."""
    order = ItemRunOrder(
        run_id=str(new_id()),
        parent_run_id=run["id"],
        workspace_id=(await owner.json("GET", "/auth/me"))["workspace"]["id"],
        node_id=NodeId(node_id),
        iteration=iteration,
        facts={"item": iteration, "index": 0, "key": None},
    )
    async with database.sessions.begin() as session:
        assert await sub_runs.add_item_run(session, order=order)
    if more:
        await report(database, owner, order.run_id, [], more)
    return order.run_id


async def listed(owner: Client, query: str = "") -> list[str]:
    return [run["id"] for run in (await owner.json("GET", f"/runs{query}"))["items"]]


async def test_they_are_listed_below_their_run_alone(owner: Client, database: Database) -> None:
    run = await owner.start(await owner.publish())
    items = [await item_of(owner, database, run, str(at)) for at in range(3)]
    below = f"?parent_run_id={run['id']}"

    assert await listed(owner) == [run["id"]]
    assert await listed(owner, f"?workflow_id={run['workflow_id']}&status=queued") == [run["id"]]
    assert set(await listed(owner, below)) == set(items)
    assert await listed(owner, f"{below}&parent_node_id=each__item&parent_iteration=1") == [
        items[1]
    ]
    assert await listed(owner, f"{below}&parent_node_id=each") == []
    assert await listed(owner, f"?search={items[2]}") == [items[2]]
    assert await listed(owner, f"?id={items[2]}") == [items[2]]


async def test_their_page_says_whose_item_they_are(owner: Client, database: Database) -> None:
    run = await owner.start(await owner.publish(), draft=True)
    item = await owner.json("GET", f"/runs/{await item_of(owner, database, run, '2/7')}")

    assert (item["relation"], item["parent_run_id"]) == ("item", run["id"])
    assert (item["parent_node_id"], item["parent_iteration"]) == ("each__item", "2/7")
    assert item["input"]["item"] == "2/7"
    graphs = [await owner.json("GET", f"/runs/{each['id']}/graph") for each in (item, run)]
    assert graphs[0] == graphs[1]


async def test_they_are_repeated_with_their_run_and_not_alone(
    owner: Client, database: Database
) -> None:
    run = await owner.start(await owner.publish())
    failed: dict[str, Any] = {"status": "failed", "error": ERROR, "finished_at": NOON}
    item = await item_of(owner, database, run, **failed)

    for path in ("retry", "retry/preview"):
        answer = await owner.ask("POST", f"/runs/{item}/{path}", json={})
        assert answer.status_code == 409, answer.text
        assert run["id"] in answer.json()["detail"]
    assert (await owner.json("GET", "/dead-letters"))["items"] == []


async def test_figures_limits_and_bulk_actions_are_of_the_runs_that_they_belong_to(
    owner: Client, database: Database
) -> None:
    run = await owner.start(await owner.publish())
    limits = f"/workflows/{run['workflow_id']}/settings"
    await owner.json("PUT", limits, json={"max_concurrent_runs": 2})
    item = await item_of(owner, database, run)
    await report(database, owner, run["id"], [], {"status": "running", "started_at": NOON})
    await report(database, owner, item, [], {"status": "running", "started_at": NOON})

    second = await owner.start(run["workflow_id"])
    bulk: dict[str, Any] = {"action": "cancel", "filter": {}}
    preview = await owner.json("POST", "/bulk-actions/preview", json=bulk)
    workflows = (await owner.json("GET", "/workflows"))["items"]

    assert second["in_line"] is False
    assert preview["count"] == 2
    assert (await owner.json("GET", "/dashboard"))["now"]["running"] == 1
    assert workflows[0]["last_run"]["id"] == second["id"]


async def test_they_are_cancelled_when_their_run_is_terminated(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish())
    item, ended = [await item_of(owner, database, run, str(at)) for at in range(2)]
    await report(database, owner, ended, [], {"status": "succeeded", "finished_at": NOON})

    await owner.json("POST", f"/runs/{run['id']}/terminate")

    assert temporal.terminated == [run["id"]]
    assert temporal.cancelled == [item]
