"""Each event reaches one wait, once, whichever of the two came first."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from noria.errors import Invalid
from store import event_waits
from store.database import Database, time_of
from store.dead_letter_tables import DeadLetter
from store.event_waits import Wake
from store.ids import new_id
from store.waiting_tables import Event, EventWait
from tests.store.rows import House, add_run, build_house, write


async def wait(
    database: Database, house: House, key: str = "paid", run_id: UUID | None = None
) -> tuple[UUID, bool]:
    row = EventWait(
        id=new_id(),
        workspace_id=house.workspace_id,
        run_id=run_id or house.run_id,
        node_id="waits",
        iteration="",
        key=key,
    )
    async with database.sessions.begin() as session:
        return row.id, await event_waits.open_wait(session, wait=row)


async def tell(
    database: Database, house: House, payload: Any = 1, key: str = "paid", **more: Any
) -> tuple[Event, Wake | None]:
    async with database.sessions.begin() as session:
        more.setdefault("expires_at", await time_of(session) + timedelta(days=1))
        event = event_waits.new_event(
            workspace_id=house.workspace_id, key=key, payload=payload, **more
        )
        return await event_waits.add_event(session, event=event)


async def take(database: Database, house: House, wait_id: UUID, *, gives_up: bool = False) -> Any:
    async with database.sessions.begin() as session:
        event = await event_waits.take_event(
            session, workspace_id=house.workspace_id, wait_id=wait_id, gives_up=gives_up
        )
    return event.payload if event else None


async def test_an_event_goes_to_the_wait_that_is_open(database: Database) -> None:
    house = await build_house(database)
    wait_id, is_there = await wait(database, house)
    _, wake = await tell(database, house, {"amount": 3})

    assert not is_there
    assert wake == Wake(wait_id, house.run_id)
    assert await take(database, house, wait_id) == {"amount": 3}
    assert await take(database, house, wait_id) == {"amount": 3}


async def test_an_event_that_came_before_the_wait_is_kept_for_it(database: Database) -> None:
    house = await build_house(database)
    _, wake = await tell(database, house, "first")
    await tell(database, house, "second")
    (one, is_there), (two, _) = await wait(database, house), await wait(database, house)
    three, nothing = await wait(database, house)

    assert wake is None
    assert (is_there, nothing) == (True, False)
    assert [await take(database, house, each) for each in (one, two, three)] == [
        "first", "second", None,
    ]  # fmt: skip


async def test_other_keys_and_workspaces_are_deaf_to_it(database: Database) -> None:
    house, other = await build_house(database), await build_house(database, "x@noria.example")
    await wait(database, house, key="shipped")
    await wait(database, other)

    assert (await tell(database, house))[1] is None


async def test_the_oldest_wait_comes_first(database: Database) -> None:
    house = await build_house(database)
    first, _ = await wait(database, house)
    second, _ = await wait(database, house)

    wakes = [(await tell(database, house))[1] for _ in range(3)]

    assert [wake and wake.wait_id for wake in wakes] == [first, second, None]


async def test_a_run_that_has_ended_gets_nothing(database: Database) -> None:
    house = await build_house(database)
    alive = await add_run(database, house.workspace_id, house.workflow_id)
    await wait(database, house)
    mine, _ = await wait(database, house, run_id=alive)
    await write(database, [], [house.update("cancelled")])

    assert (await tell(database, house))[1] == Wake(mine, alive)


async def test_a_wait_that_gives_up_leaves_later_events_alone(database: Database) -> None:
    house = await build_house(database)
    wait_id, _ = await wait(database, house)
    assert await take(database, house, wait_id, gives_up=True) is None

    assert (await tell(database, house))[1] is None
    assert await take(database, house, wait_id) is None


async def test_an_event_wins_over_a_timeout_that_comes_later(database: Database) -> None:
    house = await build_house(database)
    wait_id, _ = await wait(database, house)
    await tell(database, house, "just in time")

    assert await take(database, house, wait_id, gives_up=True) == "just in time"


async def test_a_cancelled_wait_passes_its_event_on(database: Database) -> None:
    house = await build_house(database)
    first, _ = await wait(database, house)
    await tell(database, house, "yours")
    second, _ = await wait(database, house)

    async with database.sessions.begin() as session:
        wake = await event_waits.cancel_wait(
            session, workspace_id=house.workspace_id, wait_id=first
        )

    assert wake == Wake(second, house.run_id)
    assert await take(database, house, second) == "yours"


async def test_the_same_idempotency_key_is_the_same_event(database: Database) -> None:
    house = await build_house(database)
    event, _ = await tell(database, house, idempotency_key="k", request_hash=b"1")
    again, _ = await tell(database, house, idempotency_key="k", request_hash=b"1")

    assert again.id == event.id
    with pytest.raises(Invalid, match="'k' came with another event"):
        await tell(database, house, idempotency_key="k", request_hash=b"2")


async def test_who_was_not_woken_is_found(database: Database) -> None:
    house = await build_house(database)
    wait_id, _ = await wait(database, house)
    await tell(database, house)

    async with database.sessions.begin() as session:
        late = await event_waits.list_undelivered(session, older_than=timedelta(0))
        early = await event_waits.list_undelivered(session, older_than=timedelta(minutes=1))
    await take(database, house, wait_id)
    async with database.sessions.begin() as session:
        after = await event_waits.list_undelivered(session, older_than=timedelta(0))

    assert (late, early, after) == ([Wake(wait_id, house.run_id)], [], [])


async def test_an_event_is_kept_until_it_expires(database: Database) -> None:
    house = await build_house(database)
    await tell(database, house, "old")
    await tell(database, house, "new")
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE event SET expires_at = now() WHERE payload::text = '\"old\"'")
        )
    wait_id, _ = await wait(database, house)

    async with database.sessions.begin() as session:
        expired = await event_waits.expire_events(session)
        again = await event_waits.expire_events(session)
        letters = (await session.exec(select(DeadLetter))).all()

    assert (expired, again) == (1, 0)
    assert [letter.payload for letter in letters] == [{"key": "paid", "payload": "old"}]
    assert await take(database, house, wait_id) == "new"
