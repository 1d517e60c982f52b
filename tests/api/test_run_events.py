"""Watching a run: everything once, in order, soon, and to an end."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import psycopg
import pytest
import websockets
from fastapi import FastAPI

from api.app import create_app
from api.run_events import RECHECK_SECONDS
from api.services import Services
from store.changes import Changes, read_changes
from store.database import Database, plain_url
from store.ids import new_id
from tests.api.client import Client, add_account
from tests.api.server import serving
from tests.api.test_runs import report


@dataclass
class Event:
    seq: int
    kind: str
    data: dict[str, Any]


@pytest.fixture
async def url(services: Services) -> AsyncGenerator[str]:
    async with serving(create_app(services)) as url:
        yield url


@pytest.fixture
async def owner(url: str, services: Services) -> AsyncGenerator[Client]:
    async with httpx2.AsyncClient(base_url=url, timeout=60, trust_env=False) as http:
        yield await add_account(http, services, "owner@noria.example")


@pytest.fixture
async def run_id(owner: Client) -> str:
    return (await owner.start(await owner.publish()))["id"]


async def watch(owner: Client, run_id: str, after: int | None = None) -> AsyncGenerator[Event]:
    headers = {"Authorization": f"Bearer {owner.token}"}
    if after is not None:
        headers["Last-Event-ID"] = str(after)
    path = f"/api/v1/runs/{run_id}/events"
    async with owner.http.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        fields: dict[str, str] = {}
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value
            elif "data" in fields:
                yield Event(int(fields["id"]), fields["event"], json.loads(fields["data"]))
                fields = {}


async def all_of(events: AsyncIterator[Event]) -> list[Event]:
    async with asyncio.timeout(60):
        return [event async for event in events]


async def finish(database: Database, owner: Client, run_id: str) -> None:
    await report(database, owner, run_id, [], {"status": "succeeded", "output": 1})


async def test_the_stream_tells_what_was_and_what_comes_and_ends(
    owner: Client, database: Database, run_id: str
) -> None:
    await report(database, owner, run_id, [{"node_id": "start", "status": "succeeded"}])
    events = watch(owner, run_id)
    first, second = await anext(events), await anext(events)
    await report(
        database, owner, run_id,
        [{"node_id": "shape", "status": "running", "input": {"big": "x" * 20_000}}],
    )  # fmt: skip
    third = await anext(events)
    await finish(database, owner, run_id)
    rest = await all_of(events)

    assert (first.kind, first.data["run"]["status"], first.seq) == ("run", "queued", 1)
    assert (second.kind, second.data["step"]["node_id"], second.seq) == ("step", "start", 2)
    assert third.data["step"]["status"] == "running"
    assert third.data["step"]["input"]["size"] == 20_010
    assert len(third.data["step"]["input"]["$preview"]) == 1_000
    assert rest[-1].data["run"]["status"] == "succeeded"
    assert [event.seq for event in rest] == sorted(event.seq for event in rest)
    assert rest[-1].seq > third.seq


async def test_a_reconnect_goes_on_after_the_last_event(
    owner: Client, database: Database, run_id: str
) -> None:
    for node_id in ("a", "b", "c"):
        await report(database, owner, run_id, [{"node_id": node_id, "status": "succeeded"}])
    await finish(database, owner, run_id)
    everything = await all_of(watch(owner, run_id))
    again = await all_of(watch(owner, run_id, after=everything[1].seq))
    nothing = await all_of(watch(owner, run_id, after=everything[-1].seq))

    assert [event.kind for event in everything] == ["step", "step", "step", "run"]
    assert again == everything[2:]
    assert nothing == []


async def test_an_end_that_comes_between_two_reads_is_told(
    owner: Client, database: Database, run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = 0

    async def read(*args: Any, **facts: Any) -> Changes:
        nonlocal reads
        reads += 1
        if reads == 2:  # the run has been read as it goes on, its steps not yet
            await finish(database, owner, run_id)
            await report(database, owner, run_id, [{"node_id": "late", "status": "succeeded"}])
        return await read_changes(*args, **facts)

    await report(database, owner, run_id, [], {"status": "running"})
    monkeypatch.setattr("api.run_events.read_changes", read)
    events = await all_of(watch(owner, run_id))

    assert [event.kind for event in events] == ["step", "run"]
    assert events[-1].data["run"]["status"] == "succeeded"


async def test_an_event_arrives_when_it_is_written_and_not_at_the_next_look(
    owner: Client, database: Database, run_id: str
) -> None:
    """How soon is a figure of the benchmarks; a stream that is not woken looks every 10 s."""
    events = watch(owner, run_id)
    await anext(events)
    for number in range(10):
        arriving = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0.01)
        await report(database, owner, run_id, [{"node_id": f"n{number}", "status": "succeeded"}])
        event = await asyncio.wait_for(arriving, RECHECK_SECONDS / 2)
        assert event.data["step"]["node_id"] == f"n{number}"
    await finish(database, owner, run_id)
    await all_of(events)


async def test_a_lost_database_connection_loses_no_event(
    owner: Client, database: Database, run_id: str
) -> None:
    events = watch(owner, run_id)
    await anext(events)
    async with await psycopg.AsyncConnection.connect(
        plain_url(database.url), autocommit=True
    ) as admin:
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        )
    await report(database, owner, run_id, [{"node_id": "a", "status": "succeeded"}])
    async with asyncio.timeout(RECHECK_SECONDS - 1):
        event = await anext(events)
    await finish(database, owner, run_id)
    await all_of(events)

    assert event.data["step"]["node_id"] == "a"


async def test_what_happened_at_once_comes_in_one_piece(
    owner: Client, database: Database, run_id: str
) -> None:
    steps = [{"node_id": f"n{number}", "status": "succeeded"} for number in range(20)]
    await report(database, owner, run_id, steps)
    await finish(database, owner, run_id)
    headers = {"Authorization": f"Bearer {owner.token}"}
    path = f"/api/v1/runs/{run_id}/events"
    async with owner.http.stream("GET", path, headers=headers) as answer:
        pieces = [piece async for piece in answer.aiter_raw() if piece]

    assert [piece.count(b"event: step") for piece in pieces] == [20]
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-accel-buffering"] == "no"


async def test_a_stream_without_news_shows_that_it_lives(
    owner: Client, database: Database, run_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.run_events.RECHECK_SECONDS", 0.1)
    headers = {"Authorization": f"Bearer {owner.token}"}
    path = f"/api/v1/runs/{run_id}/events"
    async with asyncio.timeout(10), owner.http.stream("GET", path, headers=headers) as answer:
        lines = answer.aiter_lines()
        async for line in lines:
            if line == ": nothing new":
                break
    await finish(database, owner, run_id)

    assert [event.kind for event in await all_of(watch(owner, run_id))] == ["run"]


async def test_many_watchers_see_the_same(owner: Client, database: Database, run_id: str) -> None:
    watching = [asyncio.ensure_future(all_of(watch(owner, run_id))) for _ in range(15)]
    await asyncio.sleep(0.3)
    for number in range(5):
        await report(database, owner, run_id, [{"node_id": f"n{number}", "status": "succeeded"}])
    await finish(database, owner, run_id)
    seen = await asyncio.gather(*watching)

    assert {event.data["step"]["node_id"] for event in seen[0] if event.kind == "step"} == {
        f"n{number}" for number in range(5)
    }
    assert all(events[-1].data["run"]["status"] == "succeeded" for events in seen)


@pytest.mark.parametrize("last", ["x", "-1", "²", "9" * 20])
async def test_an_odd_last_event_is_refused(owner: Client, run_id: str, last: str) -> None:
    answer = await owner.ask(
        "GET",
        f"/runs/{run_id}/events",
        headers={"Last-Event-ID": last.encode()},  # pyright: ignore[reportArgumentType] - bytes are taken too
    )

    assert answer.status_code == 422


async def test_foreign_and_unknown_runs_can_not_be_watched(
    owner: Client, services: Services, run_id: str
) -> None:
    stranger = await add_account(owner.http, services, "stranger@noria.example")
    foreign = await stranger.ask("GET", f"/runs/{run_id}/events")
    unknown = await owner.ask("GET", f"/runs/{new_id()}/events")

    assert (foreign.status_code, unknown.status_code) == (404, 404)


async def test_a_token_in_the_address_opens_nothing(owner: Client, run_id: str) -> None:
    path = f"/api/v1/runs/{run_id}/events?access_token={owner.token}&token={owner.token}"

    assert (await owner.http.get(path)).status_code == 401


async def test_the_websocket_tells_the_same(
    owner: Client, database: Database, url: str, run_id: str
) -> None:
    await report(database, owner, run_id, [{"node_id": "start", "status": "succeeded"}])
    address = f"{url.replace('http', 'ws')}/api/v1/runs/{run_id}/ws"
    async with websockets.connect(address, proxy=None) as socket:
        await socket.send(json.dumps({"token": owner.token}))
        first = json.loads(await socket.recv())
        await finish(database, owner, run_id)
        rest = [json.loads(message) async for message in socket]

    streamed = await all_of(watch(owner, run_id))
    assert (first["kind"], first["seq"]) == ("run", 1)
    assert [rest[0]["step"]["node_id"], rest[-1]["run"]["status"]] == ["start", "succeeded"]
    assert rest == [event.data for event in streamed]
    assert socket.close_code == 1000


@pytest.mark.parametrize(
    "message",
    ["", "[]", "{}", '{"token": 5}', '{"token": "noria_x"}', '{"token": null}', "\ud7ff" * 9],
)
async def test_a_websocket_without_a_token_is_closed(
    owner: Client, url: str, run_id: str, message: str
) -> None:
    address = f"{url.replace('http', 'ws')}/api/v1/runs/{run_id}/ws"
    async with websockets.connect(address, proxy=None) as socket:
        await socket.send(message)
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()

    assert socket.close_code == 1008


async def test_a_websocket_of_another_site_or_run_is_closed(
    owner: Client, services: Services, url: str, run_id: str
) -> None:
    stranger = await add_account(owner.http, services, "stranger@noria.example")
    address = f"{url.replace('http', 'ws')}/api/v1/runs/{run_id}/ws"
    with pytest.raises(websockets.InvalidStatus) as refused:
        await websockets.connect(address, proxy=None, origin=websockets.Origin("http://evil"))
    async with websockets.connect(address, proxy=None) as socket:
        await socket.send(json.dumps({"token": stranger.token}))
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()

    assert refused.value.response.status_code == 403
    assert (socket.close_code, run_id in str(socket.close_reason)) == (1008, True)


async def test_a_watcher_that_leaves_is_forgotten(
    owner: Client, services: Services, app: FastAPI, run_id: str
) -> None:
    events = watch(owner, run_id)
    await anext(events)
    assert services.listener.watched() == 1
    await events.aclose()

    for _ in range(100):
        if services.listener.watched() == 0:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the subscription stayed")
