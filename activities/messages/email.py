"""`email.send`: sends mail."""

import asyncio
import hashlib
import re
import socket
import ssl
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import formatdate, parseaddr

from pydantic import BaseModel, ConfigDict, Field

from activities.content import Content, read_bytes
from noria.context import NodeContext
from noria.credential_types.smtp import SmtpFields
from noria.credentials import CredentialName
from noria.errors import NodeError, NodeFailed, NodeUnavailable
from noria.model import Model
from noria.node_type import node, ui

MAX_ATTACHED_BYTES = 20 * 1024 * 1024
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


class Attachment(Model):
    """One file."""

    name: str = Field(title="Name", min_length=1, max_length=200, pattern=r"^[^\r\n/\\\x00]+$")
    content: Content = Field(
        title="Content",
        description="Text, or a file from an earlier step.",
        json_schema_extra=ui(widget="textarea", multiline=True),
    )
    media_type: str = Field(
        default="application/octet-stream", title="Type", pattern=r"^[\w.+-]+/[\w.+-]+$"
    )


class EmailSendConfig(Model):
    """What to write, from and to whom."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "credential": "mail",
                    "sender": "Shop <shop@example.com>",
                    "to": ["ada@example.com"],
                    "subject": "Your order",
                    "text": "It is on its way.",
                }
            ]
        }
    )

    credential: CredentialName = Field(
        title="Mail server",
        description="Name of a credential.",
        json_schema_extra=ui(widget="credential", credential_type="smtp", expression="never"),
    )
    sender: str = Field(title="From", description="As `Shop <shop@example.com>`.")
    to: list[str] = Field(title="To", description="Addresses.", min_length=1, max_length=100)
    cc: list[str] = Field(default=[], title="Copies to", max_length=100)
    bcc: list[str] = Field(default=[], title="Hidden copies to", max_length=100)
    reply_to: str = Field(default="", title="Answers to", description="Empty: the sender.")
    subject: str = Field(title="Subject", max_length=900)
    text: str = Field(
        default="",
        title="Text",
        description="With expressions in it, it is a template.",
        json_schema_extra=ui(widget="textarea", multiline=True),
    )
    html: str = Field(
        default="",
        title="HTML",
        description="Shown instead of the text where it can be; escape values yourself.",
        json_schema_extra=ui(widget="code", language="html", multiline=True),
    )
    attachments: list[Attachment] = Field(default=[], title="Attachments", max_length=50)


class EmailSent(BaseModel):
    """What the server took."""

    message_id: str
    accepted: list[str]
    refused: dict[str, str]
    """Address → why."""


@node("email.send", title="Send an e-mail", category="Messages", icon="mail", key_field="subject")
async def email_send(config: EmailSendConfig, context: NodeContext) -> EmailSent:
    """Send an e-mail through a mail server (SMTP), with text, HTML and files.

    A repeat has the same `Message-ID`, by which some servers know it; others deliver it twice. An address
    that the server refuses does not stop the others, unless all are refused.
    """
    import aiosmtplib

    credential = await context.credential(config.credential, "smtp")
    server = credential.read(SmtpFields)
    message = await _message(config, context)
    recipients = [_address(each) for each in (*config.to, *config.cc, *config.bcc)]
    address = await context.resolve(server.host, server.port)
    async with context.circuit(f"{server.host}:{server.port}", credential.name):
        try:
            refused = await _send(server, address, context, message, recipients)
        except aiosmtplib.SMTPException as error:
            raise _translated(error, credential.name) from error
        except (OSError, TimeoutError) as error:
            raise NodeUnavailable(f"The mail server {server.host!r} did not answer.") from error
    return EmailSent(
        message_id=str(message["Message-ID"]),
        accepted=[each for each in recipients if each not in refused],
        refused=refused,
    )


async def _message(config: EmailSendConfig, context: NodeContext) -> EmailMessage:
    message = EmailMessage(policy=WIRE)
    sender = parseaddr(config.sender)[1]
    domain = _address(sender).rpartition("@")[2]
    unique = hashlib.sha256(context.idempotency_key.encode()).hexdigest()[:32]
    headers = {
        "From": config.sender,
        "To": ", ".join(config.to),
        "Cc": ", ".join(config.cc),
        "Reply-To": config.reply_to,
        "Subject": config.subject,
        "Date": formatdate(),
        "Message-ID": f"<{unique}@{domain}>",
    }
    for name, value in headers.items():
        if "\r" in value or "\n" in value:
            raise NodeFailed(f"{name!r} has a line break, which could carry another header.")
        if value:
            message[name] = value
    message.set_content(config.text)
    if config.html:
        message.add_alternative(config.html, subtype="html")
    left = MAX_ATTACHED_BYTES
    for file in config.attachments:
        data = await read_bytes(file.content, context, left)
        left -= len(data)
        kind, _, subtype = file.media_type.partition("/")
        message.add_attachment(data, maintype=kind, subtype=subtype, filename=file.name)
    return message


def _address(text: str) -> str:
    address = parseaddr(text)[1]
    if not _ADDRESS.fullmatch(address):
        raise NodeFailed(f"{text!r} is no e-mail address; write it as 'ada@example.com'.")
    return address


async def _send(
    server: SmtpFields, address: str, context: NodeContext, message: EmailMessage, to: list[str]
) -> dict[str, str]:
    import aiosmtplib

    connection = await _connect(address, server.port, context.timeout_s)
    client = aiosmtplib.SMTP(
        hostname=server.host,
        sock=connection,
        timeout=context.timeout_s,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        tls_context=ssl.create_default_context(),
    )
    async with client:
        if server.username:
            password = server.password.get_secret_value() if server.password else ""
            await client.login(server.username, password)
        refused, _ = await client.sendmail(
            parseaddr(str(message["From"]))[1], to, message.as_bytes()
        )
    return {each: f"{answer.code} {answer.message}" for each, answer in refused.items()}


async def _connect(address: str, port: int, seconds: float) -> socket.socket:
    """To the very address that was judged, not to a name that could lead elsewhere by now."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.setblocking(False)
    try:
        async with asyncio.timeout(min(10.0, seconds)):
            await asyncio.get_running_loop().sock_connect(connection, (address, port))
    except BaseException:
        connection.close()
        raise
    return connection


def _translated(error: Exception, credential: str) -> NodeError:
    import aiosmtplib

    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return NodeFailed(f"The mail server refused the credential {credential!r}.")
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        refused = {each.recipient: f"{each.code} {each.message}" for each in error.recipients}
        if all(each.code < 500 for each in error.recipients):
            return NodeUnavailable(f"The mail server takes none of the addresses now: {refused}.")
        return NodeFailed(f"The mail server refused all addresses: {refused}.")
    if isinstance(error, aiosmtplib.SMTPResponseException) and error.code >= 500:
        return NodeFailed(f"The mail server refused the message: {error.code} {error.message}.")
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return NodeFailed(f"The mail server can't do what the credential asks for: {error}.")
    return NodeUnavailable(f"The mail server could not take the message now: {error}.")
