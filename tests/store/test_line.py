"""Whose turn it is: by limits, by keys, by urgency."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from store import line, sweep
from store.database import Database
from store.workflow_settings import Settings, save_settings
from tests.store.rows import House, add_run, build_house, read_run, write


async def limit(database: Database, house: House, **limits: Any) -> None:
    async with database.sessions.begin() as session:
        await save_settings(
            session,
            workspace_id=house.workspace_id,
            workflow_id=house.workflow_id,
            settings=Settings(**limits),
        )


async def queue(database: Database, house: House, **more: Any) -> UUID:
    return await add_run(database, house.workspace_id, house.workflow_id, in_line=True, **more)


async def go(database: Database, house: House) -> list[UUID]:
    async with database.sessions.begin() as session:
        turns = await line.let_go(session, workflow_id=house.workflow_id)
    assert {turn.workspace_id for turn in turns} <= {house.workspace_id}
    return [turn.run_id for turn in turns]


async def end(database: Database, house: House, run_id: UUID) -> frozenset[UUID]:
    ended = house.update("succeeded").model_copy(update={"run_id": str(run_id)})
    async with database.sessions.begin() as session:
        before = await line.list_workflows_in_line(session)
    await write(database, [], [ended])
    return frozenset(before)


async def test_no_more_go_on_than_the_limit(database: Database) -> None:
    house = await build_house(database)
    await limit(database, house, max_concurrent_runs=2)
    first, second, third = [await queue(database, house) for _ in range(3)]

    assert await go(database, house) == [first]
    assert await go(database, house) == []
    assert await end(database, house, house.run_id) == {house.workflow_id}
    assert await go(database, house) == [second]
    await limit(database, house, max_concurrent_runs=3)
    assert await go(database, house) == [third]
    assert await end(database, house, third) == frozenset()


async def test_the_most_urgent_goes_first_then_the_oldest(database: Database) -> None:
    house = await build_house(database)
    late = await queue(database, house, priority=5)
    runs = [await queue(database, house) for _ in range(2)]
    urgent = await queue(database, house, priority=1)

    assert await go(database, house) == [urgent, *runs, late]


async def test_of_runs_with_one_key_one_goes_on_in_their_order(database: Database) -> None:
    house = await build_house(database)
    first, second = [await queue(database, house, key="a") for _ in range(2)]
    other = await queue(database, house, key="b")

    assert await go(database, house) == [first, other]
    assert await go(database, house) == []
    await end(database, house, first)
    assert await go(database, house) == [second]


async def test_a_rate_puts_later_starts_off(database: Database) -> None:
    house = await build_house(database)
    await limit(database, house, rate_runs=2, rate_seconds=10)
    runs = [await queue(database, house) for _ in range(4)]

    assert await go(database, house) == runs
    times = [
        (await read_run(database, House(house.workspace_id, house.workflow_id, run))).start_at
        for run in runs
    ]
    assert times[:2] == [None, None]
    assert times[2] is not None
    assert times[3] is not None
    assert times[3] - times[2] == timedelta(seconds=5)


async def test_the_sweep_starts_no_run_that_is_in_line(database: Database) -> None:
    house = await build_house(database)
    await queue(database, house)

    async with database.sessions.begin() as session:
        found = await sweep.list_unstarted(session, older_than=timedelta(0))

    assert [run.run_id for run in found] == [house.run_id]
