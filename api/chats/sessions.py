"""Signed tokens of people who talk without signing in: who they are, for one chat. Nothing is stored."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pydantic import SecretStr

from api.signed_text import read_signed, sign_text
from noria.errors import Unauthenticated

PREFIX = "noria_chat_"
GOOD_FOR = timedelta(days=7)
_PURPOSE = b"noria chat session 1"


@dataclass(frozen=True)
class ChatSession:
    """One visitor of one chat."""

    workspace_id: UUID
    trigger_id: UUID
    visitor_id: UUID


def sign_session(key: SecretStr, visit: ChatSession) -> tuple[str, datetime]:
    """The token, and until when it is good."""
    until = (datetime.now(UTC) + GOOD_FOR).replace(microsecond=0)
    content = {
        "w": str(visit.workspace_id),
        "c": str(visit.trigger_id),
        "v": str(visit.visitor_id),
        "t": int(until.timestamp()),
    }
    return PREFIX + sign_text(key, _PURPOSE, content), until


def read_session(key: SecretStr, token: str) -> ChatSession:
    """
    Raises:
        Unauthenticated: Not ours, or expired.
    """
    content = read_signed(key, _PURPOSE, token.removeprefix(PREFIX))
    if content is None:
        raise Unauthenticated("This chat session is not known: load the chat again.")
    try:
        visit = ChatSession(UUID(content["w"]), UUID(content["c"]), UUID(content["v"]))
        until = datetime.fromtimestamp(content["t"], UTC)
    except (KeyError, TypeError, ValueError) as error:
        raise Unauthenticated("This chat session is of another version of Noria.") from error
    if until <= datetime.now(UTC):
        raise Unauthenticated("This chat session has ended: load the chat again.")
    return visit
