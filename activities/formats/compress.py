"""`file.compress`: packs files."""

import gzip
import zipfile
from io import BytesIO
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from activities.content import MAX_BYTES, Content, beside, read_bytes
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui


class Packed(Model):
    """One file."""

    name: str = Field(
        title="Name", description="In the archive, as `reports/may.csv`.", min_length=1
    )
    content: Content = Field(
        title="Content",
        description="Text, or a file from an earlier step.",
        json_schema_extra=ui(widget="textarea", multiline=True),
    )


class CompressConfig(Model):
    """The files and how to pack them."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"files": [{"name": "hello.txt", "content": "hello"}]}]}
    )

    files: list[Packed] = Field(
        title="Files", description="What goes in.", min_length=1, max_length=1_000
    )
    format: Literal["zip", "gzip"] = Field(
        default="zip",
        title="Format",
        description="`gzip` takes one file.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class CompressOutput(BaseModel):
    """A reference to the archive."""

    file: dict[str, Any]
    size: int
    """Bytes."""


@node("file.compress", title="Compress", category="Files", icon="archive", changes=False)
async def compress(config: CompressConfig, context: NodeContext) -> CompressOutput:
    """Pack files into a zip archive, or one file with gzip.

    The same files give the same archive, byte by byte, so a repeat stores nothing new.
    """
    if config.format == "gzip" and len(config.files) != 1:
        raise NodeFailed(f"gzip packs one file, not {len(config.files)}: choose 'zip'.")
    files: list[tuple[str, bytes]] = []
    left = MAX_BYTES
    for file in config.files:
        data = await read_bytes(file.content, context, left)
        left -= len(data)
        files.append((_safe(file.name), data))
    pack = _gzip if config.format == "gzip" else _zip
    data = await beside(pack, files)
    ref = await context.put_blob(data, f"application/{config.format}")
    return CompressOutput(file=ref.to_json(), size=len(data))


def _safe(name: str) -> str:
    parts = name.replace("\\", "/").split("/")
    if name.startswith("/") or ".." in parts or "" in parts:
        raise NodeFailed(f"{name!r} is no name in an archive; write it as 'reports/may.csv'.")
    return "/".join(parts)


def _zip(files: list[tuple[str, bytes]]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            # A fixed time, so that the same files are the same archive.
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()


def _gzip(files: list[tuple[str, bytes]]) -> bytes:
    return gzip.compress(files[0][1], mtime=0)
