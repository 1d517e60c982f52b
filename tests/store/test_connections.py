"""What PostgreSQL is told about each connection."""

import asyncio

import pytest
from sqlalchemy import text

from store.database import OUTAGES, Database

LIMIT = "idle_in_transaction_session_timeout"


async def test_a_process_that_stands_still_does_not_keep_its_locks(database: Database) -> None:
    async with database.engine.connect() as connection:
        pooled = (await connection.execute(text(f"SHOW {LIMIT}"))).scalar_one()
    async with database.connections.one() as frequent:
        bare = await (await frequent.execute(f"SHOW {LIMIT}")).fetchone()

    assert pooled == "1min"
    assert bare == ("1min",)


async def test_who_stood_still_too_long_may_try_again(database: Database) -> None:
    async def stand_still() -> None:
        async with database.engine.begin() as connection:
            await connection.execute(text(f"SET LOCAL {LIMIT} = '20ms'"))
            await asyncio.sleep(0.3)
            await connection.execute(text("SELECT 1"))

    with pytest.raises(OUTAGES, match="idle-in-transaction"):
        await stand_still()

    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
