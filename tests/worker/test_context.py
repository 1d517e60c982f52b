"""What a node is given by a real worker."""

from typing import Any

import httpx2
from temporalio.testing import ActivityEnvironment

from noria.context import NodeContext
from tests.activities.calls import call
from tests.activities.fakes import MemoryBlobs
from worker.context import LiveContexts


def context(blobs: MemoryBlobs, http: httpx2.AsyncClient, **fields: Any) -> NodeContext:
    contexts = LiveContexts(http, blobs)
    return contexts(call("test.node", **fields), attempt=2, timeout_s=9.5)


async def test_the_idempotency_key_is_the_same_for_every_attempt() -> None:
    async with httpx2.AsyncClient() as http:
        made = context(MemoryBlobs(), http, iteration="2.0")

    assert made.idempotency_key == "r1:fetch:2.0"
    assert (made.attempt, made.timeout_s, made.http) == (2, 9.5, http)


async def test_blobs_are_those_of_the_workspace() -> None:
    blobs = MemoryBlobs()
    async with httpx2.AsyncClient() as http:
        made = context(blobs, http)

    ref = await made.put_blob(b"data", "text/plain")

    assert await made.open_blob(ref) == b"data"
    assert [workspace_id for workspace_id, _ in blobs.kept] == ["w1"]


async def test_a_heartbeat_reaches_temporal() -> None:
    beats: list[tuple[Any, ...]] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)
    async with httpx2.AsyncClient() as http:
        made = context(MemoryBlobs(), http)

    async def beat() -> None:
        made.heartbeat({"page": 3})

    await environment.run(beat)

    assert beats == [({"page": 3},)]
