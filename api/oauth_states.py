"""The state that goes with somebody to a service's consent page, and has to come back with them.

It says which credential is being connected, for whom and until when, and is signed. The browser
that began holds the other half in a cookie, so a link that somebody else began connects nothing.
The code verifier (PKCE) is derived from it and never leaves this server but to the token server.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from noria.errors import Unauthenticated

LIFE = timedelta(minutes=10)
_PURPOSE = b"noria oauth state 1"


@dataclass(frozen=True)
class OAuthState:
    """Which credential, for whom."""

    workspace_id: UUID
    credential_id: UUID
    account_id: UUID
    browser: str
    """SHA-256 of what the cookie holds."""
    expires_at: datetime


def new_browser() -> str:
    """For the cookie of who begins."""
    return secrets.token_urlsafe(32)


def browser_hash(cookie: str) -> str:
    return sha256(cookie.encode()).hexdigest()


def sign_state(key: SecretStr, state: OAuthState) -> str:
    """Text for a URL."""
    content = {
        "w": str(state.workspace_id),
        "c": str(state.credential_id),
        "a": str(state.account_id),
        "b": state.browser,
        "t": int(state.expires_at.timestamp()),
        "n": secrets.token_hex(8),
    }
    body = _encode(orjson.dumps(content))
    return f"{body}.{_mac(key, b'state', body)}"


def read_state(key: SecretStr, text: str) -> OAuthState:
    """
    Raises:
        Unauthenticated: Not ours, changed, or expired.
    """
    body, _, signature = text.partition(".")
    if not hmac.compare_digest(signature.encode(), _mac(key, b"state", body).encode()):
        raise Unauthenticated("This answer belongs to no connection that was begun here.")
    content = orjson.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    state = OAuthState(
        UUID(content["w"]),
        UUID(content["c"]),
        UUID(content["a"]),
        content["b"],
        datetime.fromtimestamp(content["t"], UTC),
    )
    if state.expires_at <= datetime.now(UTC):
        raise Unauthenticated("This took too long: begin to connect anew.")
    return state


def verifier_of(key: SecretStr, state: str) -> str:
    """43 characters, as RFC 7636 asks."""
    return _mac(key, b"verifier", state)


def challenge_of(verifier: str) -> str:
    """By the method S256."""
    return _encode(sha256(verifier.encode()).digest())


def _mac(key: SecretStr, what: bytes, text: str) -> str:
    derived = HKDF(SHA256(), 32, salt=None, info=_PURPOSE + what).derive(
        key.get_secret_value().encode()
    )
    return _encode(hmac.digest(derived, text.encode(), "sha256"))


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
