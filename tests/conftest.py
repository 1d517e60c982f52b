"""A real PostgreSQL, started once by each test process that needs it."""

from collections.abc import AsyncGenerator, Generator

import pytest
from sqlalchemy import text

from store.database import Database, open_database
from store.migrate import upgrade
from store.settings import StoreSettings
from store.tables import Table
from tests.servers import postgres_server


@pytest.fixture(scope="session")
def database_url() -> Generator[str]:
    """A database with our tables."""
    with postgres_server() as url:
        upgrade(url)
        yield url


@pytest.fixture(scope="session")
async def open_pool(database_url: str) -> AsyncGenerator[Database]:
    database = open_database(StoreSettings(database_url=database_url, blob_url=""))
    yield database
    await database.close()


@pytest.fixture
async def database(open_pool: Database) -> AsyncGenerator[Database]:
    """Empty at the start of each test; what a test commits, others in it see."""
    tables = ", ".join(table.name for table in Table.metadata.sorted_tables)
    async with open_pool.engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {tables}"))
    yield open_pool
