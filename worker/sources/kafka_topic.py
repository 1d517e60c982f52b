"""Which topic of Kafka it is: one that is made anew under its name has another id.

The client asks for metadata as it was before topics had ids (KIP-516), so the first version of that
request which tells them is described here. Imported only by workers with triggers of Kafka.
"""

from io import BytesIO
from typing import Any, TypeAlias

from aiokafka.protocol.abstract import AbstractType
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.metadata import MetadataRequest_v2
from aiokafka.protocol.types import (
    Boolean,
    CompactArray,
    CompactString,
    Int16,
    Int32,
    Schema,
    TaggedFields,
)

NO_ID = bytes(16)


class Uuid(AbstractType[bytes]):
    """Sixteen bytes."""

    @classmethod
    def encode(cls, value: bytes) -> bytes:
        return value

    @classmethod
    def decode(cls, data: BytesIO) -> bytes:
        return data.read(16)


_TEXT = CompactString("utf-8")
_TAGS = ("tags", TaggedFields)
_BROKER = (("node_id", Int32), ("host", _TEXT), ("port", Int32), ("rack", _TEXT), _TAGS)
_PARTITION = (
    ("error_code", Int16),
    ("partition", Int32),
    ("leader", Int32),
    ("leader_epoch", Int32),
    ("replicas", CompactArray(Int32)),
    ("isr", CompactArray(Int32)),
    ("offline_replicas", CompactArray(Int32)),
    _TAGS,
)
_TOPIC = (
    ("error_code", Int16),
    ("topic", _TEXT),
    ("topic_id", Uuid),
    ("is_internal", Boolean),
    ("partitions", CompactArray(*_PARTITION)),
    ("authorized_operations", Int32),
    _TAGS,
)


class MetadataResponse_v10(Response):  # noqa: N801 - as the client's own are named
    """With the ids of topics."""

    API_KEY = 3  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]
    API_VERSION = 10  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("brokers", CompactArray(*_BROKER)),
        ("cluster_id", _TEXT),
        ("controller_id", Int32),
        ("topics", CompactArray(*_TOPIC)),
        ("authorized_operations", Int32),
        _TAGS,
    )


class MetadataRequest_v10(RequestStruct):  # noqa: N801
    """Asks for them by name."""

    FLEXIBLE_VERSION = True
    API_KEY = 3
    API_VERSION = 10
    RESPONSE_TYPE = MetadataResponse_v10
    SCHEMA = Schema(
        ("topics", CompactArray(("topic_id", Uuid), ("topic", _TEXT), _TAGS)),
        ("allow_auto_topic_creation", Boolean),
        ("include_cluster_authorized_operations", Boolean),
        ("include_topic_authorized_operations", Boolean),
        _TAGS,
    )


Known: TypeAlias = MetadataRequest_v2 | MetadataRequest_v10


class TopicRequest(Request[Known]):
    """Of one topic; a broker older than ids of topics tells its cluster's only."""

    API_KEY = 3

    def __init__(self, topic: str) -> None:
        self._topic = topic

    def build(self, request_struct_class: type[Known]) -> Known:
        if request_struct_class is MetadataRequest_v10:
            return MetadataRequest_v10([(NO_ID, self._topic, {})], False, False, False, {})
        return MetadataRequest_v2([self._topic])


async def identify(client: Any, topic: str) -> str | None:
    """The topic's id, or its cluster's; None: neither is told at present."""
    told: Any = await client.send(client.get_random_node(), TopicRequest(topic))
    if told.API_VERSION < MetadataResponse_v10.API_VERSION:
        return told.cluster_id
    [(error, _, topic_id, *_)] = told.topics
    if error:
        return None
    return told.cluster_id if topic_id == NO_ID else topic_id.hex()
