"""What the sweep needs of the store and of Temporal, for real."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from temporalio.client import Client

from noria.run import RunRequest, RunResult
from store import sweep
from store.database import Database
from store.run_start import run_request
from store.sweep import RunRef
from workflows import client as temporal


class DatabaseRuns:
    """Implements `worker.sweep.StoredRuns`; each read is a transaction."""

    def __init__(self, database: Database) -> None:
        self._sessions = database.sessions

    @asynccontextmanager
    async def lock(self) -> AsyncGenerator[bool]:
        async with self._sessions.begin() as session:
            yield await sweep.try_lock(session)

    async def unstarted(self, older_than: timedelta) -> Sequence[RunRef]:
        async with self._sessions.begin() as session:
            return await sweep.list_unstarted(session, older_than=older_than)

    async def open(self, after: UUID | None, limit: int) -> Sequence[RunRef]:
        async with self._sessions.begin() as session:
            return await sweep.list_open(session, after=after, limit=limit)

    async def request(self, ref: RunRef) -> RunRequest:
        async with self._sessions.begin() as session:
            return await run_request(session, workspace_id=ref.workspace_id, run_id=ref.run_id)


class ClientRuns:
    """Implements `worker.sweep.TemporalRuns`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(self, request: RunRequest) -> None:
        await temporal.start_run(self._client, request)

    async def result(self, run_id: str) -> RunResult | None:
        end = await temporal.describe_run(self._client, run_id)
        return await temporal.wait_for_run(self._client, run_id) if end else None
