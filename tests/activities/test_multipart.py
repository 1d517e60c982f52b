"""Files and fields of an upload are sent as the other side reads them."""

from email import message_from_bytes
from typing import Any

import pytest

from activities.http_request import http_request
from noria.errors import NodeFailed
from tests.activities.messages.stub import says
from tests.activities.nodes import run


async def test_files_and_fields_go_up_as_parts() -> None:
    stub = says(body={})
    context = stub.context({})
    file = await context.put_blob(b"\x00\xff%PDF", "application/pdf")
    parts = [
        {"name": "note", "value": "Hello ä"},
        {"name": "invoice", "value": file.to_json(), "filename": "rechnung.pdf"},
        {"name": "invoice", "value": file.to_json()},
    ]
    config = {"method": "POST", "url": "https://up.example", "body": {"kind": "multipart", "value": parts}}  # fmt: skip

    await run(http_request, config, context)
    await run(http_request, config, context)

    first, again = stub.requests
    message = message_from_bytes(
        b"Content-Type: " + first.headers["content-type"].encode() + b"\r\n\r\n" + first.content
    )
    sent: Any = message.get_payload()
    assert [(each.get_param("name", header="content-disposition"), each.get_filename(), each.get_payload(decode=True)) for each in sent] == [
        ("note", None, "Hello ä".encode()),
        ("invoice", "rechnung.pdf", b"\x00\xff%PDF"),
        ("invoice", "invoice", b"\x00\xff%PDF"),
    ]  # fmt: skip
    assert sent[1].get_content_type() == "application/pdf"
    assert again.content == first.content


async def test_an_upload_that_memory_does_not_hold_is_refused() -> None:
    stub = says(body={})
    context = stub.context({})
    file = (await context.put_blob(b"x", "text/plain")).to_json() | {"size": 40 * 1024 * 1024}
    body = {"kind": "multipart", "value": [{"name": "a", "value": file}]}

    with pytest.raises(NodeFailed, match="32"):
        await run(
            http_request, {"method": "POST", "url": "https://up.example", "body": body}, context
        )

    assert stub.requests == []
