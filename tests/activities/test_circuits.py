"""What a call tells of its destination."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2
import pytest

from activities.circuits import Call, CircuitKey, CircuitTransport, circuit, destination_of
from activities.transport import client_on
from noria.errors import NodeFailed, NodeUnavailable


@dataclass
class NotedCircuits:
    """Implements `activities.circuits.Circuits`; never open."""

    calls: list[tuple[CircuitKey, Call]] = field(default_factory=list[tuple[CircuitKey, Call]])

    @asynccontextmanager
    async def call(self, key: CircuitKey) -> AsyncGenerator[Call]:
        call = Call()
        self.calls.append((key, call))
        yield call

    @property
    def last(self) -> bool | None:
        return self.calls[-1][1].failed


@pytest.mark.parametrize(
    ("status", "failed"),
    [(200, False), (404, False), (401, False), (429, True), (500, True), (503, True)],
)
async def test_servers_that_answer_no_longer_or_ask_for_a_pause_fail(
    status: int, failed: bool
) -> None:
    circuits = NotedCircuits()
    inner = httpx2.MockTransport(lambda _: httpx2.Response(status))

    async with client_on(CircuitTransport(inner, circuits, "w1")) as client:
        await client.get("https://API.example.com/orders", extensions={"credential": "shop"})

    assert circuits.calls[0][0] == CircuitKey("w1", "api.example.com", "shop")
    assert circuits.last is failed


@pytest.mark.parametrize(
    ("error", "failed"),
    [
        (httpx2.ConnectError("no"), True),
        (httpx2.ReadTimeout("no"), True),
        (NodeUnavailable("It can't be resolved."), True),
        (httpx2.PoolTimeout("too many calls at once"), None),
        (NodeFailed("The host is internal."), None),
    ],
)
async def test_only_errors_of_the_destination_count_against_it(
    error: Exception, failed: bool | None
) -> None:
    circuits = NotedCircuits()

    def answer(_: httpx2.Request) -> httpx2.Response:
        raise error

    async with client_on(CircuitTransport(httpx2.MockTransport(answer), circuits, "w1")) as client:
        with pytest.raises(type(error)):
            await client.get("https://api.example.com/")

    assert circuits.last is failed


@pytest.mark.parametrize(("given_s", "failed"), [(0.05, True), (60.0, None)])
async def test_a_cancelled_call_counts_only_when_it_had_its_time(
    given_s: float, failed: bool | None
) -> None:
    circuits = NotedCircuits()

    async def answer(_: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(60)
        raise AssertionError

    async with client_on(CircuitTransport(httpx2.MockTransport(answer), circuits, "w1")) as client:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await client.get("https://api.example.com/", extensions={"total_seconds": given_s})

    assert circuits.last is failed


async def test_the_two_errors_of_a_node_say_how_its_call_went() -> None:
    circuits = NotedCircuits()
    key = CircuitKey("w1", "model.example")

    async with circuit(circuits, key):
        pass
    answered = circuits.last
    with pytest.raises(NodeFailed):
        async with circuit(circuits, key):
            raise NodeFailed("It says that the model is unknown.")
    refused = circuits.last
    with pytest.raises(NodeUnavailable):
        async with circuit(circuits, key):
            raise NodeUnavailable("It is overloaded.")
    failed = circuits.last
    with pytest.raises(KeyError):
        async with circuit(circuits, key):
            raise KeyError("a bug")

    assert (answered, refused, failed, circuits.last) == (False, False, True, None)


@pytest.mark.parametrize(
    ("url", "destination"),
    [
        ("https://api.example.com/a", "api.example.com"),
        ("https://API.example.com.:443/a", "api.example.com"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
    ],
)
def test_a_destination_is_a_host_and_an_unusual_port(url: str, destination: str) -> None:
    assert destination_of(httpx2.URL(url)) == destination
