"""Looks into a mailbox for an `email` trigger. Nothing in it is changed, and nothing is marked as read."""

import asyncio
import imaplib
import re
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import JsonValue

from noria.context import NodeContext
from noria.credential_types.imap import ImapFields
from noria.errors import NodeFailed, NodeUnavailable
from noria.triggers.email import EmailConfig
from store import trigger_items
from store.trigger_tables import Trigger
from worker.mails import read_mail
from worker.polling import Item, News

SECONDS = 20.0
AT_ONCE = 50
"""Messages fetched at one look; more wait for the next."""
MAX_BYTES = 25 * 1024 * 1024
"""Of one message; a larger one comes without its attachments and text."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class _Raw:
    uid: int
    data: bytes | None
    """None: the server does not give it."""


@dataclass(frozen=True)
class _Looked:
    validity: int
    mails: Sequence[_Raw]
    last: int
    """The highest number that was dealt with."""
    renumbered: int = 0
    """Messages that were left out, as the server has numbered all anew."""


class _Connection(imaplib.IMAP4):
    """To the address that was judged, whatever the name says by now."""

    def __init__(self, fields: ImapFields, address: str) -> None:
        self._fields, self._address = fields, address
        super().__init__(fields.host, fields.port, SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._address, self._fields.port), timeout)
        if self._fields.security != "tls":
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self._fields.host)


async def look(trigger: Trigger, cursor: JsonValue, context: NodeContext) -> News:
    """What has come since the cursor.

    Raises:
        NodeError: The mailbox can't be read.
    """
    config = EmailConfig.model_validate(trigger.config)
    fields = (await context.credential(config.credential, "imap")).read(ImapFields)
    address = await context.resolve(fields.host, fields.port)
    known: dict[str, Any] = cursor if isinstance(cursor, dict) else {}
    first_skips = cursor is None and config.first == "skip"
    looked = await asyncio.to_thread(_look, fields, address, config.folder, known, first_skips)
    since = trigger_items.since(trigger)
    items = [await _item(raw, looked.validity, since, context) for raw in looked.mails]
    left_out = (
        f"The mailbox numbers its messages anew: the {looked.renumbered} that are in it start no run."
        if looked.renumbered
        else ""
    )
    return News(items, {"validity": looked.validity, "uid": looked.last}, left_out)


async def _item(raw: _Raw, validity: int, since: int, context: NodeContext) -> Item:
    uid = f"{validity}-{raw.uid}"
    # Another folder may have the same numbers.
    key = f"{since}/{uid}" if since else uid
    try:
        if raw.data is None:
            raise NodeFailed(f"The mailbox does not give the message {uid!r}.")
        return Item(key, await read_mail(raw.data, uid, context))
    except NodeFailed as error:
        # The next ones must not wait for it.
        return Item(key, {"uid": uid}, error)


def _look(
    fields: ImapFields, address: str, folder: str, known: dict[str, Any], skips: bool
) -> _Looked:
    try:
        connection = _Connection(fields, address)
        try:
            if fields.security == "starttls":
                connection.starttls(ssl.create_default_context())
            _log_in(connection, fields)
            return _read(connection, folder, known, skips)
        finally:
            connection.logout()
    except imaplib.IMAP4.abort as error:
        raise NodeUnavailable(f"The mailbox {fields.host!r} broke the connection off.") from error
    except imaplib.IMAP4.error as error:
        raise NodeFailed(f"The mailbox refused: {str(error)[:200]}") from error
    except (OSError, EOFError) as error:
        raise NodeUnavailable(f"The mailbox {fields.host!r} does not answer.") from error


def _log_in(connection: imaplib.IMAP4, fields: ImapFields) -> None:
    try:
        connection.login(fields.username, fields.password.get_secret_value())
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise NodeFailed("The mailbox refused the credential's user or password.") from error


def _read(connection: imaplib.IMAP4, folder: str, known: dict[str, Any], skips: bool) -> _Looked:
    status, _ = connection.select(f'"{folder}"', readonly=True)
    if status != "OK":
        raise NodeFailed(f"The mailbox has no folder {folder!r}.")
    validity = int(cast("list[bytes]", connection.response("UIDVALIDITY")[1])[0] or 0)
    # When the server numbers anew, what we knew of its numbers means nothing.
    last = int(known.get("uid", 0)) if known.get("validity") == validity else 0
    _, found = connection.uid("SEARCH", f"UID {last + 1}:*")
    # `n:*` gives the last message even where its number is below n.
    uids = sorted(uid for uid in map(int, (found[0] or b"").split()) if uid > last)
    renumbered = bool(known) and known.get("validity") != validity
    if skips or renumbered:
        # Which of them started runs under their old numbers nobody knows.
        left_out = len(uids) if renumbered else 0
        return _Looked(validity, (), uids[-1] if uids else last, left_out)
    now = uids[:AT_ONCE]
    mails = [mail for uid in now if (mail := _fetch(connection, uid))]
    return _Looked(validity, mails, now[-1] if now else last)


def _fetch(connection: imaplib.IMAP4, uid: int) -> _Raw | None:
    """None: it was deleted meanwhile."""
    _, sizes = connection.uid("FETCH", str(uid), "(RFC822.SIZE)")
    size = _SIZE.search(sizes[0] if isinstance(sizes[0], bytes) else b"")
    whole = size is None or int(size[1]) <= MAX_BYTES
    status, parts = connection.uid(
        "FETCH", str(uid), "(BODY.PEEK[])" if whole else "(BODY.PEEK[HEADER])"
    )
    pairs = [cast("tuple[bytes, bytes]", part) for part in parts if isinstance(part, tuple)]
    if pairs:
        return _Raw(uid, pairs[0][1])
    return None if status == "OK" else _Raw(uid, None)
