"""A mail server and who sends through it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from noria.credentials import CredentialType


class SmtpFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    host: str = Field(min_length=1, max_length=253)
    port: int = Field(default=587, ge=1, le=65_535)
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection is encrypted."
    )
    username: str | None = Field(default=None, title="User name")
    password: SecretStr | None = None


SMTP = CredentialType(
    name="smtp",
    title="Mail server",
    description="A server that sends mail over SMTP.",
    icon="mail",
    fields=SmtpFields,
)
