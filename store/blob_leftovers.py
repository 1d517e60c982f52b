"""Blobs that nobody can ask for: of workspaces that are gone, and what a kill left of those being written.

The latter have no name yet, so they are deleted by age. Parts of an upload to S3 that was not ended are no
objects; a rule of the bucket deletes those. What runs have left stays: see decision 0034.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from obstore.exceptions import BaseError

from noria.errors import Unavailable
from store.blobs import INCOMING, open_store

PAGE = 1_000
"""As many as S3 deletes in one go."""
LONGEST_WRITE = timedelta(days=1)
"""No blob takes so long to be written."""


async def forget_leftovers(url: str, older_than: timedelta = LONGEST_WRITE) -> int:
    """Delete them; gives how many.

    Args:
        url: Of the blob store.
        older_than: Since they were written to.

    Raises:
        Unavailable: The store can't be read or written.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme == "file":
            folder = Path(unquote(parts.path))
            return await asyncio.to_thread(_forget_files, folder, older_than)
        return await _forget_objects(url, older_than)
    except (BaseError, OSError) as error:
        raise Unavailable("The blob store can't be written.") from error


async def forget_workspace(url: str, workspace_id: UUID) -> int:
    """Delete all blobs of one; gives how many.

    Raises:
        Unavailable: The store can't be read or written.
    """
    store: Any = open_store(url)
    forgotten = 0
    try:
        async for found in store.list(str(workspace_id), chunk_size=PAGE):
            await store.delete_async([each["path"] for each in found])
            forgotten += len(found)
    except (BaseError, OSError) as error:
        raise Unavailable("The blob store can't be written.") from error
    return forgotten


def _forget_files(folder: Path, older_than: timedelta) -> int:
    """Also those that the store's client writes beside a file, and does not list: `name#1`."""
    end = time.time() - older_than.total_seconds()
    forgotten = 0
    for pattern in (f"*/{INCOMING}/*", "*/??/*#*"):
        for path in folder.glob(pattern):
            if _is_ours(path.parent.parent.name) and path.stat().st_mtime < end:
                path.unlink()
                forgotten += 1
    return forgotten


async def _forget_objects(url: str, older_than: timedelta) -> int:
    store: Any = open_store(url)
    end = datetime.now(UTC) - older_than
    workspaces = (await store.list_with_delimiter_async())["common_prefixes"]
    forgotten = 0
    for workspace in filter(_is_ours, workspaces):
        async for found in store.list(f"{workspace}/{INCOMING}", chunk_size=PAGE):
            old = [each["path"] for each in found if each["last_modified"] < end]
            if old:
                await store.delete_async(old)
            forgotten += len(old)
    return forgotten


def _is_ours(name: str) -> bool:
    """Whether a folder may be a workspace's: others may keep things in the same bucket."""
    try:
        UUID(name)
    except ValueError:
        return False
    return True
