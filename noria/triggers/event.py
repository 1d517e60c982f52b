"""`event`: what comes in at a message broker starts runs."""

from typing import Literal, Self

from pydantic import BaseModel, Field, JsonValue, model_validator

from noria.model import Model
from noria.node_type import ui
from noria.triggers.trigger_type import TriggerType


class EventConfig(Model):
    """Each message of a Kafka topic, a NATS subject, a Redis stream or a RabbitMQ queue starts one run.

    A message is acknowledged once its run is recorded, and is known by its place (stream and number), so
    one that is delivered again, to this worker or another, finds its run. All workers share the work. With
    RabbitMQ, which numbers nothing, it is known by the `message_id` that its sender gave it; without one
    it may start a second run when a worker dies in between.

    With a batch size above 1 messages are gathered, and one run gets them all as `messages`. Each message
    is in one batch only, however often it is delivered and however it is gathered then.
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
        description="Kafka: a topic. NATS: a subject that a stream of JetStream takes. Redis: a stream. "
        "RabbitMQ: a queue.",
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
    batch_size: int = Field(
        default=1,
        title="Messages in one run",
        description="Above 1, so many messages at most are gathered for one run.",
        ge=1,
        le=500,
        json_schema_extra=ui(expression="never"),
    )
    batch_s: float = Field(
        default=5,
        title="Seconds to gather",
        description="A batch that is not full starts its run so long after its first message.",
        ge=0.1,
        le=30,
        json_schema_extra=ui(expression="never"),
    )
    dead_letters: Literal["keep", "publish", "drop"] = Field(
        default="keep",
        title="Messages that start no run",
        description="As an expression fails on them, or their input is wrong. `keep`: as dead letters, to be "
        "started again once that is mended. `publish`: to a subject of the broker, with the reason. "
        "`drop`: only the history tells of them.",
        json_schema_extra=ui(widget="select", expression="never"),
    )
    dead_letter_subject: str = Field(
        default="",
        title="Subject of dead letters",
        description="Of `publish`: a topic, a subject, a stream or a queue.",
        max_length=200,
        pattern=r"^[^\s*>\x00-\x1f]*$",
        json_schema_extra=ui(
            placeholder="orders.dead", expression="never", show_if={"dead_letters": ["publish"]}
        ),
    )

    @model_validator(mode="after")
    def _letters_go_elsewhere(self) -> Self:
        if self.dead_letters == "publish" and self.dead_letter_subject in {"", self.subject}:
            raise ValueError(
                "dead letters are to be published: name a subject for them that is not the trigger's own"
            )
        return self


class BatchedMessage(BaseModel):
    """One of several that start a run together."""

    data: JsonValue
    headers: dict[str, str]
    id: str | None


class EventMessage(BaseModel):
    """What came."""

    subject: str
    data: JsonValue
    """JSON as it is; anything else as text."""
    headers: dict[str, str]
    id: str
    """Its place at the broker, as `orders:17`; of a batch, its first and last one's."""
    messages: list[BatchedMessage] = []
    """Of a batch: all of them. `data` is null then, and there are no `headers`."""


def in_words(config: EventConfig) -> str:
    """One line for people."""
    many = f", up to {config.batch_size} in one run" if config.batch_size > 1 else ""
    return f"Messages of {config.subject} at {config.broker}{many}"


EVENT = TriggerType(
    name="event",
    title="Event",
    icon="radio",
    config=EventConfig,
    source="consumer",
    output=EventMessage,
    words=in_words,
)
