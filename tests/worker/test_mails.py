"""Messages as strangers write them: none may stop those behind it."""

from typing import Any

import orjson
import pytest

from noria.errors import NodeFailed
from tests.activities.nodes import offline
from worker.mails import read_mail

TAIL = b"\r\nSubject: Order\r\n\r\nHello\r\n"


async def read(data: bytes) -> Any:
    mail = await read_mail(data, "7-5", offline())
    return orjson.loads(orjson.dumps(mail))


@pytest.mark.parametrize(
    "header",
    [
        b"From: <",
        b'From: "',
        b"To: [",
        b"Message-ID: <",
        b"Content-Type: text/plain; charset=\"\x00\"",
        b"Content-Disposition: (" + b"(" * 3_000,
        b"Date: " + b"(" * 3_000,
    ],
)  # fmt: skip
async def test_a_header_that_is_malformed_does_not_hide_the_rest(header: bytes) -> None:
    mail = await read(header + TAIL)

    assert (mail["subject"], mail["uid"]) == ("Order", "7-5")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"From: J\xf6rg <a@b.example>", "J\ufffdrg"),
        (b"From: J\xc3\xb6rg <a@b.example>", "Jörg"),
        (b"From: Ada\x00 <a@b.example>", "Ada"),
    ],
)
async def test_names_in_raw_bytes_are_read_as_utf8(header: bytes, name: str) -> None:
    mail = await read(header + TAIL)

    assert (mail["sender"], mail["sender_name"]) == ("a@b.example", name)


async def test_a_charset_that_gives_no_characters_is_text_all_the_same() -> None:
    mail = await read(b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA-x\r\n")

    assert mail["text"].strip() == "\ufffdx"


async def test_attachments_and_html_come_with_their_names() -> None:
    mail = await read(
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
        b"<p>Hi</p>\r\n--b\r\nContent-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename=bill.pdf\r\n\r\n%PDF\r\n--b--\r\n"
    )

    [kept] = mail["attachments"]
    assert mail["html"].strip() == "<p>Hi</p>"
    assert (kept["name"], kept["media_type"]) == ("bill.pdf", "application/pdf")
    assert kept["content"]["size"] == 4


async def test_one_that_can_not_be_read_at_all_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.setattr("worker.mails.message_from_bytes", broken)

    with pytest.raises(NodeFailed, match="'7-5' can't be read"):
        await read(TAIL)
