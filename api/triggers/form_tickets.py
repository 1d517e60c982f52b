"""Signed tickets of forms: who may open one that is for members, and whose run a page may show.

Nothing of them is stored. They are in the query, which no log keeps.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from noria.errors import Unauthenticated

GOOD_FOR = timedelta(hours=1)
_KEY_BYTES = 32
OPEN = b"noria form open 1"
RESULT = b"noria form result 1"


@dataclass(frozen=True)
class Ticket:
    """For one trigger."""

    trigger_id: UUID
    subject: UUID
    """To open: the account that fills in. Of a result: the run."""


def sign_ticket(key: SecretStr, purpose: bytes, ticket: Ticket) -> str:
    """Text for a URL, good for an hour."""
    until = int((datetime.now(UTC) + GOOD_FOR).timestamp())
    content = {"f": str(ticket.trigger_id), "s": str(ticket.subject), "t": until}
    body = urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")
    return f"{body}.{_signature(key, purpose, body)}"


def read_ticket(key: SecretStr, purpose: bytes, trigger_id: UUID, text: str) -> Ticket:
    """
    Raises:
        Unauthenticated: Not ours, of another form, or expired.
    """
    body, _, signature = text.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(key, purpose, body).encode()):
        raise Unauthenticated("Open this form from Noria: it is for members, or the link is old.")
    try:
        content = orjson.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        ticket = Ticket(UUID(content["f"]), UUID(content["s"]))
        until = datetime.fromtimestamp(content["t"], UTC)
    except (NotBase64, KeyError, TypeError, ValueError) as error:
        raise Unauthenticated("This link is from another version of Noria.") from error
    if ticket.trigger_id != trigger_id or until <= datetime.now(UTC):
        raise Unauthenticated("This link is no longer good: open the form again.")
    return ticket


def _signature(key: SecretStr, purpose: bytes, body: str) -> str:
    derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=purpose).derive(
        key.get_secret_value().encode()
    )
    return urlsafe_b64encode(hmac.digest(derived, body.encode(), "sha256")).decode().rstrip("=")
