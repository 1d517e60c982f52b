"""A real PostgreSQL, started once by each test process that needs it."""

import gc
import os
from collections.abc import AsyncGenerator, Generator

import pytest
from sqlalchemy import text

from store.database import Database, open_database
from store.migrate import upgrade
from store.settings import StoreSettings
from tests.servers import postgres_server

# Read by gRPC when temporalio loads it. A test process that has spoken to Milvus starts servers, too: by a
# fork, in which gRPC's handlers would run, and kill one server in ten by SIGABRT.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")


def pytest_collection_finish() -> None:
    """Leave what was collected out of garbage collection.

    To walk through all of it took seconds, in which a workflow was taken for a deadlocked one.
    """
    gc.collect()
    gc.freeze()


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
async def database(open_pool: Database) -> Database:
    """Empty at the start of each test; what a test commits, others in it see."""
    async with open_pool.engine.begin() as connection:
        # Everything else goes with its workspace; for a few rows this is ten times faster than TRUNCATE.
        await connection.execute(text("DELETE FROM workspace"))
        await connection.execute(text("DELETE FROM account"))
    return open_pool
