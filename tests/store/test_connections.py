"""What PostgreSQL is told about each connection."""

from sqlalchemy import text

from store.database import Database

SHOW = "SHOW idle_in_transaction_session_timeout"


async def test_a_process_that_stands_still_does_not_keep_its_locks(database: Database) -> None:
    async with database.engine.connect() as connection:
        pooled = (await connection.execute(text(SHOW))).scalar_one()
    async with database.connections.one() as frequent:
        bare = await (await frequent.execute(SHOW)).fetchone()

    assert pooled == "20s"
    assert bare == ("20s",)
