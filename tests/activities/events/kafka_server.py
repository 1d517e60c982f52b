"""Kafka's protocol without Java: the mock cluster that librdkafka brings."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import pytest
from aiokafka.conn import AIOKafkaConnection
from aiokafka.consumer.group_coordinator import CoordinatorGroupRebalance
from aiokafka.protocol.group import SyncGroupRequest
from confluent_kafka import Producer

from tests.worker.house import until


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


def let_followers_ask_first(patch: pytest.MonkeyPatch) -> None:
    """So that a group of several can agree on who gets which partitions.

    Kafka answers a follower whenever it asks for what the leader gave it. The mock cluster forgets
    that once the leader has said it, and refuses who asks later (INVALID_REQUEST). So the leader
    says it when all the others have asked.
    """
    asked: dict[tuple[str, int], int] = {}
    connections: Any = AIOKafkaConnection
    asks: Any = SyncGroupRequest
    groups: Any = CoordinatorGroupRebalance
    send, lead = connections.send, groups._on_join_leader

    def counting(self: Any, request: Any, *given: Any, **more: Any) -> Any:
        sent = send(self, request, *given, **more)
        if isinstance(request, asks) and not request._group_assignment:
            group = request._group, request._generation_id
            asked[group] = asked.get(group, 0) + 1
        return sent

    async def leading_last(self: Any, response: Any) -> Any:
        group = self.group_id, response.generation_id

        async def all_asked() -> bool:
            return asked.get(group, 0) == len(response.members) - 1

        await until(all_asked)
        # The cluster reads what came before this from all before it reads what comes after.
        await self._coordinator._client.fetch_all_metadata()
        return await lead(self, response)

    patch.setattr(connections, "send", counting)
    patch.setattr(groups, "_on_join_leader", leading_last)
