"""`event`: what comes in at a message broker starts runs."""

from typing import Literal

from pydantic import BaseModel, Field, JsonValue

from noria.model import Model
from noria.node_type import ui
from noria.triggers.trigger_type import TriggerType


class EventConfig(Model):
    """Each message of a NATS subject, a Redis stream or a RabbitMQ queue starts one run.

    A message is acknowledged once its run is recorded, and is known by its place (stream and number), so
    one that is delivered again, to this worker or another, finds its run. All workers share the work. With
    RabbitMQ, which numbers nothing, it is known by the `message_id` that its sender gave it; without one
    it may start a second run when a worker dies in between.
    """

    broker: str = Field(
        title="Broker",
        description="Name of a credential that holds the broker's URL.",
        min_length=1,
        max_length=100,
        json_schema_extra=ui(widget="credential", credential_type="broker", expression="never"),
    )
    subject: str = Field(
        title="Subject",
        description="NATS: a subject that a stream of JetStream takes. Redis: a stream. RabbitMQ: a queue.",
        min_length=1,
        max_length=200,
        pattern=r"^[^\s\x00-\x1f]+$",
        json_schema_extra=ui(placeholder="orders.created", expression="never"),
    )
    first: Literal["skip", "start"] = Field(
        default="skip",
        title="What is there the first time",
        description="`skip`: only what comes later starts runs. `start`: all that the broker has kept. "
        "A queue of RabbitMQ holds only what nobody has taken yet: all of it counts.",
        json_schema_extra=ui(widget="select", expression="never"),
    )


class EventMessage(BaseModel):
    """What came."""

    subject: str
    data: JsonValue
    """JSON as it is; anything else as text."""
    headers: dict[str, str]
    id: str
    """Its place at the broker, as `orders:17`."""


def in_words(config: EventConfig) -> str:
    """One line for people."""
    return f"Messages of {config.subject} at {config.broker}"


EVENT = TriggerType(
    name="event",
    title="Event",
    icon="radio",
    config=EventConfig,
    source="consumer",
    output=EventMessage,
    words=in_words,
)
