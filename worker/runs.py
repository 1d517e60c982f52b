"""What the sweep needs of the store and of Temporal, for real."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import structlog
from temporalio.client import Client

from noria.run import ErrorInfo, RunRequest, RunResult
from store import (
    deliveries,
    earlier_drafts,
    model_calls,
    notifications,
    sweep,
    trigger_items,
    trigger_samples,
    triggers,
)
from store.audit_chain import delete_old, expired_workspaces
from store.database import Database
from store.line_sink import DatabaseLine
from store.retention import delete_expired
from store.sweep import RunRef
from workflows import client as temporal
from workflows.client import RunEnd
from workflows.stuck import Stuck, look_at_run
from workflows.unserved import QueueWatch

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class DatabaseRuns(DatabaseLine):
    """Implements `worker.sweep.StoredRuns`, too."""

    def __init__(self, database: Database, *, audit_days: int = 0) -> None:
        """`audit_days`: how long audit entries are kept; 0: for ever."""
        super().__init__(database)
        self._audit_days = audit_days
        self._sessions = database.sessions

    @asynccontextmanager
    async def lock(self) -> AsyncGenerator[bool]:
        async with self._sessions.begin() as session:
            yield await sweep.try_lock(session)

    async def unstarted(
        self, older_than: timedelta, after: UUID | None, limit: int
    ) -> Sequence[RunRef]:
        async with self._sessions.begin() as session:
            return await sweep.list_unstarted(
                session, older_than=older_than, after=after, limit=limit
            )

    async def open(self, after: UUID | None, limit: int) -> Sequence[RunRef]:
        async with self._sessions.begin() as session:
            return await sweep.list_open(session, after=after, limit=limit)

    async def forget(self) -> int:
        async with self._sessions.begin() as session:
            if firings := await triggers.forget_firings(session):
                log.info("firings_forgotten", count=firings)
            await trigger_samples.forget_messages(session)
            await trigger_items.forget_items(session)
            await deliveries.forget_deliveries(session)
            await notifications.forget_notifications(session)
            await model_calls.forget_calls(session)
            await earlier_drafts.forget_earlier(session)
            forgotten = await delete_expired(session)
        if self._audit_days:
            await self._forget_audit(self._audit_days)
        return forgotten

    async def _forget_audit(self, days: int) -> None:
        async with self._sessions.begin() as session:
            expired = await expired_workspaces(session, days=days)
        for workspace_id in expired:
            async with self._sessions.begin() as session:
                count = await delete_old(session, workspace_id=workspace_id, days=days)
            log.info("audit_entries_gone", workspace_id=str(workspace_id), count=count)

    async def park(self, ref: RunRef, error: ErrorInfo | None) -> None:
        async with self._sessions.begin() as session:
            await sweep.park(session, workspace_id=ref.workspace_id, run_id=ref.run_id, error=error)


class ClientRuns:
    """Implements `worker.sweep.TemporalRuns`."""

    def __init__(self, client: Client, own_queues: Iterable[str] = ()) -> None:
        """`own_queues`: Temporal's names of those that this process serves."""
        self._client = client
        self._queues = QueueWatch(client, own_queues)

    async def start(self, request: RunRequest) -> None:
        """Here, where a slot is free: of a run in line it is the worker that ended the one before."""
        await temporal.start_run(self._client, request, eager=True)

    async def result(self, run_id: str) -> RunResult | Stuck | None:
        found = await look_at_run(self._client, run_id, self._queues)
        if isinstance(found, RunEnd):
            return await temporal.wait_for_run(self._client, run_id)
        return found
