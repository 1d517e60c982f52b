"""What is restricted is so for those too for whom something runs later."""

from uuid import UUID

import pytest

from noria.errors import NotFound
from noria.sub_runs import SubRunOrder
from store import bulk, sub_runs
from store.bulk_tables import BulkAction
from store.database import Database
from store.ids import new_id
from store.row_security import ROLE
from tests.api.client import GRAPH, Client
from tests.api.restricted import build, robot, share


async def test_no_graph_is_a_way_around_it(owner: Client, database: Database) -> None:
    thing = await build(owner, database)
    caller, id_ = await robot(owner)
    await share(owner, f"/workflows/{thing.workflow}", **{id_: "view"})
    calls = [
        *GRAPH["nodes"],
        {"id": "sub", "type": "workflow.run", "config": {"workflow": "Order triage"}},
    ]
    mine = await caller.add_workflow(
        {"nodes": calls, "edges": [*GRAPH["edges"], {"from": "start", "to": "sub"}]}, "Mine"
    )

    published = await caller.ask("POST", f"/workflows/{mine}/publish")
    # A draft is not asked what it calls: its run is, by who started it.
    run = await caller.start(mine, draft=True)
    order = SubRunOrder.model_validate(
        {
            "run_id": str(new_id()),
            "parent_run_id": run["id"],
            "workspace_id": (await owner.json("GET", "/auth/me"))["workspace"]["id"],
            "node_id": "sub",
            "workflow": thing.workflow,
        }
    )
    async with database.sessions.begin() as session:
        with pytest.raises(NotFound):
            await sub_runs.find_called(session, order=order)
    await share(owner, f"/workflows/{thing.workflow}", **{id_: "run"})
    async with database.sessions.begin() as session:
        found, _, _ = await sub_runs.find_called(session, order=order)

    assert (published.status_code, published.json()["problems"][0]["code"]) == (
        422,
        "restricted_workflow",
    )
    assert str(found.id) == thing.workflow


async def test_a_bulk_action_is_done_to_what_its_author_may_run(
    owner: Client, database: Database
) -> None:
    thing = await build(owner, database)
    _, id_ = await robot(owner)
    workspace_id = UUID((await owner.json("GET", "/auth/me"))["workspace"]["id"])
    action = BulkAction(
        id=new_id(), workspace_id=workspace_id, account_id=UUID(id_), action="cancel",
        status="running", filter={}, arguments={}, total=1,
    )  # fmt: skip
    async with database.sessions.begin() as session:
        session.add(action)
        await session.flush()
        await session.refresh(action)

    async def targets(level: str) -> int:
        await share(owner, f"/workflows/{thing.workflow}", **{id_: level})
        async with database.sessions.begin() as session:
            return len(await bulk.next_targets(session, action, 10))

    assert (await targets("view"), await targets("run")) == (0, 1)


async def test_without_row_security_nothing_can_be_restricted(
    owner: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow_id = await owner.add_workflow()
    caller, _ = await robot(owner)
    await share(owner, f"/workflows/{workflow_id}")
    known: dict[str, bool] = database.engine.sync_engine.__dict__["noria_walls"]
    monkeypatch.setitem(known, ROLE, False)

    refused = await caller.ask("GET", "/workflows")
    more = await owner.ask("PUT", f"/workflows/{workflow_id}/sharing", json={"restricted": True})

    assert (refused.status_code, more.status_code) == (403, 409)


async def test_a_run_tells_what_its_reader_may_do_with_it(
    owner: Client, database: Database
) -> None:
    thing = await build(owner, database)
    caller, id_ = await robot(owner)
    path = f"/runs/{thing.ids['run_id']}"
    before = await caller.json("GET", path)
    await share(owner, f"/workflows/{thing.workflow}", **{id_: "view"})
    after = await caller.json("GET", path)
    own = await owner.json("GET", path)

    assert [each["level"] for each in (before, after, own)] == ["edit", "view", "edit"]
    assert (await caller.ask("POST", f"{path}/cancel")).status_code == 403
