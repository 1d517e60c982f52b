"""What a node may reach: its own seam to the outside, implemented by the worker and by tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    import httpx2

    from noria.ai.ledger import Ledger
    from noria.ai.memory import Memories
    from noria.ai.vectors import VectorCache
    from noria.blobs import BlobRef
    from noria.code_work import CodeAnswer, CodeOrder
    from noria.credentials import Credential
    from noria.knowledge.shelf import Shelf


class Log(Protocol):
    """Structured log; goes to the worker's log with the run, node and attempt bound."""

    def info(self, event: str, **values: Any) -> Any: ...
    def warning(self, event: str, **values: Any) -> Any: ...


class NodeContext(Protocol):
    """Everything a node may use besides its config. Nothing else is reachable from a node."""

    @property
    def run_id(self) -> str: ...
    @property
    def workspace_id(self) -> str: ...
    @property
    def node_id(self) -> str: ...
    @property
    def iteration(self) -> str:
        """Indexes of the loops around it, the outermost first, as `3/0`; empty outside loops."""
        ...

    @property
    def attempt(self) -> int:
        """From 1."""
        ...

    @property
    def idempotency_key(self) -> str:
        """`run:node:iteration`: the same for every attempt, different for every effect."""
        ...

    @property
    def timeout_s(self) -> float:
        """Seconds this attempt may take, from the node's policy."""
        ...

    @property
    def http(self) -> httpx2.AsyncClient:
        """Guarded against internal addresses; follows no redirect by itself, retries nothing.

        Calls go through circuits by themselves; a request made with a credential names it in its
        extension `credential`.
        """
        ...

    def circuit(self, destination: str, credential: str = "") -> AbstractAsyncContextManager[None]:
        """Around a call that does not go through `http`, as one of a database or a model.

        A block that raises `NodeUnavailable` counts against the destination; any other answer
        speaks for it. After several in a row, the block is not entered any more for a while:

        Raises:
            CircuitOpen: The destination is left alone; Temporal tries again later.
        """
        ...

    async def resolve(self, host: str, port: int) -> str:
        """An address of the host that nodes may connect to, for what is not HTTP.

        Connect to what is returned, not to the host: its name could lead elsewhere by then. TLS
        still has to judge the certificate by the host's name.

        Raises:
            NodeFailed: The host is not open to nodes.
            NodeUnavailable: The name can't be resolved now.
        """
        ...

    async def credential(self, name: str | None, *types: str) -> Credential:
        """Open a credential of the workspace, by the name that the config holds.

        Its secrets are redacted in all that the step gives or logs. Call its `check_host` before
        one is sent to a host that the credential does not name itself.

        Args:
            name: None, as of a field that was left empty, is refused.
            types: Those that the node can use; none: any.

        Raises:
            NodeFailed: There is none of this name, or it is of another type.
            NodeUnavailable: It can't be opened now.
        """
        ...

    def local_path(self, name: str) -> Path:
        """A file or folder in the worker's folder of this workspace's files, there or not.

        Args:
            name: With `/` between folders; empty: the folder itself.

        Raises:
            NodeFailed: The worker has no such folder, or the name leads out of it.
        """
        ...

    def mcp_command(self, name: str) -> Sequence[str]:
        """The whole command line of an MCP server that the administrator has allowed by this name.

        Raises:
            NodeFailed: There is none.
        """
        ...

    @property
    def log(self) -> Log: ...

    @property
    def ledger(self) -> Ledger:
        """What models were called and what that cost; opened before each call of one."""
        ...

    @property
    def vectors(self) -> VectorCache:
        """Of texts that were embedded before."""
        ...

    @property
    def memories(self) -> Memories:
        """What agents of the workspace remember."""
        ...

    @property
    def shelf(self) -> Shelf:
        """The workspace's knowledge bases."""
        ...

    def show(self, text: str) -> None:
        """Show a piece of text on the run page at once, behind the pieces before it.

        It is kept nowhere: what the step gives in the end is its output.
        """
        ...

    async def run_code(self, order: CodeOrder) -> CodeAnswer:
        """Run an author's code in the sandbox of the code runner, which has no secrets.

        Raises:
            NodeFailed: No code is run here.
            NodeUnavailable: The runner does not answer now.
        """
        ...

    async def put_blob(self, data: bytes, media_type: str) -> BlobRef:
        """Store a large value once, by content hash."""
        ...

    async def put_blob_stream(self, pieces: AsyncIterator[bytes], media_type: str) -> BlobRef:
        """As `put_blob`, of what may be larger than memory."""
        ...

    async def open_blob(self, ref: BlobRef) -> bytes: ...

    def heartbeat(self, *details: Any) -> None:
        """Tell Temporal that a long step is alive; raises when the step was cancelled."""
        ...
