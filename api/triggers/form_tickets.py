"""Signed tickets of forms: who may open one that is for members, and whose run a page may show.

Nothing of them is stored. They are in the query, which no log keeps.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pydantic import SecretStr

from api.signed_text import read_signed, sign_text
from noria.errors import Unauthenticated

GOOD_FOR = timedelta(hours=1)
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
    return sign_text(key, purpose, content)


def read_ticket(key: SecretStr, purpose: bytes, trigger_id: UUID, text: str) -> Ticket:
    """
    Raises:
        Unauthenticated: Not ours, of another form, or expired.
    """
    content = read_signed(key, purpose, text)
    if content is None:
        raise Unauthenticated("Open this form from Noria: it is for members, or the link is old.")
    try:
        ticket = Ticket(UUID(content["f"]), UUID(content["s"]))
        until = datetime.fromtimestamp(content["t"], UTC)
    except (KeyError, TypeError, ValueError) as error:
        raise Unauthenticated("This link is from another version of Noria.") from error
    if ticket.trigger_id != trigger_id or until <= datetime.now(UTC):
        raise Unauthenticated("This link is no longer good: open the form again.")
    return ticket
