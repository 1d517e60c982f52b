"""Takes the secrets that an attempt opened out of all that it gives: outputs, errors, logs, blobs.

Found are a secret as it is, as JSON, URLs and HTML write it, in hex, and in base64 wherever in the
encoded text it stands. What a node computes from a secret in any other way is not recognised.
"""

import re
from base64 import b64encode
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus, unquote, urlsplit

import orjson
from pydantic import BaseModel, JsonValue, SecretStr

MASK = "***"
MIN_CHARS = 6
"""A shorter secret stands in too many words to be looked for inside of them."""
MIN_LINE_CHARS = 20
"""Of a secret of several lines, as a private key, each line from this length on counts too."""


class Redaction:
    """The secrets of one attempt, or of one batch of items."""

    def __init__(self) -> None:
        self._whole: set[str] = set()
        self._forms: tuple[str, ...] = ()

    def add(self, fields: BaseModel) -> None:
        """All secrets of an opened credential."""
        for secret in secrets_in(fields):
            self.add_text(secret)

    def add_text(self, secret: str) -> None:
        """One more secret, as a token that was got with another."""
        if secret and secret not in self._whole:
            self._whole.add(secret)
            # The longest first: a secret may hold another one.
            forms = {*self._forms, *_forms(secret)}
            self._forms = tuple(sorted(forms, key=len, reverse=True))

    def text(self, text: str) -> str:
        if text in self._whole:
            return MASK
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASK)
        return text

    def value(self, value: JsonValue) -> JsonValue:
        """A copy without secrets, keys of objects included."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(item) for key, item in value.items()}
        return value

    def is_in(self, data: bytes) -> bool:
        """Whether JSON may hold a secret: far cheaper than walking the value."""
        if not self._whole:
            return False
        short = (secret for secret in self._whole if len(secret) < MIN_CHARS)
        return any(orjson.dumps(form)[1:-1] in data for form in (*self._forms, *short))

    def data(self, data: bytes) -> bytes:
        """Text of any kind, as bytes."""
        for form in self._forms:
            plain = form.encode()
            if plain in data:
                data = data.replace(plain, MASK.encode())
        return data

    async def stream(self, pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
        """As `data`, also where a secret lies across two pieces."""
        plain = [form.encode() for form in self._forms]
        held = max(map(len, plain), default=1) - 1
        wanted = re.compile(b"|".join(map(re.escape, plain)) or rb"(?!)")
        kept = b""
        async for piece in pieces:
            kept += piece
            # What begins before the end can be told whole from here; the rest waits for more.
            end = len(kept) - held
            if any(form in kept for form in plain):
                told, end = _masked(kept, wanted, end)
            else:
                told = kept[: max(end, 0)]
            kept = kept[max(end, 0) :]
            if told:
                yield told
        if kept:
            yield wanted.sub(MASK.encode(), kept)


def _masked(data: bytes, wanted: re.Pattern[bytes], end: int) -> tuple[bytes, int]:
    """What begins before `end` without its secrets, and where that stops."""
    told: list[bytes] = []
    at = 0
    for found in wanted.finditer(data):
        if found.start() >= end:
            break
        told += [data[at : found.start()], MASK.encode()]
        at = found.end()
    told.append(data[at : max(end, at)])
    return b"".join(told), max(end, at)


_CURRENT: ContextVar[Redaction | None] = ContextVar("redaction", default=None)
_NOTHING = Redaction()


def current() -> Redaction:
    """Of the attempt at work; outside of one there is nothing to redact."""
    return _CURRENT.get() or _NOTHING


@contextmanager
def redacting() -> Generator[Redaction]:
    """What is opened inside the block is redacted there."""
    redaction = Redaction()
    token = _CURRENT.set(redaction)
    try:
        yield redaction
    finally:
        _CURRENT.reset(token)


def redact_log_line(_logger: Any, _method: str, line: Any) -> Any:
    """The last step of a log's chain: the line as it would be written."""
    return current().text(line) if isinstance(line, str) else line


def secrets_in(value: object) -> Iterator[str]:
    """Plain secrets of a model, in whatever its fields hold."""
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from secrets_in(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():  # pyright: ignore[reportUnknownVariableType]
            yield from secrets_in(item)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from secrets_in(item)  # pyright: ignore[reportUnknownArgumentType]


def _forms(secret: str) -> Iterator[str]:
    for text in {secret, secret.strip(), *_parts(secret)}:
        if len(text) >= MIN_CHARS:
            yield from _written(text)


def _parts(secret: str) -> Iterator[str]:
    """What is secret by itself: the password in a URL, the lines of a key."""
    lines = secret.splitlines()
    if len(lines) > 1:
        yield from (line.strip() for line in lines if len(line.strip()) >= MIN_LINE_CHARS)
    if "://" in secret:
        try:
            password = urlsplit(secret).password
        except ValueError:
            password = None
        if password:
            yield from (password, unquote(password))


def _written(text: str) -> Iterator[str]:
    data = text.encode(errors="replace")
    yield from (text, quote(text, safe=""), quote(text), quote_plus(text), escape(text))
    yield orjson.dumps(text.encode(errors="replace").decode())[1:-1].decode()
    yield from (data.hex(), data.hex().upper())
    for offset in range(3):
        core = _base64_core(data, offset)
        if len(core) >= MIN_CHARS:
            yield core
            yield core.replace("+", "-").replace("/", "_")


def _base64_core(data: bytes, offset: int) -> str:
    """The characters that base64 gives for this, whatever up to `offset` mod 3 bytes come before.

    Characters that share bits with what stands around it are left out.
    """
    encoded = b64encode(b"\0" * offset + data).decode()
    first = -(-offset * 8 // 6)
    bits = (offset + len(data)) * 8
    return encoded[first : bits // 6]
