"""Starts that nobody waits for."""

import asyncio

from store.starting import AT_ONCE, settle, start_behind


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
        await start_behind(start())
    under_way = going
    release.set()
    await settle(60)

    assert (under_way, most, done) == (AT_ONCE, AT_ONCE, 3 * AT_ONCE)
