"""Signed links to approvals: who holds one answers once, as the person it was made for.

A link says which approval, whose answer and until when, and is signed with a key of its own, made
from the one that signs access tokens. Nothing of it is stored. Once the approval is answered by
anybody, every link to it only shows what was answered.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from noria.errors import Unauthenticated

_PURPOSE = b"noria approval link 1"
_KEY_BYTES = 32


@dataclass(frozen=True)
class Link:
    """What a link stands for."""

    workspace_id: UUID
    approval_id: UUID
    email: str
    expires_at: datetime


def sign_link(key: SecretStr, link: Link) -> str:
    """Text for a URL."""
    content = {
        "w": str(link.workspace_id),
        "a": str(link.approval_id),
        "e": link.email,
        "t": int(link.expires_at.timestamp()),
    }
    body = _encode(orjson.dumps(content))
    return f"{body}.{_signature(key, body)}"


def read_link(key: SecretStr, token: str) -> Link:
    """
    Raises:
        Unauthenticated: Not ours, changed, or expired.
    """
    body, _, signature = token.partition(".")
    # Bytes, as `compare_digest` takes text only when it is ASCII.
    if not hmac.compare_digest(signature.encode(), _signature(key, body).encode()):
        raise Unauthenticated("This link is not one of ours, or was changed on the way.")
    try:
        content = orjson.loads(_decode(body))
        link = Link(
            UUID(content["w"]),
            UUID(content["a"]),
            str(content["e"]),
            datetime.fromtimestamp(content["t"], UTC),
        )
    except (NotBase64, KeyError, TypeError, ValueError) as error:
        raise Unauthenticated("This link is from another version of Noria.") from error
    if link.expires_at <= datetime.now(UTC):
        raise Unauthenticated(
            f"This link was good until {link.expires_at:%Y-%m-%d %H:%M} UTC. Ask for a new one."
        )
    return link


def _signature(key: SecretStr, body: str) -> str:
    derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=_PURPOSE).derive(
        key.get_secret_value().encode()
    )
    return _encode(hmac.digest(derived, body.encode(), "sha256"))


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
