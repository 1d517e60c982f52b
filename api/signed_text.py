"""Signed texts for URLs and headers: what they say is theirs to read, and nobody else's to write."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from typing import Any

import orjson
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

_KEY_BYTES = 32


def sign_text(key: SecretStr, purpose: bytes, content: dict[str, Any]) -> str:
    """A text that only `read_signed` with the same purpose takes."""
    body = urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")
    return f"{body}.{_signature(key, purpose, body)}"


def read_signed(key: SecretStr, purpose: bytes, text: str) -> dict[str, Any] | None:
    """What `sign_text` was given; None: it is not ours."""
    body, _, signature = text.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(key, purpose, body).encode()):
        return None
    try:
        return orjson.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (NotBase64, ValueError):
        return None


def _signature(key: SecretStr, purpose: bytes, body: str) -> str:
    derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=purpose).derive(
        key.get_secret_value().encode()
    )
    return urlsafe_b64encode(hmac.digest(derived, body.encode(), "sha256")).decode().rstrip("=")
