"""What a node may reach, for real: implements `noria.context.NodeContext`."""

from dataclasses import dataclass
from typing import Any

import httpx2
import structlog
from temporalio import activity

from noria.blobs import BlobRef, BlobStore
from noria.context import Log
from noria.run import StepCall

_log: structlog.stdlib.BoundLogger = structlog.get_logger("node")


@dataclass(frozen=True)
class LiveContext:
    """Of one attempt. What is private belongs to the worker, not to nodes."""

    attempt: int
    timeout_s: float
    http: httpx2.AsyncClient
    _call: StepCall
    _blobs: BlobStore

    @property
    def run_id(self) -> str:
        return self._call.run_id

    @property
    def workspace_id(self) -> str:
        return self._call.workspace_id

    @property
    def node_id(self) -> str:
        return self._call.step.id

    @property
    def iteration(self) -> str:
        return self._call.iteration

    @property
    def idempotency_key(self) -> str:
        return f"{self.run_id}:{self.node_id}:{self.iteration}"

    @property
    def log(self) -> Log:
        """Bound when it is used: most attempts log nothing."""
        return _log.bind(
            run_id=self.run_id,
            node_id=self.node_id,
            node_type=self._call.step.type,
            iteration=self.iteration,
            attempt=self.attempt,
        )

    async def put_blob(self, data: bytes, media_type: str) -> BlobRef:
        return await self._blobs.put(self.workspace_id, data, media_type)

    async def open_blob(self, ref: BlobRef) -> bytes:
        return await self._blobs.get(self.workspace_id, ref.digest)

    def heartbeat(self, *details: Any) -> None:
        activity.heartbeat(*details)


class LiveContexts:
    """Makes them; all share one HTTP client and its connections."""

    def __init__(self, http: httpx2.AsyncClient, blobs: BlobStore) -> None:
        self._http = http
        self._blobs = blobs

    def __call__(self, call: StepCall, *, attempt: int, timeout_s: float) -> LiveContext:
        return LiveContext(
            attempt=attempt, timeout_s=timeout_s, http=self._http, _call=call, _blobs=self._blobs
        )
