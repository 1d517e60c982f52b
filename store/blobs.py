"""Large values by the hash of their content, in a folder or in S3."""

import hashlib
from collections.abc import AsyncIterator, Generator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from obstore import open_writer_async
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url
from pydantic import JsonValue

from noria.blobs import BLOB_THRESHOLD_BYTES, PREVIEW_CHARS, BlobRef, BlobStore, size_of
from noria.errors import NotFound, Unavailable
from store.database import to_json

if TYPE_CHECKING:
    from obstore import AsyncWritableFile

INCOMING = "incoming"
"""Folder of a workspace in which blobs stand until their name is known."""
PREVIEW_BYTES = PREVIEW_CHARS * 4
PIECE_BYTES = 5 * 1024 * 1024
"""What is put as a stream is held in pieces of this size, the smallest that S3 takes."""
PIECES_AT_ONCE = 2
TEXT = ("text/", "application/json", "application/xml")


class ObjectBlobStore:
    """Implements `noria.blobs.BlobStore`. Each workspace has a folder of its own.

    The same content in two workspaces is stored twice: whoever knows a hash learns nothing of
    others.
    """

    def __init__(self, url: str) -> None:
        """
        Args:
            url: `file:///folder`, made when missing, or `s3://bucket/prefix`, with credentials and
                endpoint from the usual `AWS_*` variables.
        """
        self._store: ObjectStore = open_store(url)

    async def put(self, workspace_id: str, data: bytes, media_type: str) -> BlobRef:
        """Store once; the reference holds the first characters when it is text.

        Raises:
            Unavailable: The store can't be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = _path(workspace_id, digest)
        with _written():
            if not await self._has(path, len(data)):
                # Written beside and renamed: a kill leaves no half blob.
                await self._store.put_async(path, data)
        return _ref(digest, len(data), media_type, data)

    async def put_stream(
        self, workspace_id: str, pieces: AsyncIterator[bytes], media_type: str
    ) -> BlobRef:
        """As `put`, in bounded memory: the name is known at the end, so it is written elsewhere before.

        Raises:
            Unavailable: The store can't be written.
        """
        head = bytearray()
        async for piece in pieces:
            head += piece
            if len(head) >= PIECE_BYTES:
                break
        else:
            return await self.put(workspace_id, bytes(head), media_type)
        start = bytes(head[:PREVIEW_BYTES])
        staged = f"{workspace_id}/{INCOMING}/{uuid4()}"
        writer = open_writer_async(
            self._store, staged, buffer_size=PIECE_BYTES, max_concurrency=PIECES_AT_ONCE
        )
        async with AsyncExitStack() as undo:
            undo.push_async_exit(writer)  # left by an error, it takes back what was written
            digest, size = await _copy(head, pieces, writer)
            undo.pop_all()
        with _written():
            await writer.close()
            await self._take(staged, _path(workspace_id, digest), size)
        return _ref(digest, size, media_type, start)

    async def _take(self, staged: str, path: str, size: int) -> None:
        if await self._has(path, size):
            await self._store.delete_async(staged)
        else:
            await self._store.rename_async(staged, path)

    async def get(self, workspace_id: str, digest: str) -> bytes:
        """
        Raises:
            NotFound: The workspace has no such blob.
            Unavailable: The store can't be read.
        """
        try:
            found = await self._store.get_async(_path(workspace_id, digest))
            return bytes(await found.bytes_async())
        except FileNotFoundError as error:
            raise NotFound("blob", digest) from error
        except (BaseError, OSError) as error:
            raise Unavailable("The blob store can't be read.") from error

    async def _has(self, path: str, size: int) -> bool:
        try:
            return (await self._store.head_async(path))["size"] == size
        except FileNotFoundError:
            return False


async def by_reference(blobs: BlobStore, workspace_id: UUID, value: JsonValue) -> JsonValue:
    """The value, or a reference to it where it is large."""
    if size_of(value) <= BLOB_THRESHOLD_BYTES:
        return value
    ref = await blobs.put(str(workspace_id), to_json(value).encode(), "application/json")
    return ref.to_json()


def open_store(url: str) -> ObjectStore:
    """Of `ObjectBlobStore`, for what is done beside it."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return LocalStore(Path(unquote(parts.path)), mkdir=True)
    return from_url(url)


def _path(workspace_id: str, digest: str) -> str:
    return f"{workspace_id}/{digest[:2]}/{digest}"


async def _copy(
    head: bytearray, pieces: AsyncIterator[bytes], writer: "AsyncWritableFile"
) -> tuple[str, int]:
    """Digest and size of it all."""
    digest = hashlib.sha256(head)
    size = len(head)
    with _written():
        await writer.write(bytes(head))
    head.clear()
    async for piece in pieces:
        digest.update(piece)
        size += len(piece)
        with _written():
            await writer.write(piece)
    return digest.hexdigest(), size


@contextmanager
def _written() -> Generator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        raise Unavailable("The blob store can't be written.") from error


def _ref(digest: str, size: int, media_type: str, start: bytes) -> BlobRef:
    preview = _preview(start, media_type)
    return BlobRef.model_validate(
        {"$blob": digest, "size": size, "media_type": media_type, "preview": preview}
    )


def _preview(data: bytes, media_type: str) -> str:
    if not media_type.startswith(TEXT):
        return ""
    return data[:PREVIEW_BYTES].decode(errors="ignore")[:PREVIEW_CHARS]
