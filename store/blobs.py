"""Large values by the hash of their content, in a folder or in S3."""

import hashlib
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url
from pydantic import JsonValue

from noria.blobs import BLOB_THRESHOLD_BYTES, PREVIEW_CHARS, BlobRef, BlobStore, size_of
from noria.errors import NotFound, Unavailable
from store.database import to_json

PREVIEW_BYTES = PREVIEW_CHARS * 4
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
        self._store: ObjectStore = _open(url)

    async def put(self, workspace_id: str, data: bytes, media_type: str) -> BlobRef:
        """Store once; the reference holds the first characters when it is text.

        Raises:
            Unavailable: The store can't be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = _path(workspace_id, digest)
        try:
            if not await self._has(path, len(data)):
                # Written beside and renamed: a kill leaves no half blob.
                await self._store.put_async(path, data)
        except (BaseError, OSError) as error:
            raise Unavailable("The blob store can't be written.") from error
        return BlobRef.model_validate(
            {
                "$blob": digest,
                "size": len(data),
                "media_type": media_type,
                "preview": _preview(data, media_type),
            }
        )

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


def _open(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if parts.scheme == "file":
        return LocalStore(Path(unquote(parts.path)), mkdir=True)
    return from_url(url)


def _path(workspace_id: str, digest: str) -> str:
    return f"{workspace_id}/{digest[:2]}/{digest}"


def _preview(data: bytes, media_type: str) -> str:
    if not media_type.startswith(TEXT):
        return ""
    return data[:PREVIEW_BYTES].decode(errors="ignore")[:PREVIEW_CHARS]
