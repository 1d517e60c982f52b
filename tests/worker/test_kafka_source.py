"""Triggers that take from Kafka, by its protocol, and events that are published to it."""

import asyncio
from collections.abc import Generator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from confluent_kafka import Consumer, TopicPartition

from activities.events.publish import event_publish
from activities.guard import Guard, HostRefused
from noria.credential_types.broker import BrokerFields
from noria.credentials import Credential
from noria.errors import NodeFailed, NodeUnavailable
from store.database import Database
from tests.activities.events.kafka_door import PASSWORD, USER, certificate, door
from tests.activities.events.kafka_server import kafka_running
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, run
from tests.worker.house import until
from tests.worker.test_consumers import CONFIG, consumers, has
from tests.worker.test_polling import add, inputs


@pytest.fixture(scope="module")
def kafka() -> Generator[tuple[str, Any]]:
    with kafka_running() as running:
        yield running


def to(url: str, **of: Any) -> FakeContext:
    fields = BrokerFields.model_validate({"url": url})
    return offline(credentials={"events": Credential("events", "broker", fields)}, **of)


def noted(url: str, group: str, partition: int) -> int:
    """From where another worker of the group would go on."""
    make: Any = Consumer
    client = make({"bootstrap.servers": url.removeprefix("kafka://"), "group.id": group})
    [place] = client.committed([TopicPartition("orders", partition)], timeout=10)
    client.close()
    return place.offset


async def test_each_record_starts_one_run_and_is_not_taken_again(
    kafka: tuple[str, Any], database: Database, tmp_path: Path
) -> None:
    url, client = kafka
    client.produce("orders", b'{"id": 1}', key=b"a", headers={"x": "y"}, partition=0)
    client.produce("orders", b'{"id": 2}', partition=0)
    client.flush(10)
    trigger = await add(database, "event", **CONFIG)
    taking = consumers(database, tmp_path, url)
    group = f"noria-{trigger.id}"

    async def all_noted() -> bool:
        place, _, offset = sent["position"].removeprefix("orders/").partition(":")
        ends = await asyncio.to_thread(noted, url, group, int(place))
        return ends == int(offset) + 1

    try:
        await taking.sweep()
        await until(has(database, trigger, 2))
        sent = await run(
            event_publish,
            {"broker": "events", "subject": "orders", "data": {"id": 3}},
            to(url),
        )
        await until(has(database, trigger, 3))
        await until(all_noted)
    finally:
        await taking.close()
    one, two, three = await inputs(database, trigger)

    assert (one["data"], one["id"]) == ({"id": 1}, "orders/0:0")
    assert (one["headers"]["x"], one["headers"]["key"]) == ("y", "a")
    assert (two["data"], two["id"]) == ({"id": 2}, "orders/0:1")
    assert (three["data"], three["id"]) == ({"id": 3}, sent["position"])
    assert three["headers"]["message-id"] == sent["id"]


async def test_a_broker_that_the_cluster_names_is_judged_too(kafka: tuple[str, Any]) -> None:
    """The first address is open to nodes; the one that the cluster gives is not."""
    url, _ = kafka
    asked: list[str] = []

    class Context(FakeContext):
        async def resolve(self, host: str, port: int) -> str:
            asked.append(host)
            if len(asked) > 2:
                raise HostRefused(host)
            return "127.0.0.1"

    fields = BrokerFields.model_validate({"url": url.replace("127.0.0.1", "kafka.example")})
    context = Context(
        httpx2.AsyncClient(), credentials={"events": Credential("events", "broker", fields)}
    )
    config = {"broker": "events", "subject": "orders", "data": 1}
    with pytest.raises(HostRefused):
        await run(event_publish, config, context)

    assert asked == ["kafka.example", "kafka.example", "127.0.0.1"]


async def test_what_can_not_be_reached_is_told_of() -> None:
    config = {"broker": "events", "subject": "orders", "data": 1}
    with pytest.raises(NodeUnavailable, match="Kafka at '127.0.0.1' does not answer"):
        await run(event_publish, config, to("kafka://127.0.0.1:1"))
    with pytest.raises(NodeFailed, match="sasl='gssapi': write one of plain"):
        await run(event_publish, config, to("kafka://u:p@127.0.0.1:1?sasl=gssapi"))
    with pytest.raises(HostRefused):
        await run(event_publish, config, to("kafka://127.0.0.1", guard=Guard()))


@pytest.mark.parametrize("sasl", ["plain", "scram-sha-512"])
async def test_tls_and_a_password_let_in_who_has_them(
    kafka: tuple[str, Any],
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sasl: str,
) -> None:
    trusted, shown = certificate(tmp_path)
    subject = f"behind-{sasl}"
    async with door(urlsplit(kafka[0]).port or 0, shown) as port:
        url = f"kafkas://{USER}:{PASSWORD}@127.0.0.1:{port}?sasl={sasl}"
        config = {"broker": "events", "subject": subject, "data": {"id": 1}}
        with pytest.raises(NodeUnavailable):
            # Nobody vouches for the certificate.
            await run(event_publish, config, to(url))
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        with pytest.raises(NodeUnavailable, match="or refuses the credential's user"):
            await run(event_publish, config, to(url.replace(PASSWORD, "wrong")))
        await run(event_publish, config, to(url))
        if sasl != "plain":
            return
        trigger = await add(database, "event", **CONFIG | {"subject": subject})
        taking = consumers(database, tmp_path, url)
        try:
            await taking.sweep()
            await until(has(database, trigger, 1))
        finally:
            await taking.close()
    [taken] = await inputs(database, trigger)

    assert taken["data"] == {"id": 1}
