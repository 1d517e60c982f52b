"""Triggers that take messages from a real NATS and a real Valkey."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nats
import pytest
from redis.asyncio import Redis
from sqlmodel import select

import worker.consumers
from activities.guard import Allowance, Guard
from noria.credential_types.broker import BrokerFields
from noria.credentials import Credential
from noria.errors import NodeUnavailable
from store.blobs import ObjectBlobStore
from store.database import Database
from store.tables import Run
from store.trigger_tables import Trigger
from tests.activities.events.nats_server import free_port, nats_running
from tests.activities.events.valkey import running as valkey_running
from tests.activities.fakes import FakeContext
from tests.activities.nodes import offline
from tests.worker.holding import CONFIG
from tests.worker.house import until
from tests.worker.test_polling import add, fresh, inputs
from tests.worker.test_triggers import Parts, Starter
from worker.consumers import Consumers
from worker.sources.taking import Held, Source, Taker


def consumers(database: Database, folder: Path, url: str) -> Consumers:
    fields = BrokerFields.model_validate({"url": url})
    credentials = {"events": Credential("events", "broker", fields)}
    context = offline(credentials=credentials, guard=Guard(Allowance.parse_all("127.0.0.1")))

    def contexts(_: Any) -> FakeContext:
        return context

    return Consumers(Parts(database, ObjectBlobStore(folder.as_uri()), Starter()), contexts)


async def count(database: Database, trigger: Trigger) -> int:
    async with database.sessions.begin() as session:
        query = select(Run.id).where(Run.workflow_id == trigger.workflow_id, Run.trigger == "event")
        return len((await session.exec(query)).all())


def has(database: Database, trigger: Trigger, wanted: int) -> Any:
    async def holds() -> bool:
        return await count(database, trigger) >= wanted

    return holds


def told(database: Database, trigger: Trigger) -> Any:
    """What went wrong stands on the trigger."""

    async def holds() -> bool:
        return (await fresh(database, trigger)).last_error is not None

    return holds


async def test_each_message_of_jetstream_starts_one_run(database: Database, tmp_path: Path) -> None:
    with nats_running(tmp_path) as url:
        client: Any = await nats.connect(url)  # pyright: ignore[reportUnknownMemberType]
        stream = client.jetstream()
        await stream.add_stream(name="orders", subjects=["orders"])
        await stream.publish("orders", b'{"id": 1}', headers={"x": "y"})
        await stream.publish("orders", b"plain")
        trigger = await add(database, "event", **CONFIG)
        # Two workers share the work, and the second one takes over.
        first, second = (consumers(database, tmp_path, url) for _ in range(2))
        try:
            await first.sweep()
            await until(has(database, trigger, 2))
            await first.close()
            await stream.publish("orders", b'{"id": 3}')
            await second.sweep()
            await until(has(database, trigger, 3))
        finally:
            await asyncio.gather(first.close(), second.close())
            await client.close()
    found = await inputs(database, trigger)

    assert [(each["data"], each["id"]) for each in found] == [
        ({"id": 1}, "orders:1"),
        ("plain", "orders:2"),
        ({"id": 3}, "orders:3"),
    ]
    assert found[0]["headers"]["x"] == "y"


async def test_each_entry_of_a_redis_stream_starts_one_run_and_a_pause_stops_it(
    database: Database, tmp_path: Path
) -> None:
    with valkey_running("geheim") as port:
        url = f"redis://:geheim@127.0.0.1:{port}"
        client: Any = Redis.from_url(url)  # pyright: ignore[reportUnknownMemberType]
        places = [await client.xadd("orders", {"data": b'{"id": %d}' % id_}) for id_ in (1, 2)]
        trigger = await add(database, "event", **CONFIG)
        taking = consumers(database, tmp_path, url)
        try:
            running = await taking.sweep()
            await until(has(database, trigger, 2))
            async with database.sessions.begin() as session:
                row = await session.get(Trigger, trigger.id)
                assert row is not None
                row.paused_at = row.created_at
            paused = await taking.sweep()
        finally:
            await taking.close()
            await client.aclose()
    found = await inputs(database, trigger)

    assert (running, paused) == (1, 0)
    assert [each["id"] for each in found] == [f"orders:{place.decode()}" for place in places]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_broker_that_is_away_is_told_of_on_the_trigger(
    database: Database, tmp_path: Path
) -> None:
    trigger = await add(database, "event", **CONFIG)
    taking = consumers(database, tmp_path, f"redis://127.0.0.1:{free_port()}")
    await taking.sweep()
    try:
        await until(told(database, trigger))
    finally:
        await taking.close()

    assert "does not answer" in str((await fresh(database, trigger)).last_error)


async def test_each_outage_of_a_broker_is_told_of_and_over_when_it_answers(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back, lost = asyncio.Event(), asyncio.Event()
    opened = 0

    class Quiet:
        async def take(self, limit: int, seconds: float) -> Sequence[Held]:
            await lost.wait()
            raise NodeUnavailable("The broker does not answer.")

        async def acknowledge(self, held: Sequence[Held]) -> None:
            raise NotImplementedError

    @asynccontextmanager
    async def source(_: Source) -> AsyncGenerator[Taker]:
        nonlocal opened
        opened += 1
        if opened > 1:
            await back.wait()
        if opened != 2:
            raise NodeUnavailable("The broker does not answer.")
        yield Quiet()

    async def is_well() -> bool:
        return not await told(database, trigger)()

    monkeypatch.setattr(worker.consumers, "SOURCES", {"redis": source})
    monkeypatch.setattr(worker.consumers, "PAUSE_SECONDS", 0.01)
    trigger = await add(database, "event", **CONFIG)
    taking = consumers(database, tmp_path, f"redis://127.0.0.1:{free_port()}")
    await taking.sweep()
    try:
        await until(told(database, trigger))
        back.set()
        await until(is_well)
        lost.set()
        await until(told(database, trigger))
    finally:
        await taking.close()
