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
    """Of one attempt. Everything else in here belongs to the adapter, not to nodes."""

    run_id: str
    workspace_id: str
    node_id: str
    iteration: str
    attempt: int
    timeout_s: float
    http: httpx2.AsyncClient
    log: Log
    _blobs: BlobStore

    @property
    def idempotency_key(self) -> str:
        return f"{self.run_id}:{self.node_id}:{self.iteration}"

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
            run_id=call.run_id,
            workspace_id=call.workspace_id,
            node_id=call.step.id,
            iteration=call.iteration,
            attempt=attempt,
            timeout_s=timeout_s,
            http=self._http,
            log=_log.bind(
                run_id=call.run_id,
                node_id=call.step.id,
                node_type=call.step.type,
                iteration=call.iteration,
                attempt=attempt,
            ),
            _blobs=self._blobs,
        )
