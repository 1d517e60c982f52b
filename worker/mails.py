"""One message of a mailbox as JSON.

Whoever knows its address sends what they like: nothing in a message is taken to be well formed.
"""

import asyncio
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage as Mail
from email.policy import EmailPolicy
from typing import Any, cast

from pydantic import JsonValue

from noria.context import NodeContext
from noria.errors import NodeFailed

_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, RecursionError, MessageError)
"""What the standard library's parser raises on messages that break its rules."""
_PLAIN_INSTEAD = {"content-type": "text/plain", "content-disposition": "attachment"}
_SURROGATES = re.compile("[\ud800-\udfff]")


class _Lenient(EmailPolicy):
    """A header that can't be read does not hide the others: it is given as it came."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        try:
            return super().header_fetch_parse(name, value)
        except _MALFORMED:
            instead = _PLAIN_INSTEAD.get(name.lower())
            return self.header_factory(name, instead) if instead else value


@dataclass(frozen=True)
class _Attachment:
    name: str
    media_type: str
    content: bytes


async def read_mail(data: bytes, uid: str, context: NodeContext) -> JsonValue:
    """
    Raises:
        NodeFailed: It can't be read at all.
    """
    try:
        mail, attachments = await asyncio.to_thread(_read, data)
    except _MALFORMED as error:
        raise NodeFailed(
            f"The message {uid!r} can't be read ({type(error).__name__}); it is still in the mailbox."
        ) from error
    kept: list[JsonValue] = []
    for each in attachments:
        ref = await context.put_blob(each.content, each.media_type)
        kept.append({"name": each.name, "media_type": each.media_type, "content": ref.to_json()})
    return {**mail, "attachments": kept, "uid": uid}


def _read(data: bytes) -> tuple[dict[str, JsonValue], list[_Attachment]]:
    mail = cast("Mail", message_from_bytes(data, policy=_Lenient()))
    senders = _addresses(mail, "from")
    # Of a sender that is no address people still see what was written there.
    name, address = senders[0] if senders else (_header(mail, "from"), "")
    date = getattr(mail["date"], "datetime", None)
    return {
        "sender": address,
        "sender_name": name,
        "to": [address for _, address in _addresses(mail, "to")],
        "cc": [address for _, address in _addresses(mail, "cc")],
        "subject": _header(mail, "subject"),
        "date": date.isoformat() if date else None,
        "message_id": _header(mail, "message-id").strip(),
        "text": _text(mail, "plain"),
        "html": _text(mail, "html"),
    }, _attachments(mail)


def _attachments(mail: Mail) -> list[_Attachment]:
    found: list[_Attachment] = []
    for part in mail.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            name, media_type = part.get_filename() or "", part.get_content_type()
            found.append(_Attachment(_clean(name), _clean(media_type), content))
    return found


def _header(mail: Mail, name: str) -> str:
    return _clean(str(mail[name] or ""))


def _addresses(mail: Mail, header: str) -> list[tuple[str, str]]:
    found = getattr(mail[header], "addresses", ())
    return [(_clean(str(each.display_name)), _clean(str(each.addr_spec))) for each in found]


def _text(mail: Mail, kind: str) -> str:
    body = mail.get_body(preferencelist=(kind,))
    if body is None:
        return ""
    try:
        return _clean(str(body.get_content()))
    except (LookupError, ValueError):
        # A charset that nobody knows.
        content = body.get_payload(decode=True)
        return _clean(content.decode(errors="replace")) if isinstance(content, bytes) else ""


def _clean(text: str) -> str:
    """Without what JSON and PostgreSQL don't take; bytes that no charset was named for are UTF-8."""
    try:
        text = text.encode(errors="surrogateescape").decode(errors="replace")
    except UnicodeEncodeError:
        text = _SURROGATES.sub("\ufffd", text)
    return text.replace("\x00", "")
