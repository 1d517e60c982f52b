"""A mailbox to read."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from noria.credentials import CredentialType


class ImapFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    host: str = Field(min_length=1, max_length=253)
    port: int = Field(default=993, ge=1, le=65_535)
    security: Literal["tls", "starttls", "none"] = Field(
        default="tls", description="How the connection is encrypted."
    )
    username: str = Field(title="User name", min_length=1, max_length=250)
    password: SecretStr


IMAP = CredentialType(
    name="imap",
    title="Mailbox",
    description="A mailbox that is read over IMAP.",
    icon="mail",
    fields=ImapFields,
)
