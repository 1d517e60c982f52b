"""The sweep finds what a crash left behind."""

from datetime import timedelta

from sqlalchemy import text

from noria.run import RunStatus
from store import run_start, sweep
from store.database import Database
from tests.store.rows import add_run, build_house, write


async def test_only_old_queued_runs_are_unstarted(database: Database) -> None:
    house = await build_house(database)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE run SET created_at = now() - interval '2 minutes'"))
    await add_run(database, house.workspace_id, house.workflow_id)

    async with database.sessions.begin() as session:
        found = await sweep.list_unstarted(session)
        all_queued = await sweep.list_unstarted(session, older_than=timedelta(0))
        request = await run_start.run_request(
            session, workspace_id=house.workspace_id, run_id=house.run_id
        )

    assert [(run.run_id, run.status) for run in found] == [(house.run_id, RunStatus.QUEUED)]
    assert len(all_queued) == 2
    assert (request.run_id, request.workflow_name, request.version) == (
        str(house.run_id), "Order triage", 1,
    )  # fmt: skip
    assert request.input == {"id": 7}


async def test_open_runs_are_paged_by_id(database: Database) -> None:
    house = await build_house(database)
    ended = await add_run(database, house.workspace_id, house.workflow_id)
    waiting = await add_run(database, house.workspace_id, house.workflow_id)
    await write(database, [], [house.update("running")])
    await write(
        database,
        [],
        [
            house.update("running").model_copy(update={"run_id": str(waiting)}),
            house.update("failed").model_copy(update={"run_id": str(ended)}),
        ],
    )

    async with database.sessions.begin() as session:
        first = await sweep.list_open(session, limit=1)
        second = await sweep.list_open(session, after=first[-1].run_id)

    assert [run.run_id for run in (*first, *second)] == [house.run_id, waiting]
