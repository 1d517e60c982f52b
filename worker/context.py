"""What a node may reach, for real: implements `noria.context.NodeContext`."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import httpx2
import structlog
from temporalio import activity

from activities import redaction
from activities.allowed_commands import allowed_command
from activities.circuits import CircuitKey, Circuits, CircuitTransport, circuit
from activities.folders import path_in
from activities.guard import Guard
from activities.host_limits import LimitedTransport, check_limits
from activities.host_rates import HostRates, RatedTransport, Unlimited
from activities.transport import client_on
from noria.ai.ledger import Ledger, Payer
from noria.ai.memory import Memories
from noria.ai.vectors import VectorCache
from noria.blobs import BlobRef, BlobStore
from noria.code_work import CodeAnswer, CodeOrder, CodeRunner
from noria.context import Log
from noria.credentials import Credential, check_named, check_type
from noria.errors import NodeFailed
from noria.knowledge.shelf import Shelf
from noria.model import NodeId
from noria.plan import PlanStep
from noria.run import Scope
from noria.step_calls import StepCall
from worker.code_runner import NoCodeRunner
from worker.ledger import LedgerOf, NoLedger
from worker.memories import NoMemories
from worker.pieces import NoPieces, Pieces, Screen
from worker.shelf import Shelves
from worker.step_logs import AttemptLog, LineSink
from worker.vectors import NoVectors

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)
NO_RUN = str(UUID(int=0))
MAX_CLIENTS = 1_000
"""Of workspaces that had work lately."""


class Credentials(Protocol):
    """Where credentials are opened."""

    async def open(self, workspace_id: str, name: str, run_id: str | None) -> Credential | None:
        """None when the workspace has none of this name. Without a run it is a person who asks,
        whose right to use the credential was looked at.

        Raises:
            NodeFailed: It is of no use as it is stored, or private to somebody else than who
                answers for the run.
            NodeUnavailable: It can't be opened now.
        """
        ...


class NoCredentials:
    """Of a worker that is given none."""

    async def open(self, workspace_id: str, name: str, run_id: str | None) -> Credential | None:
        return None


@dataclass(frozen=True)
class ForModels:
    """What nodes that call models need besides."""

    ledger: Ledger = field(default_factory=NoLedger)
    vectors: VectorCache = field(default_factory=NoVectors)
    memories: Memories = field(default_factory=NoMemories)
    pieces: Pieces = field(default_factory=NoPieces)
    commands: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """Of MCP servers, by the names that they are allowed by."""
    shelves: Shelves | None = None
    """None: this worker keeps no knowledge bases."""


@dataclass(frozen=True)
class LiveContext:
    """Of one attempt. What is private belongs to the worker, not to nodes."""

    attempt: int
    timeout_s: float
    http: httpx2.AsyncClient
    log: Log
    ledger: Ledger
    vectors: VectorCache
    memories: Memories
    _screen: Screen
    _call: StepCall
    _blobs: BlobStore
    _circuits: Circuits
    _guard: Guard
    _credentials: Credentials
    _files: Path | None
    _code: CodeRunner
    _commands: Mapping[str, Sequence[str]]
    _shelves: Shelves | None
    _is_asked_by_person: bool = False

    @property
    def shelf(self) -> Shelf:
        if self._shelves is None:
            raise NodeFailed("This worker keeps no knowledge bases.")
        return self._shelves.of(self.workspace_id)

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
        key = f"{self.run_id}:{self.node_id}:{self.iteration}"
        # What a person has changed is another request, which a server must not take for the first.
        return f"{key}:{self._call.edition}" if self._call.edition else key

    async def credential(self, name: str | None, *types: str) -> Credential:
        named = check_named(name)
        # Work apart from runs serves the whole workspace: what is private stays closed to it.
        run_id = None if self._is_asked_by_person else self.run_id or NO_RUN
        found = await self._credentials.open(self.workspace_id, named, run_id)
        credential = check_type(named, found, types)
        redaction.current().add(credential.fields)
        return credential

    def circuit(self, destination: str, credential: str = "") -> AbstractAsyncContextManager[None]:
        return circuit(self._circuits, CircuitKey(self.workspace_id, destination, credential))

    async def resolve(self, host: str, port: int) -> str:
        check_limits(self._call.step.policy.hosts, host)
        return (await self._guard.check(host, port, web=False))[0]

    def local_path(self, name: str) -> Path:
        return path_in(self._files, self.workspace_id, name)

    def mcp_command(self, name: str) -> Sequence[str]:
        return allowed_command(self._commands, name)

    def show(self, text: str) -> None:
        self._screen.show(str(redaction.current().value(text)))

    async def run_code(self, order: CodeOrder) -> CodeAnswer:
        return await self._code.run(order)

    async def put_blob(self, data: bytes, media_type: str) -> BlobRef:
        return await self._blobs.put(self.workspace_id, redaction.current().data(data), media_type)

    async def put_blob_stream(self, pieces: AsyncIterator[bytes], media_type: str) -> BlobRef:
        clean = redaction.current().stream(pieces)
        return await self._blobs.put_stream(self.workspace_id, clean, media_type)

    async def open_blob(self, ref: BlobRef) -> bytes:
        return await self._blobs.get(self.workspace_id, ref.digest)

    def heartbeat(self, *details: Any) -> None:
        activity.heartbeat(*map(redaction.current().value, details))


class LiveContexts:
    """Makes them; all share one transport and its connections."""

    def __init__(  # noqa: PLR0913 - one argument per thing that a node reaches
        self,
        transport: httpx2.AsyncBaseTransport,
        blobs: BlobStore,
        circuits: Circuits,
        lines: LineSink,
        rates: HostRates | None = None,
        guard: Guard | None = None,
        *,
        credentials: Credentials | None = None,
        files: Path | None = None,
        models: ForModels | None = None,
        code: CodeRunner | None = None,
    ) -> None:
        self._transport = transport
        self._blobs = blobs
        self._circuits = circuits
        self._lines = lines
        self._rates = rates or Unlimited()
        self._guard = guard or Guard()
        self._credentials = credentials or NoCredentials()
        self._files = files
        self._models = models or ForModels()
        self._code = code or NoCodeRunner()
        self._clients: dict[str, httpx2.AsyncClient] = {}

    def __call__(self, call: StepCall, *, attempt: int, timeout_s: float) -> LiveContext:
        return LiveContext(
            attempt=attempt,
            timeout_s=timeout_s,
            http=self._client(call.workspace_id, call.step.policy.hosts),
            log=AttemptLog(self._lines, call, attempt),
            ledger=self._models.ledger,
            vectors=self._models.vectors,
            memories=self._models.memories,
            _screen=Screen(self._models.pieces, call, attempt),
            _call=call,
            _blobs=self._blobs,
            _circuits=self._circuits,
            _guard=self._guard,
            _credentials=self._credentials,
            _files=self._files,
            _code=self._code,
            _commands=self._models.commands,
            _shelves=self._models.shelves,
        )

    def apart(
        self, workspace_id: str, name: str, *, timeout_s: float, payer: Payer | None = None
    ) -> LiveContext:
        """For work that belongs to no run, in a block of `redaction.redacting`."""
        step = PlanStep(id=NodeId(name), type=name, name=name, lane="activity", ports=())
        now = datetime.now(UTC)
        call = StepCall(
            run_id="", workspace_id=workspace_id, step=step, scope=Scope(), seed="", now=now
        )
        apart = replace(self(call, attempt=1, timeout_s=timeout_s), log=_log)
        ledger = LedgerOf(apart.ledger, payer or Payer())
        return replace(apart, ledger=ledger, _screen=Screen(NoPieces(), call, 1))

    def asked_by(
        self, account_id: str, workspace_id: str, name: str, *, timeout_s: float
    ) -> LiveContext:
        """As `apart`, for one person, whose right to the credentials was looked at."""
        payer = Payer(account_id=account_id)
        apart = self.apart(workspace_id, name, timeout_s=timeout_s, payer=payer)
        return replace(apart, _is_asked_by_person=True)

    def _client(self, workspace_id: str, hosts: tuple[str, ...]) -> httpx2.AsyncClient:
        if not hosts:
            return self._client_of(workspace_id)
        return client_on(LimitedTransport(self._transport_of(workspace_id), hosts))

    def _transport_of(self, workspace_id: str) -> httpx2.AsyncBaseTransport:
        rated = RatedTransport(self._transport, self._rates, workspace_id)
        return CircuitTransport(rated, self._circuits, workspace_id)

    def _client_of(self, workspace_id: str) -> httpx2.AsyncClient:
        """One for each workspace, since circuits and rates are a workspace's own."""
        client = self._clients.get(workspace_id)
        if client is None:
            if len(self._clients) >= MAX_CLIENTS:
                del self._clients[next(iter(self._clients))]
            client = client_on(self._transport_of(workspace_id))
            self._clients[workspace_id] = client
        return client
