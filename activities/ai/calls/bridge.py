"""LiteLLM's HTTP over the guarded client of nodes.

LiteLLM speaks httpx, and would connect anywhere. So it is given a transport that hands every
request to the step's own client: the same guard against internal addresses, the same circuits and
rates, whatever the provider's address is. Of many providers LiteLLM takes no client; whatever it makes
for itself then sends by `Routed` or `Blocking`, which find the call's bridge.
"""

import asyncio
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from contextvars import ContextVar

import httpx  # noqa: TID251 - what LiteLLM speaks; nothing is sent with it
import httpx2

from noria.credentials import host_matches
from noria.errors import NodeError, NodeFailed

_HOP_BY_HOP = frozenset({"host", "connection", "transfer-encoding", "content-length"})


class Bridge(httpx.AsyncBaseTransport):
    """Of one step's attempt."""

    def __init__(
        self,
        client: httpx2.AsyncClient,
        seconds: float,
        credential: str = "",
        hosts: tuple[str, ...] = (),
    ) -> None:
        """`seconds`: of each exchange in whole. `hosts`: the only ones; none: any that is not guarded."""
        self._client = client
        self._seconds = seconds
        self._credential = credential
        self._hosts = hosts
        self.refused: NodeError | None = None
        """What the guard or a circuit said: libraries on the way make other errors of it."""

        self.loop: asyncio.AbstractEventLoop | None = None
        """Where it sends, for what waits in threads."""

        self.is_broken = False
        """Whether the provider did not answer, or broke off."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._hosts and not host_matches(self._hosts, request.url.host):
            self.refused = NodeFailed(
                f"The credential {self._credential!r} may not be sent to {request.url.host!r}, but to "
                f"{', '.join(self._hosts)} only: change its allowed hosts, or its address."
            )
            raise httpx.ConnectError(str(self.refused))
        content = await request.aread()
        headers = [
            (name, value)
            for name, value in request.headers.multi_items()
            if name.lower() not in _HOP_BY_HOP and name.lower() != "accept-encoding"
        ]
        sent = self._client.build_request(
            request.method,
            str(request.url),
            headers=headers,
            content=content,
            timeout=httpx2.Timeout(self._seconds, connect=min(10.0, self._seconds)),
        )
        sent.extensions["total_seconds"] = self._seconds
        sent.extensions["credential"] = self._credential
        try:
            response = await self._client.send(sent, stream=True)
        except NodeError as error:
            self.refused = error
            raise httpx.ConnectError(str(error)) from error
        except httpx2.TransportError as error:
            self.is_broken = True
            raise httpx.ConnectError(str(error)) from error
        return httpx.Response(
            response.status_code,
            headers=list(response.headers.multi_items()),
            stream=_Stream(response, self),
            request=request,
        )


_CURRENT: ContextVar[Bridge | None] = ContextVar("bridge", default=None)


@contextmanager
def routed_by(bridge: Bridge) -> Generator[None]:
    """What LiteLLM sends meanwhile goes over this bridge, by whichever client of its own."""
    bridge.loop = asyncio.get_running_loop()
    token = _CURRENT.set(bridge)
    try:
        yield
    finally:
        _CURRENT.reset(token)


class Routed(httpx.AsyncBaseTransport):
    """Of every client that LiteLLM makes for itself, and keeps beyond the call."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        bridge = _CURRENT.get()
        if bridge is None:
            raise httpx.ConnectError("Nothing is sent outside of a step's call.")
        return await bridge.handle_async_request(request)


class Blocking(httpx.BaseTransport):
    """Of every blocking client that LiteLLM makes for itself, and keeps beyond the call.

    Of some providers LiteLLM draws and speaks with nothing else, in a thread. There it waits for the
    bridge, which sends on the step's own loop; on the loop itself it would hold up every step of the worker.
    """

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        bridge = _CURRENT.get()
        if bridge is None or bridge.loop is None or _is_on_a_loop():
            raise httpx.ConnectError(
                f"LiteLLM may not call {request.url.host!r} with blocking requests."
            )
        request.read()
        return asyncio.run_coroutine_threadsafe(_whole(bridge, request), bridge.loop).result()


def _is_on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def _whole(bridge: Bridge, request: httpx.Request) -> httpx.Response:
    response = await bridge.handle_async_request(request)
    try:
        content = await response.aread()
    finally:
        await response.aclose()
    # It is decoded by now.
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name.lower() not in _HOP_BY_HOP and name.lower() != "content-encoding"
    ]
    return httpx.Response(response.status_code, headers=headers, content=content, request=request)


class _Stream(httpx.AsyncByteStream):
    """The answer as it comes, already decoded."""

    def __init__(self, response: httpx2.Response, bridge: Bridge) -> None:
        self._response = response
        self._bridge = bridge

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._response.aiter_raw():
                yield piece
        except NodeError as error:
            self._bridge.refused = error
            raise httpx.ReadError(str(error)) from error
        except httpx2.TransportError as error:
            self._bridge.is_broken = True
            raise httpx.ReadError(str(error)) from error

    async def aclose(self) -> None:
        await self._response.aclose()
