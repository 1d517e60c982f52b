"""`file.decompress`: unpacks files, and no bombs."""

import mimetypes
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from activities.content import FileRef, beside, read_bytes
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_FILES = 1_000
_PIECE_BYTES = 1024 * 1024


class DecompressConfig(Model):
    """The archive."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"file": "{{ steps.download.output.body }}"}]}
    )

    file: FileRef = Field(description="A zip archive or a gzip file from an earlier step.")


class Unpacked(BaseModel):
    """One file."""

    name: str
    file: dict[str, Any]
    """A reference to it."""
    size: int
    """Bytes."""


class DecompressOutput(BaseModel):
    """In the order of the archive."""

    files: list[Unpacked]
    count: int


@node("file.decompress", title="Decompress", category="Files", icon="archive", changes=False)
async def decompress(config: DecompressConfig, context: NodeContext) -> DecompressOutput:
    """Unpack a zip archive or a gzip file.

    What unpacks to more than 256 MB, has more than 1,000 files or a password is refused. Names that lead out
    of a folder are passed over. A repeat stores nothing new.
    """
    data = await read_bytes(config.file, context)
    files: list[Unpacked] = []
    for name, content in await beside(_unpack, data):
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if media_type == "application/json":
            media_type += "; charset=utf-8"
        ref = await context.put_blob(content, media_type)
        files.append(Unpacked(name=name, file=ref.to_json(), size=len(content)))
    return DecompressOutput(files=files, count=len(files))


def _unpack(data: bytes) -> list[tuple[str, bytes]]:
    try:
        if data.startswith(b"\x1f\x8b"):
            return [("content", _inflate(data))]
        return list(_entries(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise NodeFailed("The file is no zip archive and no gzip file that can be read.") from error
    except RuntimeError as error:
        raise NodeFailed("The archive has a password, which this node can't give.") from error


def _inflate(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    unpacked = unpacker.decompress(data, MAX_UNPACKED_BYTES + 1)
    if len(unpacked) > MAX_UNPACKED_BYTES:
        raise _bomb()
    if not unpacker.eof:
        raise EOFError
    return unpacked


def _entries(data: bytes) -> Iterator[tuple[str, bytes]]:
    left = MAX_UNPACKED_BYTES
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_FILES:
            raise NodeFailed(f"The archive has {len(entries):,} files, more than {MAX_FILES:,}.")
        for entry in entries:
            if entry.filename.startswith("/") or ".." in entry.filename.split("/"):
                continue
            pieces: list[bytes] = []
            with archive.open(entry) as file:
                # What an entry says of its own size is not to be believed.
                while piece := file.read(_PIECE_BYTES):
                    left -= len(piece)
                    if left < 0:
                        raise _bomb()
                    pieces.append(piece)
            yield entry.filename, b"".join(pieces)


def _bomb() -> NodeFailed:
    return NodeFailed(
        f"The file unpacks to more than {MAX_UNPACKED_BYTES // 1024**2} MB, which is not taken."
    )
