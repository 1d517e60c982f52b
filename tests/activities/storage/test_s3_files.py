"""Against moto's S3 server."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from moto.server import ThreadedMotoServer

from activities.knowledge.reading import fetch
from activities.storage.s3_files import s3_files
from noria.credential_types.aws import AwsFields
from noria.credentials import Credential
from noria.errors import NodeFailed, NodeUnavailable
from noria.knowledge.shelf import Document
from tests.activities.fakes import FakeContext
from tests.activities.nodes import opened, run


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    # The stub's buckets are the process's, also those that other tests made.
    _, port = server.get_host_and_port()
    url = f"http://127.0.0.1:{port}"
    httpx2.post(f"{url}/moto-api/reset", timeout=60).raise_for_status()
    httpx2.put(f"{url}/reports", timeout=60).raise_for_status()
    yield url
    server.stop()


@pytest.fixture
async def bucket(endpoint: str) -> Any:
    fields = AwsFields.model_validate(
        {"access_key_id": "a", "secret_access_key": "b", "endpoint": endpoint}
    )
    async with httpx2.AsyncClient(timeout=60) as client:
        yield FakeContext(client, credentials={"aws": Credential("aws", "aws", fields)})


async def do(context: FakeContext, **action: Any) -> Any:
    config = {"credential": "aws", "bucket": "reports", "action": action}
    return await run(s3_files, config, context)


async def test_files_are_written_read_listed_copied_signed_and_deleted(bucket: FakeContext) -> None:
    await do(bucket, kind="write", path="a b/ä+1.txt", content="hello")
    await do(bucket, kind="copy", path="a b/ä+1.txt", to="copy.txt")

    read = await do(bucket, kind="read", path="copy.txt")
    listed = await do(bucket, kind="list")
    one = await do(bucket, kind="list", limit=1)
    folder = await do(bucket, kind="list", path="a b/")
    url = (await do(bucket, kind="presign", path="a b/ä+1.txt"))["url"]

    assert await opened(bucket, read["file"]) == b"hello"
    assert read["file"]["media_type"] == "text/plain"
    assert [(each["path"], each["size"]) for each in listed["files"]] == [
        ("a b/ä+1.txt", 5), ("copy.txt", 5),
    ]  # fmt: skip
    assert (len(one["files"]), one["more"], len(folder["files"])) == (1, True, 1)
    assert (await bucket.http.get(url)).content == b"hello"
    put = (await do(bucket, kind="presign", path="new", method="PUT"))["url"]
    assert (await bucket.http.put(put, content=b"x")).status_code == 200
    for path in ("new", "copy.txt", "a b/ä+1.txt", "copy.txt"):
        await do(bucket, kind="delete", path=path)
    assert (await do(bucket, kind="list"))["files"] == []


async def test_what_is_not_there_is_told(bucket: FakeContext) -> None:
    with pytest.raises(NodeFailed, match="no file 'nope'"):
        await do(bucket, kind="read", path="nope")
    config = {"credential": "aws", "bucket": "nowhere", "action": {"kind": "list"}}
    with pytest.raises(NodeFailed, match="no such bucket"):
        await run(s3_files, config, bucket)
    with pytest.raises(NodeFailed, match="no path in a bucket"):
        await do(bucket, kind="read", path="../other/x")


@pytest.mark.parametrize(
    ("status", "code", "kind", "message"),
    [
        (403, "SignatureDoesNotMatch", NodeFailed, "refused the credential 'aws'"),
        (503, "SlowDown", NodeUnavailable, "SlowDown"),
        (400, "Odd", NodeFailed, "400 Odd"),
    ],
)
async def test_refusals_are_told_apart(
    status: int, code: str, kind: type[Exception], message: str
) -> None:
    answer = httpx2.Response(status, content=f"<Error><Code>{code}</Code></Error>")
    client = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _: answer))
    fields = AwsFields.model_validate({"access_key_id": "a", "secret_access_key": "b"})
    credential = Credential("aws", "aws", fields, ("*.amazonaws.com",))

    with pytest.raises(kind, match=message):
        await do(FakeContext(client, credentials={"aws": credential}), kind="read", path="x")


async def test_a_document_of_a_knowledge_base_is_read_from_a_bucket(bucket: FakeContext) -> None:
    await do(bucket, kind="write", path="hand/book 1.md", content="# Leave")
    document = Document(
        id="d", base_id="b", revision=1, name="Book", url="s3://reports/hand/book 1.md",
        credential="aws",
    )  # fmt: skip
    content = await fetch(document, bucket)

    assert await bucket.open_blob(content) == b"# Leave"
    assert content.media_type == "text/markdown"
    with pytest.raises(NodeFailed, match="no file 'gone.md'"):
        await fetch(document.model_copy(update={"url": "s3://reports/gone.md"}), bucket)
