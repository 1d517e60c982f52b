"""The sweep finds what a crash left behind."""

from datetime import timedelta

from sqlalchemy import text

from noria.run import ErrorInfo, RunStatus
from store import run_start, sweep
from store.database import Database
from store.ids import new_id
from tests.store.rows import add_run, build_house, read_run, write


async def test_only_old_queued_runs_are_unstarted(database: Database) -> None:
    house = await build_house(database)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE run SET created_at = now() - interval '2 minutes'"))
    await add_run(database, house.workspace_id, house.workflow_id)

    async with database.sessions.begin() as session:
        found = await sweep.list_unstarted(session, older_than=timedelta(minutes=1))
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


async def test_runs_put_off_by_a_rate_are_left_to_temporal_and_pages_lead_to_what_was_lost(
    database: Database,
) -> None:
    house = await build_house(database)
    for _ in range(2):
        await add_run(database, house.workspace_id, house.workflow_id)
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE run SET start_at = now() + interval '9 hours' WHERE id = :id"),
            {"id": house.run_id},
        )

    async with database.sessions.begin() as session:
        none = timedelta(0)
        first = await sweep.list_unstarted(session, older_than=none, limit=1)
        second = await sweep.list_unstarted(session, older_than=none, after=first[0].run_id)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE run SET start_at = now() - interval '1 second'"))
    async with database.sessions.begin() as session:
        due = await sweep.list_unstarted(session, older_than=none)

    found = [run.run_id for run in (*first, *second)]
    assert len(found) == 2
    assert house.run_id not in found
    assert [run.run_id for run in due] == sorted([house.run_id, *found])


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


async def test_a_parked_run_says_why_until_it_goes_on(database: Database) -> None:
    house = await build_house(database)
    error = ErrorInfo(type="parked", message="A key is missing.")
    whose = {"workspace_id": house.workspace_id, "run_id": house.run_id}

    async with database.sessions.begin() as session:
        await sweep.park(session, **whose, error=error)
    parked = await read_run(database, house)
    async with database.sessions.begin() as session:
        (found,) = await sweep.list_unstarted(session, older_than=timedelta(0))
    async with database.sessions.begin() as session:
        await sweep.park(session, **whose, error=None)
    mended = await read_run(database, house)

    assert parked.error == error.model_dump(mode="json")
    assert (parked.status, parked.event_seq, parked.status_seq) == ("queued", 2, 2)
    assert found.is_parked
    assert mended.error is None


async def test_a_run_that_has_ended_or_is_another_workspaces_is_not_parked(
    database: Database,
) -> None:
    house = await build_house(database)
    error = ErrorInfo(type="parked", message="A key is missing.")

    async with database.sessions.begin() as session:
        await sweep.park(session, workspace_id=new_id(), run_id=house.run_id, error=error)
    untouched = await read_run(database, house)
    await write(database, [], [house.update("succeeded")])
    async with database.sessions.begin() as session:
        await sweep.park(session, workspace_id=house.workspace_id, run_id=house.run_id, error=error)

    assert untouched.error is None
    assert (await read_run(database, house)).error is None
