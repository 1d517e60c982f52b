"""Bodies of several parts (`multipart/form-data`): fields and files of one upload."""

import hashlib

import httpx2
from pydantic import BaseModel, ConfigDict, Field

from activities.content import MAX_BYTES, Content, read_bytes
from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.node_type import ui


class Part(BaseModel):
    """One field or file of a form."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(title="Name", min_length=1, max_length=200, pattern=r'^[^"\r\n\x00]+$')
    value: Content = Field(
        default="",
        title="Value",
        description="Text, or a file from an earlier step.",
        json_schema_extra=ui(placeholder="{{ steps.download.output.body }}"),
    )
    filename: str = Field(
        default="",
        title="File name",
        description="Of a file; empty: a plain field, or the field's name where the value is a file.",
        max_length=200,
        pattern=r'^[^"\r\n\x00]*$',
    )
    media_type: str = Field(
        default="",
        title="Content type",
        description="Empty: that of the file.",
        pattern=r"^[\x20-\x7e]*$",
        json_schema_extra=ui(advanced=True),
    )


async def written(body: list[Part], context: NodeContext) -> tuple[bytes, str]:
    """The body and its content type. The same parts give the same bytes, so that a repeat is one.

    Raises:
        NodeFailed: Together they are larger than a node works on in memory.
    """
    parts: list[tuple[str, tuple[str | None, bytes, str | None]]] = []
    seen, left = hashlib.sha256(), MAX_BYTES
    for part in body:
        data = await read_bytes(part.value, context, left)
        left -= len(data)
        filename, media_type = part.filename or None, part.media_type or None
        if isinstance(part.value, BlobRef):
            filename, media_type = filename or part.name, media_type or part.value.media_type
        parts.append((part.name, (filename, data, media_type)))
        seen.update(part.name.encode() + data)
    content_type = f"multipart/form-data; boundary={seen.hexdigest()[:40]}"
    headers = {"Content-Type": content_type}
    request = httpx2.Request("POST", "http://parts", files=parts, headers=headers)
    return await request.aread(), content_type
