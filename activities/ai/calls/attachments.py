"""Images and files as parts of a message: what is stored goes along, what is on the web is named."""

from base64 import b64encode
from collections.abc import Sequence
from mimetypes import guess_extension
from typing import Any

from noria.blobs import BlobRef
from noria.context import NodeContext
from noria.errors import NodeFailed

MAX_BYTES = 20 * 1024 * 1024
"""Of one file; providers take about as much."""
TEXTS = ("text/", "application/json", "application/xml", "application/yaml")

Part = dict[str, Any]


async def parts_of(
    images: Sequence[str | BlobRef], files: Sequence[BlobRef], context: NodeContext
) -> list[Part]:
    """
    Raises:
        NodeFailed: Something is too large, or no image.
        NotFound: The workspace has no such blob.
    """
    shown = [await _image(image, context) for image in images]
    return shown + [await _file(file, context) for file in files]


async def _image(image: str | BlobRef, context: NodeContext) -> Part:
    if isinstance(image, str):
        if not image.startswith("https://"):
            raise NodeFailed(
                f"{image[:100]!r} is no image: give a stored file, or a URL that begins with https://."
            )
        return {"type": "image_url", "image_url": {"url": image}}
    if not image.media_type.startswith("image/"):
        raise NodeFailed(
            f"A file of the type {image.media_type!r} is no image: give it as a file instead."
        )
    return {"type": "image_url", "image_url": {"url": await _data_url(image, context)}}


async def _file(file: BlobRef, context: NodeContext) -> Part:
    if file.media_type.startswith(TEXTS):
        data = await _open(file, context)
        return {"type": "text", "text": data.decode(errors="replace")}
    if file.media_type.startswith("image/"):
        return await _image(file, context)
    # Azure refuses a file without a name; a stored one has none.
    name = f"file{guess_extension(file.media_type) or ''}"
    return {"type": "file", "file": {"filename": name, "file_data": await _data_url(file, context)}}


async def _data_url(ref: BlobRef, context: NodeContext) -> str:
    data = await _open(ref, context)
    return f"data:{ref.media_type};base64,{b64encode(data).decode()}"


async def _open(ref: BlobRef, context: NodeContext) -> bytes:
    if ref.size > MAX_BYTES:
        raise NodeFailed(
            f"A file of {ref.size:,} bytes is more than a model takes, which is {MAX_BYTES:,}."
        )
    return await context.open_blob(ref)
