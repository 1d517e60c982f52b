"""What a retry is not to pay for again; the cases of plain runs are with the ledger's."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from store import model_calls
from store.database import Database
from tests.store.rows import House, add_run, build_house, write
from tests.store.test_model_calls import open_call, order, pay, retry_of

UNAVAILABLE = {"type": "node_unavailable", "message": "Later.", "retryable": True}
FOR_GOOD = {"type": "node_failed", "message": "No.", "retryable": False}


@pytest.fixture
async def house(database: Database) -> House:
    return await build_house(database)


async def item_of(
    database: Database, house: House, parent: UUID, iteration: str, node_id: str = "each__item"
) -> UUID:
    """A run of an item."""
    more: Any = {"parent_run_id": parent, "relation": "item", "parent_iteration": iteration}
    return await add_run(
        database, house.workspace_id, house.workflow_id, parent_node_id=node_id, **more
    )


async def inner_of(database: Database, house: House, run_id: UUID, iteration: str) -> UUID:
    """The run of an item of a loop in an item."""
    outer = await item_of(database, house, run_id, iteration.rpartition("/")[0])
    return await item_of(database, house, outer, iteration, "inner__item")


async def retry(database: Database, house: House, run_id: UUID) -> UUID:
    return UUID(await retry_of(database, house, run_id))


def asked(run_id: UUID, iteration: str, part: str = "") -> dict[str, Any]:
    key = f"{run_id}:ask:{iteration}#{part}"
    return {"run_id": str(run_id), "iteration": iteration, "key": key}


async def is_known(database: Database, house: House, run_id: UUID, *at: str, **more: Any) -> bool:
    opened = await open_call(database, order(house, **{**asked(run_id, *at), **more}))
    return opened.answer is not None and opened.is_cached


async def fail(
    database: Database, house: House, run_id: UUID, iteration: str, error: dict[str, Any]
) -> None:
    of: dict[str, Any] = {"run_id": str(run_id), "iteration": iteration, "error": error}
    await write(database, [house.step("ask", "failed", **of)])


async def test_an_item_takes_over_what_its_run_before_the_retry_was_answered(
    database: Database, house: House
) -> None:
    before = await item_of(database, house, house.run_id, "3")
    await pay(database, order(house, **asked(before, "3/1")))
    await fail(database, house, before, "3/1", UNAVAILABLE)
    whole = await retry(database, house, house.run_id)
    item = await item_of(database, house, whole, "3")

    assert await is_known(database, house, item, "3/1")
    async with database.engine.begin() as connection:
        query = "SELECT cost_usd, is_cached FROM model_call WHERE run_id = :item"
        [noted] = await connection.execute(text(query), {"item": item})
    assert tuple(noted) == (0.0, True)
    for differs in ({"request_hash": "x"}, {"node_id": "other"}, {"credential": "mine"}):
        assert not await is_known(database, house, item, "3/1", **differs), differs
    assert not await is_known(database, house, item, "3/1", "mend")
    assert not await is_known(database, house, item, "3/2"), "another round"
    other = await item_of(database, house, whole, "4")
    assert not await is_known(database, house, other, "4/1"), "another item"


async def test_items_in_items_of_a_retry_of_a_retry_find_the_newest_answer(
    database: Database, house: House
) -> None:
    first = await inner_of(database, house, house.run_id, "3/0")
    await pay(database, order(house, **asked(first, "3/0")))
    again = await retry(database, house, house.run_id)
    second = await inner_of(database, house, again, "3/0")
    assert await is_known(database, house, second, "3/0")
    third_run = await retry(database, house, again)
    third = await inner_of(database, house, third_run, "3/0")

    assert await is_known(database, house, third, "3/0"), "two retries back"
    await fail(database, house, second, "3/0", FOR_GOOD)
    fourth = await inner_of(database, house, await retry(database, house, third_run), "3/0")
    assert not await is_known(database, house, fourth, "3/0"), "the second failed with it"

    newer = asked(third, "3/0", "mend")
    await pay(database, order(house, **newer))
    assert await is_known(database, house, fourth, "3/0", "mend"), "it came after that"


async def test_of_an_item_that_a_person_had_tried_again_the_newest_run_counts(
    database: Database, house: House
) -> None:
    runs = [await item_of(database, house, house.run_id, "0") for _ in range(3)]
    for part, run_id in zip(("a", "b", "c"), runs, strict=True):
        await pay(database, order(house, **asked(run_id, "0", part)))
    await fail(database, house, runs[1], "0", FOR_GOOD)
    item = await item_of(database, house, await retry(database, house, house.run_id), "0")

    found = [part for part in "abc" if await is_known(database, house, item, "0", part)]
    assert found == ["c"], "what was answered up to the failure would only fail again"


async def test_a_loop_whose_items_became_runs_or_are_none_any_more_finds_them_all_the_same(
    database: Database, house: House
) -> None:
    """A retry may follow another version."""
    await pay(database, order(house, **asked(house.run_id, "0")))
    item = await item_of(database, house, house.run_id, "1")
    await pay(database, order(house, **asked(item, "1/5")))
    whole = await retry(database, house, house.run_id)
    mine = await item_of(database, house, whole, "0")

    assert await is_known(database, house, mine, "0")
    assert await is_known(database, house, whole, "1/5")


async def test_forks_called_runs_and_other_workspaces_ask_anew(
    database: Database, house: House
) -> None:
    before = await item_of(database, house, house.run_id, "0")
    await pay(database, order(house, **asked(before, "0")))
    fork = UUID(await retry_of(database, house, house.run_id, "fork"))
    called = UUID(await retry_of(database, house, house.run_id, "call"))
    for parent in (fork, called, house.run_id):
        item = await item_of(database, house, parent, "0")
        assert not await is_known(database, house, item, "0")
    of_fork = await retry(database, house, fork)
    assert not await is_known(database, house, await item_of(database, house, of_fork, "0"), "0"), (
        "a fork leaves behind what was paid before it"
    )

    whole = await retry(database, house, house.run_id)
    mine = await item_of(database, house, whole, "0")
    stranger = await build_house(database, "stranger@noria.example")
    assert not await is_known(database, stranger, mine, "0")
    async with database.engine.begin() as connection:
        foreign = {"item": before, "stranger": stranger.workspace_id}
        query = "UPDATE model_answer SET workspace_id = :stranger WHERE run_id = :item"
        await connection.execute(text(query), foreign)
    assert not await is_known(database, house, mine, "0")


async def test_an_item_whose_run_was_forgotten_asks_anew(database: Database, house: House) -> None:
    before = await item_of(database, house, house.run_id, "0")
    await pay(database, order(house, **asked(before, "0")))
    item = await item_of(database, house, await retry(database, house, house.run_id), "0")
    async with database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM run WHERE id = :id"), {"id": house.run_id})

    assert not await is_known(database, house, item, "0")


async def test_one_item_is_found_among_very_many_without_reading_the_others(
    database: Database, house: House
) -> None:
    before = await item_of(database, house, house.run_id, "0")
    await pay(database, order(house, **asked(before, "0/1")))
    item = await item_of(database, house, await retry(database, house, house.run_id), "0")
    names = "workspace_id, workflow_id, status, relation, parent_run_id, parent_node_id"
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                f"INSERT INTO run (id, parent_iteration, {names}) SELECT gen_random_uuid(), at::text, "
                f"{names} FROM run, generate_series(1, 20000) AS at WHERE id = :item"
            ),
            {"item": before},
        )
        await connection.execute(text("ANALYZE run"))
    calls = 8  # PostgreSQL makes a plan for any values after the fifth
    async with database.sessions.begin() as session:
        for _ in range(calls):
            found = await model_calls.open_call(session, order(house, **asked(item, "0/1")))
            assert found.is_cached
        read = await session.connection()
        count = await read.scalar(
            text(
                "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'run'"
            )
        )

    assert count < calls * 20
