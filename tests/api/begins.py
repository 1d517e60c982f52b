"""What the API process is to runs: alone, so that a test can kill it: `… SETTINGS WORKSPACE RUN`."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import orjson
from temporalio.client import Client

from api.pure_runs import PureRuns
from api.temporal import TemporalRuns
from noria.run import RunRequest
from store import run_start
from store.blobs import ObjectBlobStore
from store.database import Database, open_database
from store.settings import StoreSettings
from workflows.settings import TemporalSettings


class Runs(TemporalRuns):
    """As the API starts runs; says when some of them are begun here."""

    def __init__(self, settings: TemporalSettings) -> None:
        super().__init__(settings)
        self.begins = asyncio.Event()

    def begin_here(self, client: Client) -> None:
        super().begin_here(client)
        self.begins.set()

    async def launch(self, database: Database, workspace_id: UUID, run_id: UUID) -> None:
        await self.start(await self.request_of(database, workspace_id, run_id), awaited=True)

    async def request_of(self, database: Database, workspace_id: UUID, run_id: UUID) -> RunRequest:
        async with database.sessions.begin() as session:
            return await run_start.run_request(session, workspace_id=workspace_id, run_id=run_id)


@asynccontextmanager
async def beginning(
    temporal: TemporalSettings, store: StoreSettings, database: Database, most: int = 8
) -> AsyncGenerator[Runs]:
    runs = Runs(temporal)
    async with PureRuns(
        temporal, database, ObjectBlobStore(store.blob_url), runs, most=most
    ).at_work():
        await asyncio.wait_for(runs.begins.wait(), 60)
        yield runs


async def main(settings: str, workspace_id: str, run_id: str) -> None:
    told = orjson.loads(settings)
    temporal = TemporalSettings.model_validate(told["temporal"])
    store = StoreSettings.model_validate(told["store"])
    database = open_database(store)
    async with beginning(temporal, store, database) as runs:
        await runs.launch(database, UUID(workspace_id), UUID(run_id))
        sys.stdout.write("started\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
