"""Who watches a run hears of every change, even of those while PostgreSQL was away."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import ExitStack

import psycopg
import pytest

from store.database import Database, plain_url
from store.events import RunListener
from store.ids import new_id
from store.projection import IDS_PER_NOTICE
from tests.store.rows import House, add_run, build_house, write


@pytest.fixture
async def listener(database: Database) -> AsyncGenerator[RunListener]:
    listener = RunListener(database.url)
    async with listener.listening():
        await asyncio.sleep(0.2)
        yield listener


@pytest.fixture
async def house(database: Database) -> House:
    return await build_house(database)


async def test_a_change_wakes_its_watchers_and_no_others(
    database: Database, listener: RunListener, house: House
) -> None:
    with listener.subscribe(house.run_id) as mine, listener.subscribe(new_id()) as other:
        await write(database, [house.step("a", "running")])

        assert await mine.wait(2)
        assert not await other.wait(0.1)


async def test_a_batch_of_many_runs_wakes_the_watchers_of_all(
    database: Database, listener: RunListener, house: House
) -> None:
    houses = [house] + [
        House(
            house.workspace_id,
            house.workflow_id,
            await add_run(database, house.workspace_id, house.workflow_id),
        )
        for _ in range(IDS_PER_NOTICE)
    ]
    with ExitStack() as stack:
        watchers = [stack.enter_context(listener.subscribe(each.run_id)) for each in houses]
        await write(database, [each.step("a", "running") for each in houses])

        assert all([await watcher.wait(2) for watcher in watchers])


async def test_a_change_that_changes_nothing_wakes_nobody(
    database: Database, listener: RunListener, house: House
) -> None:
    await write(database, [house.step("a", "succeeded")])
    await asyncio.sleep(0.1)
    with listener.subscribe(house.run_id) as watcher:
        await write(database, [house.step("a", "running")])

        assert not await watcher.wait(0.2)


async def test_a_change_between_two_waits_is_not_missed(
    database: Database, listener: RunListener, house: House
) -> None:
    with listener.subscribe(house.run_id) as watcher:
        await write(database, [house.step("a", "running")])
        await asyncio.sleep(0.1)

        assert await watcher.wait(2)


async def test_after_a_lost_connection_everybody_is_woken_to_read_again(
    database: Database, listener: RunListener, house: House
) -> None:
    with listener.subscribe(house.run_id) as watcher:
        async with await psycopg.AsyncConnection.connect(
            plain_url(database.url), autocommit=True
        ) as admin:
            await admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            )

        assert await watcher.wait(3)
        await write(database, [house.step("a", "running")])
        assert await watcher.wait(2)


async def test_a_watcher_that_left_is_forgotten(listener: RunListener, house: House) -> None:
    with listener.subscribe(house.run_id):
        pass

    assert listener.watched() == 0
