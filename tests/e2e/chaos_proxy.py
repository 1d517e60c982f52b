"""A TCP proxy that stands between two of our processes and does what networks do.

It runs on a thread of its own; its settings may change at any time and hold for open connections.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import AsyncGenerator, Coroutine, Generator
from contextlib import contextmanager, suppress
from typing import Any

from local.ports import HOST

CHUNK_BYTES = 16 * 1024
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class ChaosProxy:
    """To one port on this machine."""

    def __init__(self, target_port: int) -> None:
        self.port = 0
        self.latency_s = 0.0
        """Of each chunk, each way."""
        self.bytes_per_s = 0
        """Of each connection, each way; 0: no limit."""
        self.connections = 0
        """So many were opened since the start."""
        self.asked_bytes = 0
        """So much was sent to the target."""
        self._target_port = target_port
        self._loop = asyncio.new_event_loop()
        self._passes = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._wait(self._serve())

    def stop(self) -> None:
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @contextmanager
    def silence(self) -> Generator[None]:
        """Nothing comes through, and nobody is told: what was sent meanwhile arrives afterwards."""
        self._loop.call_soon_threadsafe(self._passes.clear)
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._passes.set)

    def reset(self) -> None:
        """End every open connection with a TCP reset."""
        self._wait(self._reset())

    def _wait(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _serve(self) -> None:
        self._passes.set()
        self._server = await asyncio.start_server(self._connected, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        self._passes.set()
        await self._reset()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _reset(self) -> None:
        for writer in tuple(self._writers):
            connection: socket.socket | None = writer.get_extra_info("socket")
            if connection is not None:
                # One that the other side closed just now is closed already.
                with suppress(OSError):
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            await self._passes.wait()
            far_reader, far_writer = await asyncio.open_connection(HOST, self._target_port)
            self._writers.add(far_writer)
            try:
                await asyncio.gather(
                    self._pump(self._counted(reader), far_writer),
                    self._pump(_chunks(far_reader), writer),
                )
            finally:
                self._forget(far_writer)
        except OSError:
            writer.transport.abort()
        finally:
            self._forget(writer)

    async def _counted(self, reader: asyncio.StreamReader) -> AsyncGenerator[bytes]:
        async for data in _chunks(reader):
            self.asked_bytes += len(data)
            yield data

    async def _pump(self, chunks: AsyncGenerator[bytes], writer: asyncio.StreamWriter) -> None:
        async for data in chunks:
            pause = self.latency_s + (len(data) / self.bytes_per_s if self.bytes_per_s else 0)
            if pause:
                await asyncio.sleep(pause)
            await self._passes.wait()
            writer.write(data)
            await writer.drain()
        await self._passes.wait()
        with suppress(OSError):
            writer.write_eof()

    def _forget(self, writer: asyncio.StreamWriter) -> None:
        self._writers.discard(writer)
        writer.close()


async def _chunks(reader: asyncio.StreamReader) -> AsyncGenerator[bytes]:
    while data := await reader.read(CHUNK_BYTES):
        yield data


@contextmanager
def proxy_to(port: int) -> Generator[ChaosProxy]:
    proxy = ChaosProxy(port)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
