"""Against a real SMTP server in this process."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from activities.guard import Guard, HostRefused
from activities.messages.email import email_send
from noria.credential_types.smtp import SmtpFields
from noria.credentials import Credential
from noria.errors import NodeFailed, NodeUnavailable
from tests.activities.nodes import blob, offline, run

CONFIG = {"credential": "mail", "sender": "Shop <shop@noria.example>", "to": ["Ada <ada@a.example>"],
          "subject": "Größe", "text": "Hello"}  # fmt: skip


class Inbox:
    """Keeps what comes; knows nobody called nobody@…, and is full for full@…."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:  # noqa: N802
        if address.startswith("nobody@"):
            return "550 no such user"
        if address.startswith("full@"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"


def judge(_: Any, __: Any, ___: Any, ____: Any, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == b"right"
    return AuthResult(success=right, handled=False)


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    kept = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    controller = Controller(kept, "127.0.0.1", port, authenticator=judge, auth_require_tls=False)
    controller.start()
    yield kept, port
    controller.stop()


def server(port: int, **more: Any) -> dict[str, Credential]:
    fields = {"host": "mail.example", "port": port, "security": "none", **more}
    return {"mail": Credential("mail", "smtp", SmtpFields.model_validate(fields))}


async def test_a_mail_with_text_html_and_a_file(inbox: tuple[Inbox, int]) -> None:
    kept, port = inbox
    context = offline(credentials=server(port, username="u", password="right"))
    file = await blob(context, b"%PDF", "application/pdf")
    config = {**CONFIG, "html": "<b>Hello</b>", "bcc": ["bob@b.example"], "attachments": [
        {"name": "rechnung ä.pdf", "content": "{{ trigger }}", "media_type": "application/pdf"},
    ]}  # fmt: skip

    output = await run(email_send, config, context, trigger=file)

    [(recipients, mail)] = kept.mails
    assert recipients == ["ada@a.example", "bob@b.example"] == output["accepted"]
    assert (mail["Subject"], mail["Bcc"]) == ("Größe", None)
    assert mail["Message-ID"] == output["message_id"]
    html = mail.get_body(("html",))
    assert html is not None
    assert html.get_content() == "<b>Hello</b>\r\n"
    [attached] = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("rechnung ä.pdf", b"%PDF")


async def test_a_repeat_has_the_same_message_id(inbox: tuple[Inbox, int]) -> None:
    kept, port = inbox
    context = offline(credentials=server(port))

    await run(email_send, CONFIG, context)
    await run(email_send, CONFIG, context)

    assert len({mail["Message-ID"] for _, mail in kept.mails}) == 1


async def test_one_refused_address_does_not_stop_the_others(inbox: tuple[Inbox, int]) -> None:
    _, port = inbox
    context = offline(credentials=server(port))

    some = await run(email_send, {**CONFIG, "cc": ["nobody@a.example"]}, context)

    assert some["refused"] == {"nobody@a.example": "550 no such user"}
    with pytest.raises(NodeFailed, match="refused all addresses"):
        await run(email_send, {**CONFIG, "to": ["nobody@a.example"]}, context)
    with pytest.raises(NodeUnavailable, match="takes none of the addresses now"):
        await run(email_send, {**CONFIG, "to": ["full@a.example"]}, context)


async def test_a_wrong_password_is_said_to_be_one(inbox: tuple[Inbox, int]) -> None:
    _, port = inbox
    context = offline(credentials=server(port, username="u", password="wrong"))

    with pytest.raises(NodeFailed, match="refused the credential 'mail'"):
        await run(email_send, CONFIG, context)


async def test_a_silent_server_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        context = offline(credentials=server(silent.getsockname()[1]), timeout_s=0.05)

        with pytest.raises(NodeUnavailable, match="mail server"):
            await run(email_send, CONFIG, context)


async def test_a_server_without_encryption_is_not_trusted_with_it(inbox: tuple[Inbox, int]) -> None:
    _, port = inbox

    with pytest.raises((NodeFailed, NodeUnavailable), match="mail server"):
        await run(email_send, CONFIG, offline(credentials=server(port, security="starttls")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"to": ["ada"]}, "'ada' is no e-mail address"),
        ({"subject": "a\nBcc: x@x.example"}, "line break"),
        ({"sender": "x"}, "'x' is no e-mail address"),
    ],
)
async def test_h3_headers_can_not_be_smuggled_in(change: Any, message: str) -> None:
    with pytest.raises(NodeFailed, match=message):
        await run(email_send, {**CONFIG, **change}, offline(credentials=server(25)))


async def test_internal_servers_are_closed_and_dead_ones_are_tried_again() -> None:
    internal = {
        "mail": Credential("mail", "smtp", SmtpFields.model_validate({"host": "127.0.0.1"}))
    }
    with pytest.raises(HostRefused):
        await run(email_send, CONFIG, offline(credentials=internal, guard=Guard()))
    with pytest.raises(NodeUnavailable, match="did not answer"):
        await run(email_send, CONFIG, offline(credentials=server(1)))
