"""Triggers that wait for the end of other runs, on a real database."""

from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from noria.triggers.workflow import MAX_DEPTH
from store import triggers, versions, workflows
from store.blobs import ObjectBlobStore
from store.database import Database
from store.ids import new_id
from store.tables import Run
from store.trigger_tables import Trigger, TriggerFiring
from tests.store.rows import PLAN, House, add_run, build_house
from tests.worker.test_triggers import Parts, Starter
from worker.run_ends import RunEnds


async def add_workflow(database: Database, house: House, name: str) -> UUID:
    async with database.sessions.begin() as session:
        workflow = await workflows.add_workflow(
            session,
            workspace_id=house.workspace_id,
            name=name,
            graph={"nodes": [], "edges": []},
        )
        await versions.publish(
            session, workflow=workflow, graph_hash=b"1", plan=PLAN, account_id=None
        )
    return workflow.id


async def watch(database: Database, house: House, workflow_id: UUID, **config: Any) -> Trigger:
    trigger = Trigger(
        id=new_id(),
        workspace_id=house.workspace_id,
        workflow_id=workflow_id,
        type="workflow",
        name="Errors",
        config=config,
        mapping={},
    )
    async with database.sessions.begin() as session:
        return await triggers.add_trigger(session, trigger=trigger)


async def end(database: Database, run_id: UUID, status: str = "failed") -> None:
    statement = text(
        'UPDATE run SET status = :status, finished_at = now(), error = \'{"type": "boom"}\' WHERE id = :id'
    )
    async with database.engine.begin() as connection:
        await connection.execute(statement, {"status": status, "id": run_id})


async def runs_of(database: Database, workflow_id: UUID) -> list[Run]:
    async with database.sessions.begin() as session:
        query = select(Run).where(Run.workflow_id == workflow_id).order_by(col(Run.created_at))
        return list((await session.exec(query)).all())


def ends_of(database: Database, folder: Path) -> RunEnds:
    return RunEnds(Parts(database, ObjectBlobStore(folder.as_uri()), Starter()))


async def test_a_failed_run_starts_the_error_workflow_once(
    database: Database, tmp_path: Path
) -> None:
    house = await build_house(database)
    errors = await add_workflow(database, house, "Errors")
    ends = ends_of(database, tmp_path)
    await watch(database, house, errors)
    await end(database, house.run_id)
    fine = await add_run(database, house.workspace_id, house.workflow_id)
    await end(database, fine, "succeeded")
    counts = [await ends.sweep(), await ends.sweep()]
    [run] = await runs_of(database, errors)

    assert counts == [1, 0]
    assert run.trigger == "workflow"
    assert (run.input["depth"], run.input["run"]["id"]) == (1, str(house.run_id))
    assert run.input["run"]["workflow"] == "Order triage"
    assert run.input["run"]["error"] == {"type": "boom"}


async def test_only_what_is_watched_fires_and_never_the_workflow_itself(
    database: Database, tmp_path: Path
) -> None:
    house = await build_house(database)
    errors = await add_workflow(database, house, "Errors")
    other = await add_workflow(database, house, "Other")
    stranger = await build_house(database, "stranger@noria.example")
    await watch(database, house, errors, workflows=["Other"], on=["failed", "cancelled"])
    for run_id in (house.run_id, stranger.run_id):
        await end(database, run_id)
    own = await add_run(database, house.workspace_id, errors)
    called = await add_run(
        database, house.workspace_id, other, relation="call", parent_run_id=house.run_id
    )
    wanted = await add_run(database, house.workspace_id, other)
    for run_id, status in ((own, "failed"), (called, "failed"), (wanted, "cancelled")):
        await end(database, run_id, status)
    await ends_of(database, tmp_path).sweep()
    started = [run for run in await runs_of(database, errors) if run.id != own]

    assert [run.input["run"]["id"] for run in started] == [str(wanted)]


async def test_two_workflows_that_wait_for_each_other_come_to_an_end(
    database: Database, tmp_path: Path
) -> None:
    house = await build_house(database)
    errors = await add_workflow(database, house, "Errors")
    await watch(database, house, errors)
    await watch(database, house, house.workflow_id)
    await end(database, house.run_id)
    ends = ends_of(database, tmp_path)
    for _ in range(MAX_DEPTH + 3):
        await ends.sweep()
        for run in [
            *await runs_of(database, errors),
            *await runs_of(database, house.workflow_id),
        ]:
            if run.status == "queued":
                await end(database, run.id)
    async with database.sessions.begin() as session:
        firings = (await session.exec(select(TriggerFiring))).all()

    assert [each.outcome for each in firings].count("started") == MAX_DEPTH
    assert "loop" in next(str(each.detail) for each in firings if each.outcome == "skipped")


async def test_a_paused_trigger_lets_ends_pass(database: Database, tmp_path: Path) -> None:
    house = await build_house(database)
    errors = await add_workflow(database, house, "Errors")
    trigger = await watch(database, house, errors)
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE trigger SET paused_at = now() WHERE id = :id"), {"id": trigger.id}
        )
    await end(database, house.run_id)

    assert await ends_of(database, tmp_path).sweep() == 0
