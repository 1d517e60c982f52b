"""`event.publish`: publishes an event to Kafka, NATS, Redis Streams or RabbitMQ."""

import orjson
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from activities.events.brokers import BROKERS
from activities.events.places import Event, parse_url
from noria.context import NodeContext
from noria.credential_types.broker import BrokerFields
from noria.credentials import CredentialName
from noria.errors import NodeFailed
from noria.model import Model
from noria.node_type import node, ui

MAX_BYTES = 1_000_000
"""What every broker takes as it is set up at first."""


class EventPublishConfig(Model):
    """What to publish, and where."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"broker": "events", "subject": "orders.created", "data": {"id": 1}}]
        }
    )

    broker: CredentialName = Field(
        title="Broker",
        description="Name of a credential that holds the broker's URL.",
        json_schema_extra=ui(widget="credential", credential_type="broker", expression="never"),
    )
    subject: str = Field(
        title="Subject",
        description="Topic of Kafka, subject of NATS, stream of Redis, routing key of RabbitMQ.",
        min_length=1,
        max_length=200,
        pattern=r"^[^\s*>]+$",
        json_schema_extra=ui(placeholder="orders.created"),
    )
    data: JsonValue = Field(
        default=None, title="Data", description="Sent as JSON.", json_schema_extra=ui(widget="json")
    )
    exchange: str = Field(
        default="",
        title="Exchange",
        description="Of RabbitMQ; empty: straight to the queue that the subject names.",
        json_schema_extra=ui(advanced=True),
    )
    key: str = Field(
        default="",
        title="Key",
        description="Of Kafka: events with the same key go to one partition, and so stay in order.",
        max_length=1_000,
        json_schema_extra=ui(advanced=True),
    )
    headers: dict[str, str] = Field(
        default={}, title="Headers", json_schema_extra=ui(widget="key_value", advanced=True)
    )


class EventPublished(BaseModel):
    """That the broker has it."""

    id: str
    """Sent with it, the same on a repeat."""
    position: str | None
    """Where it is in the stream, as the broker says."""


@node("event.publish", title="Publish an event", category="Messages", icon="radio",
      key_field="subject")  # fmt: skip
async def event_publish(config: EventPublishConfig, context: NodeContext) -> EventPublished:
    """Publish an event to Kafka, NATS, Redis Streams or RabbitMQ, and wait until the broker has it.

    A repeat is published with the same id: JetStream of NATS drops it by its header `Nats-Msg-Id`; of the
    others the receiver has to look at the header `message-id`.
    """
    credential = await context.credential(config.broker, "broker")
    place = parse_url(credential.read(BrokerFields).url.get_secret_value())
    data = orjson.dumps(config.data)
    if len(data) > MAX_BYTES:
        raise NodeFailed(
            f"The event has {len(data)} bytes, more than {MAX_BYTES}: store the data and send where it is."
        )
    await context.resolve(place.host, place.port)
    event = Event(
        config.subject, data, context.idempotency_key, config.headers, config.exchange, config.key
    )
    publish = BROKERS[place.scheme]
    async with context.circuit(f"{place.host}:{place.port}", credential.name):
        position = await publish(place, context.resolve, event, context.timeout_s)
    return EventPublished(id=event.id, position=position)
