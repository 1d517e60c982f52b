"""Chats, conversations and what is said in them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from api.schemas.shape import Read, Write
from noria.triggers.chat import CHAT_PATH

MAX_FILES = 10
Said = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]
Rating = Literal["good", "bad"]
TurnStatus = Literal[
    "unsent", "queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled"
]


class ChatRead(Read):
    """What people see of a chat trigger."""

    trigger_id: UUID
    title: str
    greeting: str
    """Markdown."""
    openings: list[str]
    """Questions to begin with."""
    files: bool
    paused: bool
    """It takes nothing at present."""
    workflow_name: str | None
    """Null for who is not signed in."""
    url: str
    """Path of its page on this server."""
    audience: Literal["public", "members"]


class ChatSessionCreate(Write):
    path: str = Field(max_length=100, pattern=CHAT_PATH)
    """Of the chat, behind /chats/."""
    token: str | None = Field(default=None, max_length=1_000)
    """Of the last visit, to go on with its conversations."""


class ChatSessionRead(Read):
    token: str
    """`Authorization: Bearer …` for this chat alone."""
    expires_at: datetime
    chat: ChatRead


class ConversationRead(Read):
    id: UUID
    title: str
    """The beginning of what was said first."""
    created_at: datetime
    updated_at: datetime


class ConversationFileRead(Read):
    id: UUID
    name: str
    media_type: str
    size: int


class TurnFileRead(Read):
    name: str
    media_type: str
    size: int


class TurnCreate(Write):
    id: UUID
    """Random, chosen by the sender: sent again, it is taken once."""
    text: Said = ""
    files: list[UUID] = Field(default=[], max_length=MAX_FILES)
    """Ids of files that were sent in this conversation."""


class TurnRead(Read):
    id: UUID
    text: str
    files: list[TurnFileRead]
    status: TurnStatus
    """Of the run that answers; `unsent`: it was not started, so send the turn again."""
    run_id: UUID | None
    """Null for who is not signed in."""
    answer: str | None
    """Markdown; null until the run has ended, and where it failed."""
    error: str | None
    """Why there is no answer."""
    rating: Rating | None
    comment: str
    created_at: datetime


class TurnPiece(Read):
    """Text of the answer, while it is written."""

    part: int
    """Each step, and each attempt at it, writes a part of its own; the last part is what counts."""
    offset: int
    """Characters of the part before it."""
    text: str


class FeedbackWrite(Write):
    rating: Rating | None = None
    """Null takes it back."""
    comment: Said = ""


class FeedbackRead(Read):
    turn_id: UUID
    run_id: UUID | None
    conversation_id: UUID | None
    """Null where it is somebody else's: conversations are of who began them."""
    text: str
    answer: str | None
    rating: Rating
    comment: str
    created_at: datetime
