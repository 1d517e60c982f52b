"""Starts that nobody waits for."""

import asyncio
from collections.abc import Coroutine
from uuid import UUID, uuid4

import pytest

from store.starting import AT_ONCE, Slots, settle, start_behind


async def test_so_many_starts_behind_are_under_way_that_temporal_answers_each_in_time() -> None:
    going, most, done = 0, 0, 0
    release = asyncio.Event()

    async def start() -> None:
        nonlocal going, most, done
        going += 1
        most = max(most, going)
        await release.wait()
        going -= 1
        done += 1

    for _ in range(3 * AT_ONCE):
        await start_behind(uuid4(), start())
    under_way = going
    release.set()
    await settle(60)

    assert (under_way, most, done) == (AT_ONCE, AT_ONCE, 3 * AT_ONCE)


async def test_one_with_few_starts_waits_for_one_turn_of_one_with_many() -> None:
    loud, quiet = UUID(int=1), UUID(int=2)
    order: list[UUID] = []
    release = asyncio.Event()

    async def start(workspace_id: UUID) -> None:
        await release.wait()
        order.append(workspace_id)

    def starts(workspace_id: UUID, count: int) -> list[Coroutine[None, None, None]]:
        return [start_behind(workspace_id, start(workspace_id)) for _ in range(count)]

    for each in (*starts(loud, 5 * AT_ONCE), *starts(quiet, 3)):
        await each
    release.set()
    await settle(60)

    # Those under way were the loud one's, then each has one in turn.
    assert order[:AT_ONCE] == [loud] * AT_ONCE
    assert order[AT_ONCE : AT_ONCE + 6] == [loud, quiet] * 3
    assert len(order) == 5 * AT_ONCE + 3


async def test_who_goes_away_while_waiting_takes_no_turn_with_it() -> None:
    slots, whose = Slots(1), uuid4()

    async def take() -> None:
        async with slots.one(whose):
            pass

    async with slots.one(whose):
        gone, given, last = (asyncio.create_task(take()) for _ in range(3))
        await asyncio.sleep(0)
        gone.cancel()
    # The turn was given to the second one in the moment in which it goes away.
    given.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given

    async with asyncio.timeout(60):
        await last
        await take()
