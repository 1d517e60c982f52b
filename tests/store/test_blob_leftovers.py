import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from store.blob_leftovers import forget_leftovers
from store.blobs import ObjectBlobStore
from tests.store.files import files_in

ROOT = Path(__file__).parents[2]
WRITES = """
import asyncio, os, signal, sys
from store.blobs import ObjectBlobStore

async def pieces():
    for _ in range(3):
        yield bytes(6_000_000)
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGKILL)
    yield b""

asyncio.run(ObjectBlobStore(sys.argv[1]).put_stream(sys.argv[2], pieces(), "text/plain"))
"""


async def test_what_a_killed_upload_left_goes_and_what_is_stored_stays(tmp_path: Path) -> None:
    url = f"file://{tmp_path}"
    workspace = str(uuid4())
    kept = await ObjectBlobStore(url).put(workspace, b"kept", "text/plain")
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITES, url, workspace, cwd=ROOT
    )
    status = await killed.wait()
    for folder in (workspace, "somebody else's"):
        incoming = tmp_path / folder / "incoming"
        incoming.mkdir(exist_ok=True, parents=True)
        (incoming / "whole").write_bytes(b"written, but not renamed")
    left = len(files_in(tmp_path))

    assert status == -signal.SIGKILL
    assert await forget_leftovers(url) == 0
    for path in files_in(tmp_path):
        os.utime(path, (0, 0))
    assert await forget_leftovers(url, timedelta(days=1)) == left - 2 >= 2
    assert await ObjectBlobStore(url).get(workspace, kept.digest) == b"kept"
