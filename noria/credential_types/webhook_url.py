"""An address that is a secret itself: whoever knows it may post there."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from noria.credentials import CredentialType


class WebhookUrlFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: SecretStr = Field(
        title="URL", min_length=1, description="As Slack, Discord or Teams give it."
    )


WEBHOOK_URL = CredentialType(
    name="webhook_url",
    title="Webhook URL",
    description="The incoming webhook of a chat: its URL is the secret.",
    icon="webhook",
    fields=WebhookUrlFields,
)
