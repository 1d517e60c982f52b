"""Sub-runs with real rows, in a real worker."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from noria.catalog import load_catalog
from noria.compile import compile_graph
from noria.errors import Conflict, Invalid, NotFound
from noria.model import NodeId
from noria.run import RunRequest, RunResult
from noria.sub_runs import ItemRunOrder, SubRunOrder
from store.database import Database
from store.tables import Run, Step
from tests.activities.fakes import MemoryBlobs
from tests.store import rows
from tests.worker.house import House, end_node, start_node
from tests.worker.test_process import working
from worker.process import Settings
from worker.sub_runs import DatabaseSubRuns


class Temporal:
    """Knows some runs."""

    def __init__(self, known: Collection[str] = ()) -> None:
        self.known = known

    async def start(self, request: RunRequest) -> None:
        raise AssertionError(request)

    async def result(self, run_id: str) -> RunResult | None:
        if run_id not in self.known:
            raise NotFound("run in progress", run_id)
        return None


def order(house: rows.House, **more: Any) -> SubRunOrder:
    return SubRunOrder.model_validate(
        {
            "run_id": str(uuid4()),
            "parent_run_id": str(house.run_id),
            "workspace_id": str(house.workspace_id),
            "node_id": NodeId("call"),
            "workflow": "Order triage",
            **more,
        }
    )


def item_order(house: rows.House, **more: Any) -> ItemRunOrder:
    return ItemRunOrder.model_validate(
        {
            "run_id": str(uuid4()),
            "parent_run_id": str(house.run_id),
            "workspace_id": str(house.workspace_id),
            "node_id": NodeId("each__item"),
            "iteration": "2/7",
            "facts": {"item": {"a": 1}, "index": 7, "key": None},
            **more,
        }
    )


async def rename(database: Database, how: str) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text(f"UPDATE workflow SET {how}"))


async def read(database: Database, run_id: str) -> Run:
    async with database.sessions.begin() as session:
        return (await session.exec(select(Run).where(Run.id == UUID(run_id)))).one()


async def test_it_is_recorded_once_below_its_parent(database: Database) -> None:
    house = await rows.build_house(database)
    sub_runs = DatabaseSubRuns(database, MemoryBlobs())
    by_id = order(house, workflow=str(house.workflow_id), input={"a": 1}, depth=4)

    first, second = await sub_runs.prepare(by_id), await sub_runs.prepare(by_id)

    run = await read(database, by_id.run_id)
    assert first == second
    assert (first.workflow_name, first.version, first.depth) == ("Order triage", 1, 4)
    assert (run.status, run.input, run.relation) == ("queued", {"a": 1}, "call")
    assert (run.parent_run_id, run.parent_node_id) == (house.run_id, "call")


async def test_the_run_of_an_item_is_recorded_once_as_a_part_of_its_parent(
    database: Database,
) -> None:
    house = await rows.build_house(database)
    sub_runs, item = DatabaseSubRuns(database, MemoryBlobs()), item_order(house)

    await sub_runs.record_item(item)
    await sub_runs.record_item(item)

    run, parent = await read(database, item.run_id), await read(database, str(house.run_id))
    assert (run.status, run.relation, run.input) == ("queued", "item", item.facts)
    assert (run.parent_run_id, run.parent_node_id) == (house.run_id, "each__item")
    assert run.parent_iteration == "2/7"
    same = ("workspace_id", "workflow_id", "version", "account_id", "priority", "draft_graph")
    assert [getattr(run, name) for name in same] == [getattr(parent, name) for name in same]


async def test_steps_that_a_retry_took_over_are_those_of_the_item_too(database: Database) -> None:
    house = await rows.build_house(database)
    sub_runs = DatabaseSubRuns(database, MemoryBlobs())
    keys = ["ask[2/7]", "pay[2/7/0]"]
    await rows.write(
        database,
        [
            house.step("ask", "succeeded", iteration="2/7"),
            house.step("pay", "succeeded", iteration="2/7/0"),
            house.step("ask", "succeeded", iteration="2/70"),
        ],
        [],
    )
    item = item_order(house, taken_over=keys)

    await sub_runs.record_item(item)
    await sub_runs.record_item(item)

    async with database.sessions.begin() as session:
        steps = (await session.exec(select(Step).order_by(col(Step.seq)))).all()
    of_item = [step for step in steps if str(step.run_id) == item.run_id]
    assert [(step.node_id, step.iteration, step.seq) for step in of_item] == [
        ("ask", "2/7", 2), ("pay", "2/7/0", 3),
    ]  # fmt: skip
    assert len(steps) == len(of_item) + 3
    assert (await read(database, item.run_id)).event_seq == 3


async def test_an_item_whose_run_ended_before_it_began_is_closed(database: Database) -> None:
    house = await rows.build_house(database)
    sub_runs, item = DatabaseSubRuns(database, MemoryBlobs()), item_order(house)
    await sub_runs.record_item(item)
    at_once = timedelta(seconds=-1)

    assert await sub_runs.close_orphans(Temporal(), at_once) == 0, "its run goes on"
    await rows.write(database, [], [house.update("failed")])
    assert await sub_runs.close_orphans(Temporal([item.run_id]), at_once) == 0
    assert await sub_runs.close_orphans(Temporal(), at_once) == 1
    assert (await read(database, item.run_id)).status == "cancelled"


async def test_e7_an_item_needs_its_own_parent_in_its_own_workspace(database: Database) -> None:
    house, other = await rows.build_house(database), await rows.build_house(database, "x@x.example")
    sub_runs, item = DatabaseSubRuns(database, MemoryBlobs()), item_order(house)
    await sub_runs.record_item(item)

    for wrong in (
        {"parent_run_id": str(uuid4())},
        {"workspace_id": str(other.workspace_id)},
        {"parent_run_id": str(other.run_id), "run_id": item.run_id},
    ):
        with pytest.raises(Invalid, match="has no row"):
            await sub_runs.record_item(item_order(house, **wrong))


async def test_what_can_not_be_called_is_refused(database: Database) -> None:
    house = await rows.build_house(database)
    sub_runs = DatabaseSubRuns(database, MemoryBlobs())
    for wrong, error in (
        ({"workflow": "Nobody"}, NotFound),
        ({"workflow": str(uuid4())}, NotFound),
        ({"version": 9}, NotFound),
        ({"parent_run_id": str(uuid4())}, Invalid),
    ):
        with pytest.raises(error):
            await sub_runs.prepare(order(house, **wrong))
    await rename(database, "archived_at = now()")
    with pytest.raises(Conflict, match="archived"):
        await sub_runs.prepare(order(house))
    await rename(database, "archived_at = NULL, latest_version = NULL")
    with pytest.raises(Conflict, match="no version yet"):
        await sub_runs.prepare(order(house))


async def test_e7_a_workflow_of_another_workspace_is_not_found(database: Database) -> None:
    house, other = await rows.build_house(database), await rows.build_house(database, "x@x.example")

    with pytest.raises(NotFound):
        await DatabaseSubRuns(database, MemoryBlobs()).prepare(
            order(house, workflow=str(other.workflow_id))
        )


async def test_h7_a_version_that_changes_things_is_no_tool_that_reads(database: Database) -> None:
    """Whatever its caller was told when it was published: the version that is run now is asked."""
    house = await rows.build_house(database)
    sub_runs = DatabaseSubRuns(database, MemoryBlobs())
    asked = order(house, only_reads=True)
    assert (await sub_runs.prepare(asked)).only_reads, "so are the runs that it starts"
    sends = {
        "id": "send",
        "type": "http.request",
        "config": {"url": "https://x.example", "method": "PUT"},
    }
    graph: Any = {
        "nodes": [start_node(), sends, end_node(0)],
        "edges": [{"from": "start", "to": "send"}, {"from": "send", "to": "end"}],
    }
    plan = compile_graph(graph, load_catalog()).require_plan().model_dump_json()
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE version SET plan = CAST(:plan AS jsonb)"), {"plan": plan}
        )

    with pytest.raises(Invalid, match="its node 'send' of the type 'http.request' may"):
        await sub_runs.prepare(order(house, only_reads=True))
    assert not (await sub_runs.prepare(order(house))).only_reads


async def test_one_that_its_parent_never_started_is_closed(database: Database) -> None:
    house = await rows.build_house(database)
    sub_runs = DatabaseSubRuns(database, MemoryBlobs())
    lost, going = order(house), order(house)
    for each in (lost, going):
        await sub_runs.prepare(each)
    temporal = Temporal(known=[going.run_id])
    assert await sub_runs.close_orphans(temporal, timedelta(0)) == 0
    await rows.write(database, [], [house.update("cancelled")])

    assert await sub_runs.close_orphans(temporal, timedelta(0)) == 1
    assert (await read(database, lost.run_id)).status == "cancelled"
    assert (await read(database, going.run_id)).status == "queued"


async def test_a_run_calls_another_in_a_real_worker(
    settings: Settings, house: House, database: Database
) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    called = await house.record(
        [start_node(**schema), end_node("{{ trigger.n * 2 }}")], ["start end"]
    )
    workflow_id = (await house.read(called)).workflow_id

    def call(value: object) -> dict[str, Any]:
        config = {"workflow": str(workflow_id), "input": {"n": value}}
        return {"id": "call", "type": "workflow.run", "config": config}

    edges = ["start call", "call end"]
    good = await house.record([start_node(), call(21), end_node("{{ steps.call.output }}")], edges)
    bad = await house.record([start_node(), call("x"), end_node(0)], edges)
    async with working(settings):
        await house.start(good)
        await house.start(bad)
        ended, refused = await house.ended(good), await house.ended(bad)

    async with database.sessions.begin() as session:
        [child] = (await session.exec(select(Run).where(Run.parent_run_id == good))).all()
    assert (ended.status, ended.output) == ("succeeded", 42)
    assert (child.status, child.output, child.input) == ("succeeded", 42, {"n": 21})
    assert refused.status == "failed"
    assert refused.error is not None
    assert "'/n' is wrong" in refused.error["message"]
