"""Files that are larger than what a step may hold go through it in pieces."""

import hashlib
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from activities.http_request import http_request
from activities.sql.export import sql_export
from activities.storage.local_files import local_files
from activities.storage.s3_files import s3_files
from noria.blobs import BlobRef
from noria.credential_types.aws import AwsFields
from noria.credentials import Credential
from noria.node_type import AnyNodeType
from tests.activities.credentials import database
from tests.activities.fakes import FakeContext, MemoryBlobs
from tests.activities.nodes import run

MB = 1024 * 1024
FILE_BYTES = 40 * MB
HELD_BYTES = 16 * MB


class Measured(MemoryBlobs):
    """Keeps a stream's hash and size only, as a store on disk does, so that what is left is the node's."""

    async def put_stream(
        self, workspace_id: str, pieces: AsyncIterator[bytes], media_type: str
    ) -> BlobRef:
        digest, size = hashlib.sha256(), 0
        async for piece in pieces:
            digest.update(piece)
            size += len(piece)
        return BlobRef.model_validate({"$blob": digest.hexdigest(), "size": size})


class Body(httpx2.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(FILE_BYTES // MB):
            yield bytes(MB)


def answers(_request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, stream=Body(), headers={"content-type": "image/png"})


KEYS = AwsFields.model_validate({"access_key_id": "a", "secret_access_key": "b"})
READ = {"action": {"kind": "read", "path": "large.bin"}}
ROWS = f"""
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {FILE_BYTES // 8_192})
    SELECT hex(zeroblob(4096)) AS x FROM n
"""
CASES: dict[str, tuple[AnyNodeType, dict[str, Any]]] = {
    "http": (http_request, {"url": "https://shop.example/large.png"}),
    "s3": (s3_files, {"credential": "aws", "bucket": "reports", **READ}),
    "local": (local_files, READ),
    "sql": (sql_export, {"database": "shop", "sql": ROWS}),
}


@pytest.mark.parametrize("case", CASES)
async def test_a_file_goes_to_the_blob_store_in_bounded_memory(case: str, tmp_path: Path) -> None:
    node_type, config = CASES[case]
    credentials = {"aws": Credential("aws", "aws", KEYS, ("*",)), **database("sqlite:///shop.db")}
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(answers))
    context = FakeContext(http, Measured(), files=tmp_path, credentials=credentials)
    context.local_path("").mkdir(parents=True, exist_ok=True)
    with context.local_path("large.bin").open("wb") as file:
        file.truncate(FILE_BYTES)
    tracemalloc.start()
    try:
        output = await run(node_type, config, context)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    sizes: list[int] = [
        each["size"] for each in output.values() if isinstance(each, dict) and "$blob" in each
    ]
    assert len(sizes) == 1
    assert sizes[0] >= FILE_BYTES
    assert peak < HELD_BYTES
