"""Ten-line stand-ins for what a node reaches, and for what the adapter does."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
from pydantic import JsonValue

from activities.allowed_commands import allowed_command
from activities.folders import path_in
from activities.guard import Guard
from noria.ai.ledger import CallOrder, Opened, Spenders, Usage
from noria.ai.memory import Exchange, NewExchange, Remembered
from noria.ai.vectors import Vector
from noria.blobs import PREVIEW_CHARS, BlobRef
from noria.code_work import CodeAnswer, CodeOrder, CodeRunner
from noria.credentials import Credential, check_named, check_type
from noria.errors import BudgetSpent, NotFound
from noria.knowledge.shelf import Shelf


class MemoryBlobs:
    """Implements `noria.blobs.BlobStore`."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    async def put(self, workspace_id: str, data: bytes, media_type: str) -> BlobRef:
        digest = hashlib.sha256(data).hexdigest()
        self.kept[workspace_id, digest] = data
        preview = data[:PREVIEW_CHARS].decode(errors="replace")
        return BlobRef.model_validate(
            {"$blob": digest, "size": len(data), "media_type": media_type, "preview": preview}
        )

    async def put_stream(
        self, workspace_id: str, pieces: AsyncIterator[bytes], media_type: str
    ) -> BlobRef:
        """Keeps what came of it; a test with a larger body has a store of its own."""
        return await self.put(workspace_id, b"".join([each async for each in pieces]), media_type)

    async def get(self, workspace_id: str, digest: str) -> bytes:
        try:
            return self.kept[workspace_id, digest]
        except KeyError:
            raise NotFound("blob", digest) from None


class MemoryLedger:
    """Implements `noria.ai.ledger.Ledger`: remembers, and says no where a test wants it."""

    refuses: str | None = None
    """Calls whose key ends so."""

    def __init__(self) -> None:
        self.orders: list[CallOrder] = []
        self.usages: list[Usage] = []
        self.failures: list[str] = []
        self.lost: list[Usage] = []
        """What calls that failed took."""
        self.below: dict[str, float | None] = {}
        """By node: what it has spent."""

    async def open(self, order: CallOrder) -> Opened:
        if self.refuses is not None and order.key.endswith(self.refuses):
            raise BudgetSpent("The budget of the run is spent.")
        self.orders.append(order)
        return Opened(str(len(self.orders)))

    async def close(self, call_id: str, usage: Usage, answer: JsonValue) -> None:
        self.usages.append(usage)

    async def fail(self, call_id: str, reason: str, usage: Usage) -> None:
        self.failures.append(reason)
        self.lost.append(usage)

    async def spent(self, spenders: Spenders) -> float | None:
        costs = [self.below.get(node_id, 0.0) for node_id in spenders.node_ids]
        return None if None in costs else sum(cost or 0.0 for cost in costs)


class MemoryVectors:
    """Implements `noria.ai.vectors.VectorCache`."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str], Vector] = {}

    async def find(
        self, workspace_id: str, model: str, hashes: Sequence[str]
    ) -> Mapping[str, Vector]:
        keys = {hash_: (workspace_id, model, hash_) for hash_ in hashes}
        return {hash_: self.kept[key] for hash_, key in keys.items() if key in self.kept}

    async def keep(self, workspace_id: str, model: str, vectors: Mapping[str, Vector]) -> None:
        self.kept |= {(workspace_id, model, hash_): each for hash_, each in vectors.items()}


class FakeMemories:
    """Implements `noria.ai.memory.Memories`, of one workspace."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Exchange]] = {}
        """By key and source."""
        self.summaries: dict[str, str] = {}
        self.summarized: set[str] = set()

    async def recall(
        self, workspace_id: str, key: str, *, limit: int, whole: bool, beside: str
    ) -> Remembered:
        found = [
            each
            for source, each in self.kept.get(key, {}).items()
            if source != beside and (whole or each.id not in self.summarized)
        ]
        return Remembered(self.summaries.get(key, ""), found[-limit:])

    async def keep(self, workspace_id: str, key: str, exchange: NewExchange) -> None:
        source = exchange.source
        kept = Exchange(source, exchange.asked, exchange.answered, datetime.now(UTC))
        self.kept.setdefault(key, {}).setdefault(source, kept)

    async def summarize(
        self, workspace_id: str, key: str, *, summary: str, ids: Sequence[str]
    ) -> None:
        self.summaries[key] = summary
        self.summarized |= set(ids)


class MemoryLog:
    """Implements `noria.context.Log`."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, Any]]] = []

    def info(self, event: str, **values: Any) -> None:
        self.lines.append((event, values))

    def warning(self, event: str, **values: Any) -> None:
        self.lines.append((event, values))


@dataclass
class FakeContext:
    """Implements `noria.context.NodeContext`."""

    http: httpx2.AsyncClient
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)
    run_id: str = "r1"
    workspace_id: str = "w1"
    node_id: str = "fetch"
    iteration: str = ""
    attempt: int = 1
    timeout_s: float = 5.0
    commands: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    log: MemoryLog = field(default_factory=MemoryLog)
    guard: Guard | None = None
    files: Path | None = None
    credentials: Mapping[str, Credential] = field(default_factory=dict[str, Credential])
    code: CodeRunner | None = None
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    vectors: MemoryVectors = field(default_factory=MemoryVectors)
    memories: FakeMemories = field(default_factory=FakeMemories)
    on_shelf: Shelf | None = None
    shown: list[str] = field(default_factory=list[str])
    beats: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])

    @property
    def idempotency_key(self) -> str:
        return f"{self.run_id}:{self.node_id}:{self.iteration}"

    @property
    def shelf(self) -> Shelf:
        """Where a test has one."""
        assert self.on_shelf is not None
        return self.on_shelf

    async def resolve(self, host: str, port: int) -> str:
        """Through the guard, where a test has one; else every host is this machine."""
        return (await self.guard.check(host, port, web=False))[0] if self.guard else "127.0.0.1"

    def circuit(self, destination: str, credential: str = "") -> AbstractAsyncContextManager[None]:
        """Always closed."""
        return nullcontext()

    async def credential(self, name: str | None, *types: str) -> Credential:
        named = check_named(name)
        return check_type(named, self.credentials.get(named), types)

    def local_path(self, name: str) -> Path:
        return path_in(self.files, self.workspace_id, name)

    def mcp_command(self, name: str) -> Sequence[str]:
        return allowed_command(self.commands, name)

    def show(self, text: str) -> None:
        self.shown.append(text)

    async def run_code(self, order: CodeOrder) -> CodeAnswer:
        assert self.code is not None
        return await self.code.run(order)

    async def put_blob(self, data: bytes, media_type: str) -> BlobRef:
        return await self.blobs.put(self.workspace_id, data, media_type)

    async def put_blob_stream(self, pieces: AsyncIterator[bytes], media_type: str) -> BlobRef:
        return await self.blobs.put_stream(self.workspace_id, pieces, media_type)

    async def open_blob(self, ref: BlobRef) -> bytes:
        return await self.blobs.get(self.workspace_id, ref.digest)

    def heartbeat(self, *details: Any) -> None:
        self.beats.append(details)
