"""The way to a message broker: its URL, with the password in it."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from noria.credentials import CredentialType


class BrokerFields(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: SecretStr = Field(
        title="URL",
        min_length=1,
        description="As nats://user:password@host:4222, kafka://…, redis://… or amqp://….",
    )


BROKER = CredentialType(
    name="broker",
    title="Message broker",
    description="The URL of Kafka, NATS, Redis or RabbitMQ, with user and password.",
    icon="radio",
    fields=BrokerFields,
)
