"""`chat`: a page on which people talk with a workflow; each thing said starts a run that answers."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from noria.model import Model
from noria.node_type import ui
from noria.triggers.trigger_type import TriggerType

CHAT_PATH = r"^[A-Za-z0-9][A-Za-z0-9._~-]{0,99}$"
ORIGIN = r"^https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?$"
"""Of a site, as browsers compare them; goes into a header as it is."""
MAX_EARLIER = 200

Origin = Annotated[str, StringConstraints(pattern=ORIGIN, max_length=200)]
Opening = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]

_NEVER = ui(expression="never")
_MORE = ui(expression="never", advanced=True)


class ChatConfig(Model):
    """A page on which people talk with the workflow: what they say starts a run, whose result is the answer.

    The answer is what the `end` node gives: text, or an object with `text`. It is shown while it is
    written where a model's answer goes into it. What was said before comes with each message.
    """

    path: str = Field(
        default="",
        title="Path",
        description="Behind /chats/. Empty: a random one, which nobody can guess.",
        pattern=rf"(^$)|({CHAT_PATH})",
        json_schema_extra=ui(placeholder="random", expression="never"),
    )
    title: str = Field(
        title="Title",
        min_length=1,
        max_length=200,
        json_schema_extra=ui(placeholder="Ask the handbook", expression="never"),
    )
    greeting: str = Field(
        default="",
        title="Greeting",
        description="What stands there before anybody said anything. Markdown.",
        max_length=4_000,
        json_schema_extra=ui(widget="textarea", multiline=True, expression="never"),
    )
    openings: list[Opening] = Field(
        default=[],
        title="Openings",
        description="Questions to begin with, at a click.",
        max_length=6,
        json_schema_extra=_NEVER,
    )
    audience: Literal["public", "members"] = Field(
        default="members",
        title="Who may talk",
        description="`public`: whoever knows the address, without signing in. `members`: those who "
        "may start runs.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    origins: list[Origin] = Field(
        default=[],
        title="Sites that may show it",
        description="As https://www.example.com. On no other site does the chat open in a frame.",
        max_length=50,
        json_schema_extra=ui(expression="never", show_if={"audience": "public"}),
    )
    files: bool = Field(
        default=True,
        title="Takes files",
        description="People may send files with what they say.",
        json_schema_extra=_NEVER,
    )
    earlier: int = Field(
        default=20,
        title="Earlier messages",
        description="So many go along with each message.",
        ge=0,
        le=MAX_EARLIER,
        json_schema_extra=_MORE,
    )
    per_minute: int = Field(
        default=60,
        title="Messages a minute",
        description="Of all people together.",
        ge=1,
        le=100_000,
        json_schema_extra=_MORE,
    )


class EarlierMessage(BaseModel):
    """One message of a conversation, as models take it."""

    role: Literal["user", "assistant"]
    content: str


class ChatFile(BaseModel):
    """A file that came with a message; steps that take files take it."""

    digest: str = Field(alias="$blob")
    name: str
    size: int
    media_type: str


class ChatMessage(BaseModel):
    """What somebody said."""

    text: str
    files: list[ChatFile]
    earlier: list[EarlierMessage]
    """What was said before, the oldest first: for a model's `messages`."""
    conversation_id: str
    """Stays the same over the conversation: a key for an agent's memory."""
    message_id: str
    member: str | None
    """Id of the account; null: somebody who is not signed in."""
    sent_at: str


def in_words(config: ChatConfig) -> str:
    """One line for people."""
    if config.audience == "members":
        return f"“{config.title}”, for members"
    sites = f", on {', '.join(config.origins)}" if config.origins else ""
    return f"“{config.title}”, for whoever knows the address{sites}"


CHAT = TriggerType(
    name="chat",
    title="Chat",
    icon="message-square",
    config=ChatConfig,
    source="address",
    output=ChatMessage,
    words=in_words,
)
