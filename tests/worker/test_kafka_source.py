"""Triggers that take from Kafka, by its protocol, and events that are published to it."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from functools import partial
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
from tests.activities.events.kafka_server import kafka_running, let_followers_ask_first
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline, run
from tests.worker.holding import CONFIG, SESSION_SECONDS, source_of
from tests.worker.house import until
from tests.worker.test_consumers import consumers, count, has
from tests.worker.test_polling import add, fresh, inputs
from worker.consumers import Consumers
from worker.sources.kafka_source import kafka_source
from worker.sources.table import SOURCES
from worker.sources.taking import Source, Taker

PARTITIONS = 4
"""Of each topic of the mock cluster."""


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
    [topic_id] = (await fresh(database, trigger)).cursor["streams"]

    assert (one["data"], one["id"]) == ({"id": 1}, "orders/0:0")
    assert (one["headers"]["x"], one["headers"]["key"]) == ("y", "a")
    assert (two["data"], two["id"]) == ({"id": 2}, "orders/0:1")
    assert (three["data"], three["id"]) == ({"id": 3}, sent["position"])
    assert three["headers"]["message-id"] == sent["id"]
    assert len(topic_id) == 32


def begin(url: str, group: str, topic: str, partitions: int) -> None:
    """As a group that came when the topic had so few partitions, and has read the record in each."""
    make: Any = Consumer
    client = make({"bootstrap.servers": url.removeprefix("kafka://"), "group.id": group})
    told: Any = {"metadata": f"partitions={partitions}"}
    places = [TopicPartition(topic, each, 1, **told) for each in range(partitions)]
    client.commit(offsets=places, asynchronous=False)
    client.close()


async def taken_by(kafka: tuple[str, Any], began_with: int, comes: set[int]) -> set[Any]:
    """What a group gets of a topic with a record in each partition, and of one that comes later."""
    url, client = kafka
    topic, group = f"grown-{began_with}", f"group-{began_with}"
    for each in range(PARTITIONS):
        client.produce(topic, b"before", partition=each)
    client.flush(10)
    if began_with < PARTITIONS:
        await asyncio.to_thread(begin, url, group, topic, began_with)
    taken: set[Any] = set()
    async with kafka_source(source_of(url, group, "w", subject=topic, first="skip")) as taker:

        async def came(wanted: set[Any]) -> bool:
            for held in await taker.take(10, 0.2):
                taken.add((held.handle[1].partition, held.received.data))
            return taken >= wanted

        await until(partial(came, {(each, b"before") for each in comes}))
        client.produce(topic, b"after", partition=0)
        client.flush(10)
        await until(partial(came, {(0, b"after")}))
    return taken


async def test_skipped_is_what_was_there_but_not_what_came_to_new_partitions(
    kafka: tuple[str, Any],
) -> None:
    grown, fresh_one = await asyncio.gather(
        taken_by(kafka, 2, {2, 3}), taken_by(kafka, PARTITIONS, set())
    )

    assert grown == {(2, b"before"), (3, b"before"), (0, b"after")}
    assert fresh_one == {(0, b"after")}


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


@asynccontextmanager
async def watched(members: dict[str, Any], source: Source) -> AsyncGenerator[Taker]:
    """Shows which partitions a worker has."""
    async with kafka_source(source) as taker:
        members[source.worker] = taker
        try:
            yield taker
        finally:
            del members[source.worker]


async def die(worker: Consumers, members: dict[str, Any]) -> None:
    """As by `kill -9`, and at its worst: runs are recorded, the group has not heard of it, and will not."""

    async def not_heard(_: Any = None) -> bool:
        return False

    dying = members[worker.name]
    dying.note = not_heard
    dying.consumer._coordinator._maybe_leave_group = not_heard
    await worker.close()


async def test_workers_come_and_go_and_die_and_each_record_starts_one_run(
    kafka: tuple[str, Any], database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, client = kafka
    let_followers_ask_first(monkeypatch)
    members: dict[str, Any] = {}
    monkeypatch.setattr("worker.sources.kafka_source.SESSION_SECONDS", SESSION_SECONDS)
    monkeypatch.setitem(SOURCES, "kafka", partial(watched, members))
    trigger = await add(database, "event", **CONFIG | {"subject": "shared"})
    sent = 0

    def send() -> None:
        nonlocal sent
        for partition in range(PARTITIONS):
            client.produce("shared", b"%d" % sent, partition=partition)
            sent += 1
        client.flush(10)

    async def shared(workers: int) -> None:
        """So many share the partitions, while records come all the time."""

        async def holds() -> bool:
            # The database is slower than Kafka.
            if sent - await count(database, trigger) < 10 * PARTITIONS:
                send()
            has = [member.consumer.assignment() for member in members.values()]
            return (
                len(has) == workers and sorted(map(len, has)) == [PARTITIONS // workers] * workers
            )

        await until(holds)

    one, two, three = (consumers(database, tmp_path, url) for _ in range(3))
    try:
        await one.sweep()
        await shared(1)
        await two.sweep()
        await shared(2)
        await one.close()
        await shared(1)
        await three.sweep()
        await shared(2)
        await die(two, members)
        await shared(1)
        send()
        await until(has(database, trigger, sent))
    finally:
        await asyncio.gather(*(each.close() for each in (one, two, three)))
    found = await inputs(database, trigger)

    assert sorted(each["data"] for each in found) == list(range(sent))
    assert (await fresh(database, trigger)).last_error is None, "it is nothing to mend"
    ends = {place.rpartition(":")[0] for place in (each["id"] for each in found)}
    assert len(ends) == PARTITIONS
