"""What a node is given by a real worker."""

from typing import Any

import httpx2
import pytest
from pydantic import SecretStr
from temporalio.testing import ActivityEnvironment

from activities.guard import HostRefused
from activities.redaction import redacting
from noria.credential_types.bearer import BearerFields
from noria.credentials import Credential
from noria.errors import NodeFailed
from tests.activities.calls import call
from tests.activities.fakes import MemoryBlobs
from tests.activities.test_circuits import NotedCircuits
from tests.worker.lines import KeptLines
from worker.context import LiveContext, LiveContexts


def context(blobs: MemoryBlobs, circuits: NotedCircuits | None = None, **of: Any) -> LiveContext:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200))
    contexts = LiveContexts(transport, blobs, circuits or NotedCircuits(), KeptLines())
    return contexts(call("test.node", **of), attempt=2, timeout_s=9.5)


def test_the_idempotency_key_is_the_same_for_every_attempt() -> None:
    made = context(MemoryBlobs(), iteration="2/0")

    assert made.idempotency_key == "r1:fetch:2/0"
    assert (made.attempt, made.timeout_s) == (2, 9.5)


async def test_calls_count_for_their_workspace_and_destination() -> None:
    circuits = NotedCircuits()
    made = context(MemoryBlobs(), circuits)

    await made.http.get("https://shop.example/orders")
    async with made.circuit("model.example", "key 1"):
        pass

    assert [tuple(key) for key, _ in circuits.calls] == [
        ("w1", "shop.example", ""), ("w1", "model.example", "key 1"),
    ]  # fmt: skip
    assert [call.failed for _, call in circuits.calls] == [False, False]


async def test_blobs_are_those_of_the_workspace() -> None:
    blobs = MemoryBlobs()
    made = context(blobs)

    ref = await made.put_blob(b"data", "text/plain")

    assert await made.open_blob(ref) == b"data"
    assert [workspace_id for workspace_id, _ in blobs.kept] == ["w1"]


async def test_a_heartbeat_reaches_temporal() -> None:
    beats: list[tuple[Any, ...]] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)
    made = context(MemoryBlobs())

    async def beat() -> None:
        made.heartbeat({"page": 3})

    await environment.run(beat)

    assert beats == [({"page": 3},)]


async def test_other_protocols_go_to_checked_addresses_only() -> None:
    made = context(MemoryBlobs())

    assert await made.resolve("8.8.8.8", 5432) == "8.8.8.8"
    with pytest.raises(HostRefused, match="not on the public internet"):
        await made.resolve("127.0.0.1", 5432)
    with pytest.raises(HostRefused, match="70000 is not a port"):
        await made.resolve("8.8.8.8", 70_000)


class OneCredential:
    """Implements `worker.context.Credentials`."""

    async def open(self, workspace_id: str, name: str, run_id: str | None) -> Credential | None:
        fields = BearerFields(token=SecretStr("s3cr3t-t0k3n"))
        return Credential("Shop", "bearer", fields, ("*",)) if name == "Shop" else None


async def test_an_opened_credential_is_redacted_in_all_that_leaves_the_step() -> None:
    blobs, beats, lines = MemoryBlobs(), list[tuple[Any, ...]](), KeptLines()
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200))
    contexts = LiveContexts(transport, blobs, NotedCircuits(), lines, credentials=OneCredential())
    made = contexts(call("test.node"), attempt=1, timeout_s=9.5)
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)

    async def work() -> None:
        with redacting():
            opened = await made.credential("Shop", "bearer")
            token = opened.read(BearerFields).token.get_secret_value()
            made.heartbeat({"at": token})
            made.log.info(" ".join(["got", token]), deep={"token": token}, plain=token)
            await made.put_blob(f"<b>{token}</b>".encode(), "text/html")

    await environment.run(work)

    [line] = lines.lines
    assert beats == [({"at": "***"},)]
    assert line.message == "got ***"
    assert line.facts == {"deep": {"token": "***"}, "plain": "***"}
    assert list(blobs.kept.values()) == [b"<b>***</b>"]


async def test_a_missing_credential_or_one_of_another_type_fails_the_step() -> None:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200))
    contexts = LiveContexts(
        transport, MemoryBlobs(), NotedCircuits(), KeptLines(), credentials=OneCredential()
    )
    made = contexts(call("test.node"), attempt=1, timeout_s=9.5)

    for name, types, says in (
        ("Gone", (), "no credential 'Gone'"),
        (None, (), "needs a credential"),
        ("Shop", ("smtp",), "takes 'smtp' only"),
    ):
        with pytest.raises(NodeFailed, match=says):
            await made.credential(name, *types)
