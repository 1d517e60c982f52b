"""The body of a webhook's request as a JSON value; files go to blobs.

What a body is says its media type alone: a JSON body that looks like an upload is JSON, and never
names a file of ours.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import cast
from urllib.parse import parse_qsl
from uuid import UUID

import orjson
from pydantic import JsonValue
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.body_limits import check_json
from noria.blobs import BlobStore
from noria.errors import Invalid, Problem
from noria.triggers.foreign import RESERVED
from noria.triggers.webhook import MEBIBYTE

MAX_FIELDS = 1_000
MAX_FILES = 50
MAX_KEYS = 10_000
"""Of all objects in a JSON body together."""
_CHARSETS = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1"}


def check_size(config: Mapping[str, JsonValue], max_body_bytes: int) -> None:
    """
    Raises:
        Invalid: The trigger would take bodies that the server refuses before it hears of them.
    """
    wanted = config.get("max_bytes")
    # The default is fine on a server that takes less: nobody asked for it.
    if not isinstance(wanted, int) or wanted <= max(max_body_bytes, MEBIBYTE):
        return
    message = (
        f"This server takes bodies of up to {max_body_bytes:,} bytes: give no more than that, "
        "or have NORIA_MAX_BODY_BYTES raised."
    )
    problem = Problem(code="too_large", message=message, field="/config/max_bytes")
    raise Invalid(message, [problem])


async def read_body(
    blobs: BlobStore, workspace_id: UUID, headers: Mapping[str, str], body: bytes
) -> JsonValue:
    """
    Raises:
        Invalid: It is not what its media type says, or holds what only we may write.
    """
    if not body:
        return None
    media_type, _, parameters = headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if media_type.endswith("json") or (not media_type and body[:1] in b"[{"):
        return read_json(body)
    if media_type == "application/x-www-form-urlencoded":
        return _form(body)
    if media_type == "multipart/form-data":
        return await _multipart(blobs, workspace_id, headers, body)
    if not media_type or media_type.startswith("text/") or media_type.endswith("xml"):
        return _text(body, parameters)
    return (await blobs.put(str(workspace_id), body, media_type)).to_json()


def read_json(body: bytes) -> JsonValue:
    """
    Raises:
        Invalid: Not JSON, too deep, too many keys, or with a reference to a blob in it.
    """
    check_json(body)
    value = cast("JsonValue", orjson.loads(body))
    check_value(value)
    return value


def check_value(value: JsonValue) -> None:
    """
    Raises:
        Invalid: Too many keys, or a reference to a blob.
    """
    keys = 0
    pending: list[JsonValue] = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            keys += len(each)
            if keys > MAX_KEYS:
                raise _invalid(f"The body has more than {MAX_KEYS:,} keys.")
            if RESERVED in each:
                raise _invalid(f"The key {RESERVED!r} is ours: call it otherwise.")
            pending += each.values()
        elif isinstance(each, list):
            pending += each


def _form(body: bytes) -> JsonValue:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise _invalid("The body is not a form in UTF-8, or has too many fields.") from error
    return _gathered(cast("list[tuple[str, JsonValue]]", pairs))


async def _multipart(
    blobs: BlobStore, workspace_id: UUID, headers: Mapping[str, str], body: bytes
) -> JsonValue:
    form = await _parsed(headers, body)
    pairs: list[tuple[str, JsonValue]] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            media_type = value.content_type or "application/octet-stream"
            ref = await blobs.put(str(workspace_id), await value.read(), media_type)
            pairs.append((name, {**ref.to_json(), "name": _file_name(value.filename)}))
        else:
            pairs.append((name, value))
    await form.close()
    return _gathered(pairs)


async def _parsed(headers: Mapping[str, str], body: bytes) -> FormData:
    async def chunks() -> AsyncGenerator[bytes]:
        yield body

    parser = MultiPartParser(
        Headers(dict(headers)),
        chunks(),
        max_files=MAX_FILES,
        max_fields=MAX_FIELDS,
        max_part_size=len(body) + 1,
    )
    try:
        return await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise _invalid(f"The body is not multipart/form-data: {str(error)[:200]}.") from error


def _gathered(pairs: list[tuple[str, JsonValue]]) -> JsonValue:
    """A name that comes more than once is a list."""
    values: dict[str, list[JsonValue]] = {}
    for name, value in pairs:
        if name == RESERVED:
            raise _invalid(f"The field {RESERVED!r} is ours: call it otherwise.")
        values.setdefault(name, []).append(value)
    return {name: found[0] if len(found) == 1 else found for name, found in values.items()}


def _text(body: bytes, parameters: str) -> str:
    charset = "utf-8"
    for part in parameters.split(";"):
        name, _, value = part.strip().partition("=")
        if name.lower() == "charset":
            charset = value.strip("\"' ").lower()
    if charset not in _CHARSETS:
        raise _invalid(f"The charset {charset[:50]!r} is not known: send UTF-8.")
    try:
        return body.decode(charset)
    except UnicodeDecodeError as error:
        raise _invalid(f"The body is not text in {charset}.") from error


def _file_name(name: str | None) -> str:
    """For people to read; nothing is stored under it."""
    return (name or "").replace("\\", "/").rpartition("/")[2][:200]


def _invalid(message: str) -> Invalid:
    return Invalid(message, [Problem(code="bad_body", message=message, field="")])
