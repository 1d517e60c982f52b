"""`GET /health`: whether this worker takes work. Answered on a socket of its own, for machines."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Literal

import orjson

READ_SECONDS = 5.0
MAX_REQUEST_BYTES = 8_192

Status = Literal["starting", "ok", "draining"]


class Health:
    """What the worker says of itself."""

    def __init__(self, database_answers: Callable[[], bool]) -> None:
        self.status: Status = "starting"
        self._database_answers = database_answers

    def answer(self, path: str) -> tuple[HTTPStatus, dict[str, str]]:
        """A database that is away does not make a worker unready: steps go on, rows wait."""
        if path.partition("?")[0] != "/health":
            return HTTPStatus.NOT_FOUND, {"detail": "Only /health is here."}
        code = HTTPStatus.OK if self.status == "ok" else HTTPStatus.SERVICE_UNAVAILABLE
        database = "ok" if self._database_answers() else "does not answer"
        return code, {"status": self.status, "database": database}


@asynccontextmanager
async def serve_health(health: Health, host: str, port: int | None) -> AsyncGenerator[int | None]:
    """Answer while the block runs; gives the port, None when there is none to serve on."""
    if port is None:
        yield None
        return

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(READ_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(_response(health, head))
                await writer.drain()
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError, ValueError):
            pass
        except asyncio.LimitOverrunError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, host, port, limit=MAX_REQUEST_BYTES)
    async with server:
        yield server.sockets[0].getsockname()[1]


def _response(health: Health, head: bytes) -> bytes:
    method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
    code, body = health.answer(path)
    data = b"" if method == "HEAD" else orjson.dumps(body)
    lines = [
        f"HTTP/1.1 {code.value} {code.phrase}",
        "content-type: application/json",
        f"content-length: {len(data)}",
        "connection: close",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + data
