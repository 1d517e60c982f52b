"""A secret that messages are signed with, by webhooks for one."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from noria.credentials import CredentialType


class SigningSecretFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    secret: SecretStr = Field(title="Secret", min_length=8, description="As the sender shows it.")
    previous: SecretStr | None = Field(
        default=None,
        title="Previous secret",
        description="Still good for what comes in, while the sender goes over to the new one.",
    )


SIGNING_SECRET = CredentialType(
    name="signing_secret",
    title="Signing secret",
    description="What the messages of a webhook are signed with, as Stripe, GitHub and Slack do.",
    icon="signature",
    fields=SigningSecretFields,
)
