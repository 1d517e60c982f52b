"""Reads an HTTP answer: which of its bodies is a value, which of its statuses is worth a retry."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Literal

import httpx2
import orjson
from pydantic import JsonValue

from noria.context import NodeContext
from noria.errors import NodeError, NodeFailed, NodeUnavailable

MAX_TEXT_BYTES = 16 * 1024 * 1024
"""Of an answer that is read as text or JSON; what is larger can be kept as a blob."""
EXCERPT_CHARS = 2_000
MAX_RETRY_AFTER = timedelta(hours=1)
"""A server may ask for patience, not park a run for a year."""

ReadAs = Literal["auto", "json", "text", "blob"]

_JSON = re.compile(r"application/(?:[^;]*\+)?json\b")
_TEXT = re.compile(r"text/|application/(?:[^;]*\+)?(?:xml|javascript|x-www-form-urlencoded|yaml)\b")
_STATUS = re.compile(r"[1-5](?:xx|\d\d)")

Statuses = Sequence[int | str]
"""Single ones and classes, as `(404, "5xx")`."""
RETRIED: Statuses = (408, 429, "5xx")
"""What is worth another try where a node says nothing else."""


def check_statuses(statuses: Statuses) -> None:
    """
    Raises:
        ValueError: One of them is no status.
    """
    for status in statuses:
        if not _STATUS.fullmatch(str(status)):
            raise ValueError(f"{status!r} is not a status; write 200, 404 or '2xx'")


def is_among(status: int, statuses: Statuses) -> bool:
    """Whether they name the status or its class."""
    return any(str(each) in (str(status), f"{status // 100}xx") for each in statuses)


async def read(response: httpx2.Response, as_: ReadAs, context: NodeContext) -> JsonValue:
    """The body: JSON, text, a blob, or None when there is none.

    Raises:
        NodeFailed: It is not JSON though it has to be, or too large to be text.
    """
    kind = _kind(response) if as_ == "auto" else as_
    if kind == "blob":
        ref = await context.put_blob_stream(response.aiter_bytes(), _file_type(response))
        return ref.to_json() if ref.size else None
    data = await _text_bytes(response)
    if not data and as_ != "text":
        return None
    if kind == "json":
        return _json(data, response, strict=as_ == "json")
    return _decode(data, response)


def _kind(response: httpx2.Response) -> ReadAs:
    media_type = response.headers.get("content-type", "").lower()
    if _JSON.match(media_type):
        return "json"
    return "text" if _TEXT.match(media_type) or "charset=" in media_type else "blob"


async def _text_bytes(response: httpx2.Response) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in response.aiter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size > MAX_TEXT_BYTES:
            raise NodeFailed(
                f"The answer of {response.url.host!r} has more than {MAX_TEXT_BYTES} bytes of text; "
                "set the field 'response' to 'blob' to keep it as it is."
            )
    return b"".join(pieces)


def _json(data: bytes, response: httpx2.Response, *, strict: bool) -> JsonValue:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if not strict:
            return _decode(data, response)
        raise NodeFailed(
            f"The answer of {response.url.host!r} is not JSON.",
            details={
                "status": response.status_code,
                "body": _decode(data, response)[:EXCERPT_CHARS],
            },
        ) from error


def _decode(data: bytes, response: httpx2.Response) -> str:
    try:
        return data.decode(response.charset_encoding or "utf-8", errors="replace")
    except LookupError:
        return data.decode(errors="replace")


def _file_type(response: httpx2.Response) -> str:
    """Never bare `application/json`, which marks a value that expressions see through."""
    media_type = response.headers.get("content-type", "application/octet-stream")
    return "application/json; charset=utf-8" if media_type == "application/json" else media_type


async def _excerpt(response: httpx2.Response) -> str:
    data = b""
    async for piece in response.aiter_bytes():
        data += piece
        if len(data) >= EXCERPT_CHARS * 4:
            break
    return _decode(data, response)[:EXCERPT_CHARS]


async def unexpected(response: httpx2.Response, retried: Statuses = RETRIED) -> NodeError:
    """The error that an unexpected status means, with the beginning of the body."""
    status = response.status_code
    message = f"{response.url.host!r} answered {status} {response.reason_phrase}".rstrip() + "."
    details: dict[str, Any] = {"status": status, "body": await _excerpt(response)}
    if is_among(status, retried):
        wait = asked_wait(response.headers.get("retry-after", ""), now=datetime.now(UTC))
        return NodeUnavailable(message, retry_after=wait, details=details)
    return NodeFailed(message, details=details)


def asked_wait(text: str, *, now: datetime) -> timedelta | None:
    """`Retry-After` as seconds or as a date; None when there is none that can be read.

    Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
    """
    try:
        if text.strip().isdecimal():
            wait = timedelta(seconds=min(int(text), 10**9))
        else:
            date = parsedate_to_datetime(text)
            wait = (date if date.tzinfo else date.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError):
        return None
    return min(wait, MAX_RETRY_AFTER) if wait > timedelta(0) else None
