"""The HTTP client of nodes: connects only where `activities.guard` says, and only for so long.

Everything that a node sends goes through `GuardedTransport`, whatever the node does with the
client: one resolution whose answer is also what is connected to, no proxy from the environment, no
unix socket, no cookie kept, a deadline on the whole exchange, and caps on headers and on the
decompressed body.
"""

import asyncio
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Never, cast

import httpcore2
import httpx2

from activities.decoding import ACCEPTED, Decoder, Undecodable
from activities.guard import Guard, HostRefused
from noria.errors import NodeFailed

CONNECT_SECONDS = 10.0
MAX_ADDRESSES = 6
"""Tried one after the other, within the time to connect."""

# Never with the text of the original: it may quote what an internal server said.
_TRANSLATED: tuple[tuple[type[Exception], type[httpx2.TransportError], str], ...] = (
    (httpcore2.ConnectTimeout, httpx2.ConnectTimeout, "could not be reached"),
    (httpcore2.ConnectError, httpx2.ConnectError, "could not be reached"),
    (httpcore2.PoolTimeout, httpx2.PoolTimeout, "could not be called: too many calls at once"),
    (httpcore2.ReadTimeout, httpx2.ReadTimeout, "did not answer in time"),
    (httpcore2.WriteTimeout, httpx2.WriteTimeout, "did not take the request in time"),
    (httpcore2.LocalProtocolError, httpx2.LocalProtocolError, "can't be sent this request"),
    (httpcore2.ProtocolError, httpx2.RemoteProtocolError, "did not answer with whole HTTP"),
    (httpcore2.WriteError, httpx2.WriteError, "broke off"),
    (httpcore2.NetworkError, httpx2.ReadError, "broke off"),
    (httpcore2.UnsupportedProtocol, httpx2.UnsupportedProtocol, "has an unknown protocol"),
)


@dataclass(frozen=True)
class Limits:
    """A request may ask for less through its extensions `total_seconds` and `max_bytes`."""

    total_seconds: float = 86_400.0
    """From the request's start to the last byte."""
    body_bytes: int = 64 * 1024 * 1024
    """After decompression."""
    header_bytes: int = 64 * 1024
    header_count: int = 200
    connections: int = 500


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to the very addresses that were judged; TLS names stay on the host's name."""

    def __init__(self, guard: Guard, inner: httpcore2.AsyncNetworkBackend | None = None) -> None:
        self._guard = guard
        # The cast: httpcore defines this class twice, once for machines without anyio.
        self._inner = inner or cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        addresses = (await self._guard.check(host, port))[:MAX_ADDRESSES]
        loop = asyncio.get_running_loop()
        end = loop.time() + (CONNECT_SECONDS if timeout is None else timeout)
        for left in range(len(addresses), 0, -1):
            share = max((end - loop.time()) / left, 0.001)
            try:
                return await self._inner.connect_tcp(
                    addresses[-left], port, share, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        raise httpcore2.ConnectError

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> Never:
        raise HostRefused("Nodes may not connect to unix sockets.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class GuardedTransport(httpx2.AsyncBaseTransport):
    """HTTP/1.1 over the guard; keeps connections, retries nothing."""

    def __init__(
        self,
        guard: Guard,
        limits: Limits,
        *,
        backend: httpcore2.AsyncNetworkBackend | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._limits = limits
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls or httpx2.create_ssl_context(),
            max_connections=limits.connections,
            max_keepalive_connections=limits.connections // 5,
            keepalive_expiry=30.0,
            network_backend=GuardedBackend(guard, backend),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = check_url(request.url)
        exchange = self._exchange(request)
        if not isinstance(request.stream, AsyncIterable):
            raise TypeError("An asynchronous client sends asynchronous bodies.")
        sent = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
            # Not the caller's `sni_hostname`: the certificate is judged by the URL's host.
            extensions={"timeout": request.extensions.get("timeout", {})},
        )
        with exchange.translated():
            async with asyncio.timeout_at(exchange.deadline):
                answer = await self._pool.handle_async_request(sent)
        return await self._respond(answer, exchange)

    def _exchange(self, request: httpx2.Request) -> "_Exchange":
        limits = self._limits
        asked: dict[str, Any] = request.extensions
        seconds = min(limits.total_seconds, asked.get("total_seconds", limits.total_seconds))
        return _Exchange(
            host=request.url.host,
            deadline=asyncio.get_running_loop().time() + seconds,
            max_bytes=min(limits.body_bytes, asked.get("max_bytes", limits.body_bytes)),
        )

    async def _respond(self, answer: httpcore2.Response, exchange: "_Exchange") -> httpx2.Response:
        try:
            self._check_headers(answer.headers, exchange)
            headers = httpx2.Headers(answer.headers)
            encoding = headers.get("content-encoding", "").strip().lower()
            decoder = None
            if encoding not in {"", "identity"}:
                with exchange.translated():
                    decoder = Decoder(encoding)
                # The body that the node reads is no longer encoded, nor of that length.
                del headers["content-encoding"]
                headers.pop("content-length", None)
        except BaseException:
            await answer.aclose()
            raise
        stream = _Body(answer, exchange, decoder)
        return httpx2.Response(answer.status, headers=headers, stream=stream)

    def _check_headers(self, headers: Iterable[tuple[bytes, bytes]], exchange: "_Exchange") -> None:
        pairs = list(headers)
        size = sum(len(name) + len(value) for name, value in pairs)
        if len(pairs) > self._limits.header_count or size > self._limits.header_bytes:
            raise NodeFailed(
                f"{exchange.host!r} answered with more headers than nodes accept: "
                f"{len(pairs)} headers of {size} bytes together."
            )

    async def aclose(self) -> None:
        await self._pool.aclose()


@dataclass
class _Exchange:
    """One request and its answer, with what is left of its limits."""

    host: str
    deadline: float
    """In the event loop's time."""
    max_bytes: int
    seen_bytes: int = 0

    def count(self, size: int) -> None:
        self.seen_bytes += size
        if self.seen_bytes > self.max_bytes:
            raise NodeFailed(
                f"The answer of {self.host!r} is larger than the {self.max_bytes} bytes that "
                "this step accepts."
            )

    @contextmanager
    def translated(self) -> Generator[None]:
        try:
            yield
        except TimeoutError as error:
            raise httpx2.ReadTimeout(f"{self.host!r} did not finish in time.") from error
        except Undecodable as error:
            raise NodeFailed(f"The answer of {self.host!r} {error}.") from error
        except Exception as error:
            if isinstance(error.__cause__, ssl.SSLError):
                raise httpx2.ConnectError(
                    f"{self.host!r} has no certificate that this worker trusts."
                ) from error
            for foreign, ours, what in _TRANSLATED:
                if isinstance(error, foreign):
                    raise ours(f"{self.host!r} {what}.") from error
            raise


class _Body(httpx2.AsyncByteStream):
    """The answer's body: decoded, counted and within the deadline."""

    def __init__(
        self, answer: httpcore2.Response, exchange: _Exchange, decoder: Decoder | None
    ) -> None:
        self._answer = answer
        self._exchange = exchange
        self._decoder = decoder

    async def __aiter__(self) -> AsyncIterator[bytes]:
        exchange = self._exchange
        pieces = aiter(self._answer.aiter_stream())
        with exchange.translated():
            while True:
                async with asyncio.timeout_at(exchange.deadline):
                    raw = await anext(pieces, None)
                if raw is None:
                    break
                for piece in self._decoder.decode(raw) if self._decoder else (raw,):
                    exchange.count(len(piece))
                    yield piece
            if self._decoder:
                self._decoder.end()

    async def aclose(self) -> None:
        await self._answer.aclose()


def check_url(url: httpx2.URL) -> httpx2.URL:
    """Refuse URLs that two parsers could read in two ways.

    Raises:
        HostRefused: Another scheme than http and https, no host, or a user name before the host.
    """
    if url.scheme not in {"http", "https"}:
        raise HostRefused(f"Nodes call http and https URLs only, not {url.scheme + ':'!r}.")
    if not url.host:
        raise HostRefused("The URL has no host; write it as 'https://example.com/path'.")
    if url.userinfo:
        raise HostRefused(
            "The URL has a user name before its host; send it as an Authorization header instead."
        )
    return url


def guarded_client(
    guard: Guard,
    limits: Limits | None = None,
    *,
    backend: httpcore2.AsyncNetworkBackend | None = None,
    tls: ssl.SSLContext | None = None,
) -> httpx2.AsyncClient:
    """A client with connections of its own; close it."""
    return client_on(GuardedTransport(guard, limits or Limits(), backend=backend, tls=tls))


def client_on(transport: httpx2.AsyncBaseTransport) -> httpx2.AsyncClient:
    """A client of a transport that others may share."""
    return httpx2.AsyncClient(
        transport=transport,
        # No proxy, no netrc from the environment: they would lead around the guard.
        trust_env=False,
        # A jar shared by all workspaces would hand one's session to another.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={"User-Agent": "Noria/1", "Accept-Encoding": ACCEPTED},
        timeout=httpx2.Timeout(60.0, connect=CONNECT_SECONDS),
        follow_redirects=False,
    )
