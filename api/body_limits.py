"""Refuses bodies that are too large, too deep, too many-valued or not Unicode, before anything parses them."""

import asyncio
import re
from itertools import accumulate

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import render
from noria.errors import Invalid, NoriaError, TooLarge, TooSlow

READ_SECONDS = 60.0
"""For a body to arrive: a sender that drips holds a connection no longer."""
MAX_DEPTH = 100
"""Levels of nesting. Temporal's converter, Pydantic and the browser all recurse."""
MAX_VALUES = 1_000_000
"""In one body: each costs the parser far more memory than its two bytes."""
MAX_PARAMETERS = 200
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LONG_INTEGER = re.compile(rb"(?<![\d.eE+-])-?\d{19,}(?![\d.eE])")
_MAX_DIGITS = 20
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


_FILES = re.compile(r"/api/v1/knowledge-bases/[^/]+/documents")
"""What is sent there may be large, and is stored as it comes."""


class BodyLimits:
    """Reads the whole body first, so that what is behind can rely on it; of files only so much as is asked for."""

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float = READ_SECONDS) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            _check_query(scope["query_string"])
            if scope["method"] == "POST" and _FILES.fullmatch(scope["path"]):
                self._check_announced(scope)
                await self._app(scope, self._limited(receive), send)
                return
            body = await self._read_in_time(scope, receive)
            if body and "json" in Headers(scope=scope).get("content-type", ""):
                check_json(body)
                # A webhook's sender can't help it: there they are read as orjson reads them.
                if scope["path"].startswith("/api/"):
                    check_integers(body)
        except NoriaError as error:
            await _refusal(error)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    async def _read_in_time(self, scope: Scope, receive: Receive) -> bytes:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._read(scope, receive)
        except TimeoutError as error:
            raise self._too_slow() from error

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        self._check_announced(scope)
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return b""
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            if size > self._max_bytes:
                raise self._too_large()
            if not message.get("more_body", False):
                return b"".join(chunks)

    def _check_announced(self, scope: Scope) -> None:
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdecimal() and int(announced) > self._max_bytes:
            raise self._too_large()

    def _limited(self, receive: Receive) -> Receive:
        """Raises where what is behind asks for more than there may be, or too late."""
        size = 0
        end = asyncio.get_running_loop().time() + self._seconds

        async def limited() -> Message:
            nonlocal size
            try:
                async with asyncio.timeout_at(end):
                    message = await receive()
            except TimeoutError as error:
                raise self._too_slow() from error
            size += len(message.get("body", b""))
            if size > self._max_bytes:
                raise self._too_large()
            return message

        return limited

    def _too_slow(self) -> TooSlow:
        return TooSlow(f"The body did not arrive within {self._seconds:g} s.")

    def _too_large(self) -> TooLarge:
        return TooLarge(f"A request's body may have {self._max_bytes:,} bytes at most.")


def check_json(body: bytes) -> None:
    """
    Raises:
        Invalid: Not JSON, not UTF-8, a lone surrogate, or nested too deeply.
    """
    bare = _STRING.sub(b"", body)
    brackets = bare.translate(None, _NOT_BRACKETS)
    depth = max(accumulate(1 if bracket in b"[{" else -1 for bracket in brackets), default=0)
    if depth > MAX_DEPTH:
        raise Invalid(f"The body is nested {depth:,} levels deep; {MAX_DEPTH} are allowed.")
    values = bare.count(b",")
    if values > MAX_VALUES:
        raise Invalid(f"The body holds {values:,} values; {MAX_VALUES:,} are allowed.")
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Invalid(f"The body is not JSON in UTF-8: {error}.") from error


def check_integers(body: bytes) -> None:
    """
    Raises:
        Invalid: One that neither the database nor a history could keep.
    """
    if not _LONG_INTEGER.search(body):  # nearly always: texts need not be cut out then
        return
    for found in _LONG_INTEGER.findall(_STRING.sub(b"", body)):
        if len(found) > _MAX_DIGITS or not -(2**63) <= int(found) < 2**64:
            raise Invalid(
                f"The body holds the integer {found[:40].decode()}, which has more than 64 bits: "
                "send it as text."
            )


def _check_query(query: bytes) -> None:
    if b"%00" in query or b"\x00" in query:
        raise Invalid("The query holds a NUL character.")
    if query.count(b"&") >= MAX_PARAMETERS:
        raise Invalid(f"The query has more than {MAX_PARAMETERS} parameters.")


def _refusal(error: NoriaError) -> Response:
    response = render(error)
    # What is left of the body is not read.
    response.headers["Connection"] = "close"
    return response


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
