"""Whether a webhook request comes from whom it says: checked on the body as it came, in constant time.

Pure: the time is given. Schemes: https://www.standardwebhooks.com, https://docs.stripe.com/webhooks,
https://docs.github.com/webhooks and https://docs.slack.dev/authentication/verifying-requests-from-slack
as of November 2026.
"""

import binascii
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from noria.errors import Unauthenticated
from noria.triggers.webhook import Auth, WebhookConfig

_ID = re.compile(r"[\x21-\x7e]{1,500}")
_GENERAL_IDS = ("webhook-id", "idempotency-key")


@dataclass(frozen=True)
class Request:
    """What of a request is signed, and where its signature stands."""

    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True)
class Secrets:
    """Of the trigger's credential, opened for one request."""

    keys: Sequence[str] = ()
    """Signing secrets; while one is replaced by another, both are good."""
    header: tuple[str, str] | None = None
    """Name and value."""
    basic: tuple[str, str] | None = None
    """User name and password."""


def verify(config: WebhookConfig, request: Request, secrets: Secrets, now: datetime) -> str | None:
    """Check who sent it; gives the message's id, where the sender names it.

    Raises:
        Unauthenticated: The proof is missing, wrong, too old or ahead of our clock.
    """
    return _CHECKS[config.auth](config, request, secrets, now)


def _check_nothing(
    config: WebhookConfig, request: Request, secrets: Secrets, now: datetime
) -> str | None:
    return _named(config, request)


def _check_header(
    config: WebhookConfig, request: Request, secrets: Secrets, now: datetime
) -> str | None:
    name, value = secrets.header or ("", "")
    _check([_given(request, name.lower())], [value])
    return _named(config, request)


def _check_basic(
    config: WebhookConfig, request: Request, secrets: Secrets, now: datetime
) -> str | None:
    scheme, _, given = _given(request, "authorization").partition(" ")
    user, password = secrets.basic or ("", "")
    wanted = b64encode(f"{user}:{password}".encode()).decode()
    _check([given.strip() if scheme.lower() == "basic" else ""], [wanted])
    return _named(config, request)


def _check_hmac(
    config: WebhookConfig, request: Request, secrets: Secrets, now: datetime
) -> str | None:
    given = _given(request, config.signature_header.lower()).removeprefix(config.signature_prefix)
    content = request.body
    if config.timestamp_header:
        time = _given(request, config.timestamp_header.lower())
        _check_time(time, config.tolerance_s, now)
        content = f"{time}.".encode() + content
    digests = [hmac.digest(key.encode(), content, config.algorithm) for key in secrets.keys]
    wanted = [
        digest.hex() if config.encoding == "hex" else b64encode(digest).decode()
        for digest in digests
    ]
    _check([given.lower() if config.encoding == "hex" else given], wanted)
    # A signature over the time names the message as well as any id.
    if config.timestamp_header:
        return _chosen(config, request) or given
    return _named(config, request)


def _check_standard(
    config: WebhookConfig, request: Request, secrets: Secrets, now: datetime
) -> str:
    message_id = _given(request, "webhook-id")
    time = _given(request, "webhook-timestamp")
    _check_time(time, config.tolerance_s, now)
    content = f"{message_id}.{time}.".encode() + request.body
    given = [
        value
        for each in _given(request, "webhook-signature").split()
        for version, _, value in [each.partition(",")]
        if version == "v1"
    ]
    wanted = [
        b64encode(hmac.digest(_standard_key(key), content, "sha256")).decode()
        for key in secrets.keys
    ]
    _check(given, wanted)
    return _checked_id(message_id)


def _standard_key(secret: str) -> bytes:
    try:
        return b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return secret.encode()


def _check_stripe(
    config: WebhookConfig, request: Request, secrets: Secrets, now: datetime
) -> str | None:
    fields = [
        part.strip().partition("=")[::2]
        for part in _given(request, "stripe-signature").split(",")[:20]
    ]
    time = next((value for name, value in fields if name == "t"), "")
    _check_time(time, config.tolerance_s, now)
    content = f"{time}.".encode() + request.body
    given = [value for name, value in fields if name == "v1"]
    _check(given, [_hex(key, content) for key in secrets.keys])
    return _chosen(config, request) or _in_body(request.body, "id")


def _check_github(
    config: WebhookConfig, request: Request, secrets: Secrets, now: datetime
) -> str | None:
    given = _given(request, "x-hub-signature-256").removeprefix("sha256=")
    _check([given], [_hex(key, request.body) for key in secrets.keys])
    return _chosen(config, request) or _header_id(request, "x-github-delivery")


def _check_slack(
    config: WebhookConfig, request: Request, secrets: Secrets, now: datetime
) -> str | None:
    time = _given(request, "x-slack-request-timestamp")
    _check_time(time, config.tolerance_s, now)
    content = f"v0:{time}:".encode() + request.body
    given = _given(request, "x-slack-signature").removeprefix("v0=")
    _check([given], [_hex(key, content) for key in secrets.keys])
    # Slack sends a retry with a new signature, and the same event id where there is one.
    return _chosen(config, request) or _in_body(request.body, "event_id") or given


def _check(given: Sequence[str], wanted: Sequence[str]) -> None:
    """All pairs are compared, so that time tells nothing; an empty secret fits nothing."""
    fits = False
    for offered in given:
        for right in wanted:
            fits |= hmac.compare_digest(offered.encode(), right.encode()) and bool(right)
    if not fits:
        raise Unauthenticated("The request is not signed as this address asks for.")


def _check_time(text: str, tolerance_s: int, now: datetime) -> None:
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Unauthenticated("The request's timestamp is not a Unix time in seconds.")
    if abs(now.timestamp() - int(text)) > tolerance_s:
        raise Unauthenticated(
            f"The request was signed more than {tolerance_s} s away from our clock; send it anew."
        )


def _given(request: Request, name: str) -> str:
    value = request.headers.get(name, "")
    if not value:
        raise Unauthenticated("The request is not signed as this address asks for.")
    return value


def _hex(key: str, content: bytes) -> str:
    return hmac.digest(key.encode(), content, "sha256").hex()


def _chosen(config: WebhookConfig, request: Request) -> str | None:
    """A general header is not signed: where what is signed has an id, another one must not hide it."""
    return _header_id(request, config.id_header.lower()) if config.id_header else None


def _named(config: WebhookConfig, request: Request) -> str | None:
    if config.id_header:
        return _chosen(config, request)
    return next((found for name in _GENERAL_IDS if (found := _header_id(request, name))), None)


def _header_id(request: Request, name: str) -> str | None:
    value = request.headers.get(name)
    return _checked_id(value) if value else None


def _checked_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise Unauthenticated("The message's id is not one short line of ASCII text.")
    return value


def _in_body(body: bytes, name: str) -> str | None:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    value = found.get(name) if isinstance(found, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


_CHECKS: dict[Auth, Callable[[WebhookConfig, Request, Secrets, datetime], str | None]] = {
    "none": _check_nothing,
    "header": _check_header,
    "basic": _check_basic,
    "hmac": _check_hmac,
    "standard_webhooks": _check_standard,
    "stripe": _check_stripe,
    "github": _check_github,
    "slack": _check_slack,
}
