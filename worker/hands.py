"""What a bulk action does to one run, for real."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from temporalio.client import Client

from noria.acts import Grip, Pause, Resume
from noria.blobs import BlobStore
from noria.errors import NotFound
from noria.run import ErrorInfo, RunStatus
from store import forks, runs
from store.database import Database
from store.forks import ForkOrder
from store.left_items import cancel_items
from store.line import Turn
from store.projection import close_run
from worker.bulk import Deed
from workflows import client as temporal
from workflows.hand_client import (
    control_run,
    hold_attempts,
    read_grip,
    release_attempts,
    settle_attempts,
)


class Lines(Protocol):
    """The line of runs that may not start yet, as far as this module moves it."""

    async def start_each(self, turns: Iterable[Turn]) -> int: ...
    async def move(self, workflow_ids: Iterable[UUID]) -> int: ...


class TemporalHands:
    """Implements `worker.bulk.Hands`. To do a thing again is to do it once."""

    def __init__(self, database: Database, blobs: BlobStore, client: Client, line: Lines) -> None:
        self._database = database
        self._blobs = blobs
        self._client = client
        self._line = line

    async def act(self, action: str, deed: Deed) -> Mapping[str, Any]:
        """Raises as `Hands.act`."""
        match action:
            case "cancel":
                return await self._cancel(deed)
            case "terminate":
                return await self._terminate(deed)
            case "retry" | "fork":
                return await self._fork(action == "retry", deed)
            case _:
                return await self._hold(action == "pause", deed)

    async def _hold(self, is_pause: bool, deed: Deed) -> Mapping[str, Any]:
        run_id, act = str(deed.run_id), Pause() if is_pause else Resume()
        await control_run(self._client, run_id, act, request_id=f"{act.act}-{deed.bulk_id}")
        held = await settle_attempts(self, run_id, paused=is_pause)
        return {"attempts_held_back": held} if is_pause else {}

    async def grip(self, run_id: str) -> Grip:
        """How it stands: this and the two below implement `Attempts`."""
        return await read_grip(self._client, run_id)

    async def hold_attempts(self, run_id: str) -> bool:
        """False: this server can't."""
        return await hold_attempts(self._client, run_id)

    async def release_attempts(self, run_id: str) -> None:
        """Let them begin again."""
        await release_attempts(self._client, run_id)

    async def _cancel(self, deed: Deed) -> Mapping[str, Any]:
        try:
            await temporal.cancel_run(self._client, str(deed.run_id))
        except NotFound:  # it never began, so it can't report its end
            await self._close(deed, None)
        return {}

    async def _terminate(self, deed: Deed) -> Mapping[str, Any]:
        reason = str(deed.arguments.get("reason") or "A person terminated the run.")
        with suppress(NotFound):  # its row is closed all the same
            await temporal.terminate_run(self._client, str(deed.run_id), reason)
        await self._close(deed, ErrorInfo(type="terminated", message=reason))
        await cancel_items(
            self._database,
            partial(temporal.cancel_if_open, self._client),
            workspace_id=deed.workspace_id,
            run_id=deed.run_id,
        )
        return {}

    async def _close(self, deed: Deed, error: ErrorInfo | None) -> None:
        lines = await close_run(
            self._database,
            workspace_id=deed.workspace_id,
            run_id=deed.run_id,
            status=RunStatus.CANCELLED,
            error=error,
        )
        await self._line.move(lines)

    async def _fork(self, is_retry: bool, deed: Deed) -> Mapping[str, Any]:
        order = ForkOrder(
            workspace_id=deed.workspace_id,
            run_id=deed.run_id,
            account_id=deed.account_id,
            relation="retry" if is_retry else "fork",
            node_id=deed.arguments.get("node_id"),
            version=deed.arguments.get("version"),
        )
        key = forks.retry_key(deed.run_id) if is_retry else f"bulk {deed.bulk_id} {deed.run_id}"
        # A plain retry is the same whoever asks for it.
        hash_ = None if is_retry and order.is_plain else _hash(deed)
        prepared = await forks.prepare_fork(self._database, self._blobs, order)
        recorded = await forks.record_fork(
            self._database, self._blobs, prepared, key=key, request_hash=hash_
        )
        if recorded is None:
            return {"new_run_id": str(await self._own(deed, key, hash_))}
        await self._line.start_each(recorded.turns)
        return {"new_run_id": str(recorded.run_id)}

    async def _own(self, deed: Deed, key: str, hash_: bytes | None) -> UUID:
        """The run that an attempt that died had recorded.

        Raises:
            Conflict: It is somebody else's.
        """
        async with self._database.sessions.begin() as session:
            run = await runs.find_by_key(
                session, workspace_id=deed.workspace_id, idempotency_key=key
            )
        assert run is not None
        asked = (run.request_hash, run.account_id) == (hash_, deed.account_id)
        if not asked or run.created_at < deed.asked_at:
            raise forks.retried_before(run)
        return run.id


def _hash(deed: Deed) -> bytes:
    return hashlib.sha256(f"bulk {deed.bulk_id} {deed.run_id}".encode()).digest()
