"""`email`: a mailbox is looked into again and again; each new message starts a run."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from noria.model import Model
from noria.node_type import ui
from noria.triggers.trigger_type import TriggerType

_NEVER = ui(expression="never")


class EmailConfig(Model):
    """A mailbox is looked into over IMAP; each new message starts one run.

    Messages stay where they are, and stay unread. Each is known by the number that the server gives it:
    it starts one run, however often it is seen.
    """

    credential: str = Field(
        title="Mailbox",
        description="Name of a credential of the type `imap`.",
        min_length=1,
        max_length=100,
        json_schema_extra=ui(widget="credential", credential_type="imap", expression="never"),
    )
    folder: str = Field(
        default="INBOX",
        title="Folder",
        min_length=1,
        max_length=200,
        pattern=r'^[^\x00-\x1f"\\]+$',
        json_schema_extra=_NEVER,
    )
    every_s: int = Field(
        default=60,
        title="Every",
        description="Seconds between two looks.",
        ge=10,
        le=86_400,
        json_schema_extra=ui(unit="s", expression="never"),
    )
    first: Literal["skip", "start"] = Field(
        default="skip",
        title="What is there the first time",
        description="`skip`: only what comes later starts runs. `start`: all of it does.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class EmailMessage(BaseModel):
    """One message."""

    sender: str
    """Its address, as `ada@example.org`."""
    sender_name: str
    to: list[str]
    cc: list[str]
    subject: str
    date: str | None
    """ISO 8601, as the message says."""
    message_id: str
    """As the message says: any sender may write any."""
    text: str
    html: str
    attachments: list[dict[str, Any]]
    """`{name, media_type, content}` each; the content is a reference to a blob."""
    uid: str
    """What the server calls it: the folder's validity and a number."""


def in_words(config: EmailConfig) -> str:
    """One line for people."""
    return f"Looks into {config.folder} of {config.credential} every {config.every_s} s"


EMAIL = TriggerType(
    name="email",
    title="E-mail",
    icon="mail",
    config=EmailConfig,
    source="poll",
    output=EmailMessage,
    words=in_words,
    place=("credential", "folder"),
)
