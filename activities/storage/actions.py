"""What can be done with files, wherever they are. Not node types: those are beside this."""

import mimetypes
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from activities.content import Content, GiveAs
from noria.context import NodeContext
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import ui

MAX_BYTES = 256 * 1024 * 1024
PIECE_BYTES = 1024 * 1024
"""Files are read in pieces of this size."""
MAX_ENTRIES = 10_000

_KIND = ui(expression="never")
_PATH = Field(title="Path", description="As `reports/may.csv`.", min_length=1, max_length=1_000)


class ReadFile(Model):
    """Take a file."""

    kind: Literal["read"] = Field(default="read", json_schema_extra=_KIND)
    path: str = _PATH
    give: GiveAs = Field(
        default="blob",
        title="Give as",
        description="`blob` is a file for later steps.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class WriteFile(Model):
    """Put a file, over one that is there."""

    kind: Literal["write"] = Field(json_schema_extra=_KIND)
    path: str = _PATH
    content: Content = Field(
        title="Content",
        description="Text, or a file from an earlier step.",
        json_schema_extra=ui(widget="textarea", multiline=True),
    )
    media_type: str = Field(
        default="",
        title="Type",
        description="Empty: by the name's ending.",
        pattern=r"^[\w.+/;= -]*$",
    )


class ListFiles(Model):
    """Say which files there are."""

    kind: Literal["list"] = Field(json_schema_extra=_KIND)
    path: str = Field(default="", title="Folder", description="Empty: all of it.", max_length=1_000)
    limit: int = Field(default=1_000, title="At most", ge=1, le=MAX_ENTRIES)


class CopyFile(Model):
    """Copy a file beside itself."""

    kind: Literal["copy"] = Field(json_schema_extra=_KIND)
    path: str = _PATH
    to: str = Field(title="To", description="Path of the copy.", min_length=1, max_length=1_000)


class DeleteFile(Model):
    """Take a file away; one that is not there is fine."""

    kind: Literal["delete"] = Field(json_schema_extra=_KIND)
    path: str = _PATH


class PresignFile(Model):
    """Make a URL by which anybody can read or write the file for a while."""

    kind: Literal["presign"] = Field(json_schema_extra=_KIND)
    path: str = _PATH
    method: Literal["GET", "PUT"] = Field(
        default="GET", title="For", json_schema_extra=ui(widget="select", expression="never")
    )
    expires_in_s: int = Field(
        default=3_600, title="Valid for", description="Seconds.", ge=1, le=604_800
    )


Action = Annotated[
    ReadFile | WriteFile | ListFiles | CopyFile | DeleteFile, Field(discriminator="kind")
]
EXAMPLE: dict[str, Any] = {"kind": "read", "path": "reports/may.csv"}


class Entry(BaseModel):
    """One file of a list."""

    path: str
    size: int
    """Bytes."""
    modified_at: str | None


class FilesOutput(BaseModel):
    """What the action asks for; all else is null or empty."""

    path: str
    file: dict[str, Any] | None = None
    """A reference to what was read."""
    text: str | None = None
    size: int | None = None
    """Bytes that were read or written."""
    files: list[Entry] = []
    more: bool = False
    """Whether there are more than were listed."""
    url: str | None = None


async def read_output(
    action: ReadFile, pieces: AsyncIterator[bytes], context: NodeContext
) -> FilesOutput:
    """
    Raises:
        NodeFailed: It is larger than `MAX_BYTES`, or is to be text and is none.
    """
    counted = _Counted(pieces, action.path)
    if action.give == "blob":
        ref = await context.put_blob_stream(counted.pieces(), media_type_of(action.path))
        return FilesOutput(path=action.path, size=counted.size, file=ref.to_json())
    data = b"".join([piece async for piece in counted.pieces()])
    try:
        return FilesOutput(path=action.path, size=counted.size, text=data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NodeFailed(f"{action.path!r} is no text in UTF-8: read it as a file.") from error


class _Counted:
    """What is read, and how much it was; a file may grow while it is."""

    def __init__(self, pieces: AsyncIterator[bytes], path: str) -> None:
        self._pieces = pieces
        self._path = path
        self.size = 0

    async def pieces(self) -> AsyncGenerator[bytes]:
        async for piece in self._pieces:
            self.size += len(piece)
            check_size(self._path, self.size)
            yield piece


def check_size(path: str, size: int) -> None:
    if size > MAX_BYTES:
        raise NodeFailed(f"{path!r} has {size:,} bytes, more than {MAX_BYTES:,}.")


def media_type_of(path: str, given: str = "") -> str:
    """Never bare `application/json`, which marks a value that expressions see through."""
    found = given or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return "application/json; charset=utf-8" if found == "application/json" else found


def list_output(path: str, entries: list[Entry], limit: int) -> FilesOutput:
    return FilesOutput(path=path, files=entries[:limit], more=len(entries) > limit)
