"""Asks the code runner, which has no secrets, to run code; implements `noria.code_work.CodeRunner`."""

import asyncio
import os
import struct
from pathlib import Path
from typing import Any

import orjson

from noria.code_work import CodeAnswer, CodeFault, CodeOrder
from noria.errors import NodeFailed, NodeUnavailable

_LENGTH = struct.Struct("!I")
GRACE_SECONDS = 10.0
"""Beyond the code's own time: for a turn, when many pieces run, and for the answer."""
MAX_ANSWER_BYTES = 64 * 1024 * 1024
NO_CODE = frozenset({"Refused", "Unavailable"})
"""Faults that are the runner's, not the code's."""


class NoCodeRunner:
    """Of a worker without one: it fails closed."""

    async def run(self, order: CodeOrder) -> CodeAnswer:
        raise NodeFailed(
            "Full code is not run here, because this worker has no code runner: start one with "
            "'python -E -s -S -m runner' and name its socket in NORIA_CODE_SOCKET, or use the light node "
            "types 'code.python' and 'code.javascript'."
        )


class SocketCodeRunner:
    """Of a runner on this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def run(self, order: CodeOrder) -> CodeAnswer:
        """A cancelled step closes its connection, at which the runner ends the code."""
        request = {
            "language": order.language,
            "code": order.code,
            "input": order.input,
            "seconds": order.seconds,
            "memory_mb": order.memory_mb,
        }
        try:
            async with asyncio.timeout(order.seconds + GRACE_SECONDS):
                answer = await self._ask(orjson.dumps(request))
        except (OSError, asyncio.IncompleteReadError) as error:
            raise NodeUnavailable(
                f"The code runner at {str(self._path)!r} does not answer: {type(error).__name__}."
            ) from error
        return _read(answer)

    async def _ask(self, request: bytes) -> dict[str, Any]:
        reader, writer = await self._connect()
        try:
            writer.write(_LENGTH.pack(len(request)) + request)
            await writer.drain()
            (size,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
            if size > MAX_ANSWER_BYTES:
                raise NodeFailed(
                    f"The code gave {size:,} bytes; {MAX_ANSWER_BYTES:,} are the most."
                )
            answer: dict[str, Any] = orjson.loads(await reader.readexactly(size))
            return answer
        finally:
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Through the open folder: the path of a socket may have a hundred characters only."""
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            return await asyncio.open_unix_connection(f"/proc/self/fd/{folder}/{self._path.name}")
        finally:
            os.close(folder)


def _read(answer: dict[str, Any]) -> CodeAnswer:
    printed = tuple(answer.get("printed", ()))
    error = answer.get("error")
    if error is None:
        return CodeAnswer(orjson.loads(answer["json"]), printed)
    if error["name"] in NO_CODE:
        raise NodeFailed(f"The code was not run: {error['message']}.")
    line = error["line"] if isinstance(error["line"], int) else None
    return CodeAnswer(None, printed, CodeFault(str(error["name"]), str(error["message"]), line))
