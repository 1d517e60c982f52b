"""Leaves alone what fails again and again: the seam to the worker's circuits, and HTTP through it.

A circuit belongs to a workspace, a destination and a credential: what one workspace does wrong must
not keep another from calling, and a key that is over its quota says nothing about other keys.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple, Protocol

import httpx2

from noria.errors import NodeFailed, NodeUnavailable, RateExceeded

NEARLY = 0.9
"""A request cancelled after this part of its time ran into the step's own timeout."""

# Of our own making: they say nothing of the destination.
_OURS = (
    RateExceeded,
    httpx2.PoolTimeout,
    httpx2.LocalProtocolError,
    httpx2.UnsupportedProtocol,
)


class CircuitKey(NamedTuple):
    """Whose calls to what."""

    workspace_id: str
    destination: str
    """Host, with its port where that is not the usual one."""
    credential: str = ""
    """Name or id, never the secret; empty when none is used."""


@dataclass
class Call:
    """How one call went, as far as it tells something of the destination."""

    failed: bool | None = None
    """None: nothing is known, as when the run was cancelled in the middle."""
    reason: str = ""
    """In words, where no exception says it."""


class Circuits(Protocol):
    """Remembers how calls went."""

    def call(self, key: CircuitKey) -> AbstractAsyncContextManager[Call]:
        """Around one call; the block sets `failed`.

        Raises:
            CircuitOpen: At the entrance: the destination is left alone for now.
        """
        ...


@asynccontextmanager
async def circuit(circuits: Circuits, key: CircuitKey) -> AsyncGenerator[None]:
    """Around a call of a node: its two errors say how it went."""
    async with circuits.call(key) as call:
        try:
            yield
        except NodeUnavailable:
            call.failed = True
            raise
        except NodeFailed:
            call.failed = False
            raise
        call.failed = False


class CircuitTransport(httpx2.AsyncBaseTransport):
    """Requests of one workspace; the inner transport belongs to somebody else, who closes it."""

    def __init__(
        self, inner: httpx2.AsyncBaseTransport, circuits: Circuits, workspace_id: str
    ) -> None:
        self._inner = inner
        self._circuits = circuits
        self._workspace_id = workspace_id

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        credential: str = request.extensions.get("credential", "")
        key = CircuitKey(self._workspace_id, destination_of(request.url), credential)
        async with self._circuits.call(key) as call:
            return await self._send(request, call)

    async def _send(self, request: httpx2.Request, call: Call) -> httpx2.Response:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            response = await self._inner.handle_async_request(request)
        except asyncio.CancelledError:
            seconds: float = request.extensions.get("total_seconds", float("inf"))
            call.failed = True if loop.time() - began >= seconds * NEARLY else None
            raise
        except (httpx2.TransportError, NodeUnavailable) as error:
            call.failed = None if isinstance(error, _OURS) else True
            raise
        status = response.status_code
        call.failed = response.is_server_error or status == HTTPStatus.TOO_MANY_REQUESTS
        call.reason = f"it answered {status}."
        return response

    async def aclose(self) -> None:
        """Nothing to close: the connections are shared."""


def destination_of(url: httpx2.URL) -> str:
    """As `api.example.com`, or with the port where the URL has one."""
    host = url.host.lower().rstrip(".")
    return host if url.port is None else f"{host}:{url.port}"
