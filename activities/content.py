"""Text and files on their way into a node and out of it: given as they are, or as stored blobs."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, JsonValue, WithJsonSchema

from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.node_type import ui

T = TypeVar("T")

MAX_BYTES = 32 * 1024 * 1024
"""Of one text or file that a node works on in memory."""

Content = str | BlobRef
"""Text, or a stored blob that only an expression can give."""

AsContent = Annotated[
    Content,
    Field(
        description="Text, or a file from an earlier step.",
        json_schema_extra=ui(widget="textarea", multiline=True),
    ),
]
FileRef = Annotated[
    BlobRef,
    WithJsonSchema({"type": "string", "minLength": 1}),
    Field(
        title="File",
        description="A file that an earlier step gave.",
        json_schema_extra=ui(placeholder="{{ steps.download.output.body }}"),
    ),
]
"""A stored blob: an expression in the document, the reference when the node gets it."""
GiveAs = Literal["text", "blob"]


async def read_bytes(content: Content, context: NodeContext, limit: int = MAX_BYTES) -> bytes:
    """
    Raises:
        NodeFailed: It is larger than `limit` bytes.
    """
    if isinstance(content, BlobRef):
        if content.size > limit:
            raise _too_large(content.size, limit)
        return await context.open_blob(content)
    try:
        data = content.encode()
    except UnicodeEncodeError as error:
        raise NodeFailed("The text holds half a character, which UTF-8 can't write.") from error
    if len(data) > limit:
        raise _too_large(len(data), limit)
    return data


async def read_text(content: Content, context: NodeContext, encoding: str = "utf-8") -> str:
    """As `read_bytes`; a byte order mark is left out.

    Raises:
        NodeFailed: The bytes are no text in this encoding.
    """
    data = await read_bytes(content, context)
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise NodeFailed(
            f"The file can't be read as {encoding!r} text: give the encoding it was written in."
        ) from error


async def give(data: bytes, media_type: str, as_: GiveAs, context: NodeContext) -> JsonValue:
    """The text itself, or a reference to a stored file."""
    if as_ == "text":
        return data.decode()
    return (await context.put_blob(data, media_type)).to_json()


async def beside(function: Callable[..., T], *arguments: Any) -> T:
    """Work that takes a while, in a thread, so that other steps go on."""
    return await asyncio.to_thread(function, *arguments)


def _too_large(size: int, limit: int) -> NodeFailed:
    return NodeFailed(
        f"The content has {size} bytes, which is more than the {limit} that this node takes; "
        "split it before."
    )
