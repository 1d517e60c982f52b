"""Which broker a URL means."""

from collections.abc import Mapping

from worker.sources.amqp_source import amqp_source
from worker.sources.kafka_source import kafka_source
from worker.sources.nats_source import nats_source
from worker.sources.redis_source import redis_source
from worker.sources.taking import Opening

SOURCES: Mapping[str, Opening] = {
    "nats": nats_source,
    "redis": redis_source,
    "amqp": amqp_source,
    "kafka": kafka_source,
}
