"""Kafka's protocol without Java: the mock cluster that librdkafka brings."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from confluent_kafka import Producer


@contextmanager
def kafka_running() -> Generator[tuple[str, Any]]:
    """Gives its URL, and a client that can write to it; topics come to be when they are used."""
    make: Any = Producer
    producer = make({"test.mock.num.brokers": 1, "log_level": 0})
    [broker] = producer.list_topics(timeout=10).brokers.values()
    try:
        yield f"kafka://{broker.host}:{broker.port}", producer
    finally:
        producer.flush(5)
        del producer
