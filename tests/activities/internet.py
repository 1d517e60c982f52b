"""A small internet in one process: names, addresses, and services that really listen.

`Internet` implements the two seams of the guard, the resolver and httpcore's network backend, so
that nothing has to be patched. A public address is routed to a local service; an internal one is
really connected to, so that a leak shows as a connection that the service counted.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import cast

import httpcore2

PUBLIC = "93.184.215.14"
OTHER_PUBLIC = "93.184.215.99"


@dataclass(frozen=True)
class Received:
    """One request as a service saw it."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]

    @property
    def method(self) -> str:
        return self.line.split(" ")[0]


Answer = Callable[[Received], Awaitable[bytes] | AsyncIterator[bytes]]


def http(status: int, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"content-length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


@dataclass
class Service:
    """A server on 127.0.0.1 that counts who connects."""

    answer: Answer
    connects: int = 0
    received: list[Received] = field(default_factory=list[Received])
    port: int = 0

    async def start(self) -> asyncio.Server:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connects += 1
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:-2])
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        request = Received(head[0], headers, body)
        self.received.append(request)
        answer = self.answer(request)
        if isinstance(answer, AsyncIterator):
            async for piece in answer:
                writer.write(piece)
                await writer.drain()
            return False
        writer.write(await answer)
        await writer.drain()
        return True


@dataclass
class Internet(httpcore2.AsyncNetworkBackend):
    """`names`: what the resolver answers, one list of addresses per call, the last one for ever."""

    names: dict[str, list[list[str]]] = field(default_factory=dict[str, list[list[str]]])
    routes: dict[str, Service] = field(default_factory=dict[str, Service])
    connects: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    looked_up: list[str] = field(default_factory=list[str])

    async def resolve(self, host: str) -> Iterable[str]:
        self.looked_up.append(host)
        answers = self.names.get(host.rstrip("."))
        if not answers:
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self.connects.append((host, port))
        real = cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())
        if host in self.routes:
            return await real.connect_tcp("127.0.0.1", self.routes[host].port, timeout)
        if host == "127.0.0.1":
            return await real.connect_tcp(host, port, timeout)
        raise httpcore2.ConnectError(f"no route to {host}")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
