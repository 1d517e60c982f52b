"""Rates of hosts: what is let go when, and what a step sees of it."""

import asyncio
import time
from datetime import timedelta
from uuid import UUID

import httpx2
import psycopg
import pytest

from activities.host_rates import RatedTransport
from activities.transport import client_on
from noria.errors import Invalid, RateExceeded
from store.database import Database
from tests.activities.calls import call
from tests.activities.fakes import MemoryBlobs
from tests.activities.test_circuits import NotedCircuits
from tests.store.rows import build_house
from tests.worker.lines import KeptLines
from worker.context import LiveContexts
from worker.host_rates import SharedRates, make_rates, parse_rates

HOST = "api.example.com"


def test_rates_are_read() -> None:
    assert parse_rates("") == {}
    assert parse_rates("API.example.com=5/s, shop.example:8443=30/m") == {
        HOST: 0.2, "shop.example:8443": 2.0,
    }  # fmt: skip


@pytest.mark.parametrize("wrong", ["api", "api=5", "api=0/s", "api=5/d", "api=-1/s", "a b=1/s"])
def test_a_wrong_setting_is_named(wrong: str) -> None:
    with pytest.raises(Invalid, match="NORIA_HOST_RATES has the entry"):
        parse_rates(wrong)


async def test_turns_are_shared_and_belong_to_a_workspace(database: Database) -> None:
    house = await build_house(database)
    other = await build_house(database, "other@noria.example")
    one, two = (make_rates(f"{HOST}=4/s", database) for _ in range(2))
    whose = str(house.workspace_id)

    at_once = [await rates.take_turn(whose, HOST, 5) for rates in (one, two, one, two)]
    later = [await rates.take_turn(whose, HOST, 5) for rates in (one, two)]
    impatient = await one.take_turn(whose, HOST, 0.1)
    of_other = await one.take_turn(str(other.workspace_id), HOST, 0.1)
    of_other_host = await one.take_turn(whose, "free.example", 0.1)

    assert at_once == [0, 0, 0, 0]
    first, second = later
    assert first is not None
    assert second is not None
    assert 0 < first <= 0.25 < second <= 0.5
    assert impatient is None
    assert (of_other, of_other_host) == (0, 0)


async def test_calls_wait_for_their_turn_and_spend_no_attempt(database: Database) -> None:
    house = await build_house(database)
    rates = make_rates(f"{HOST}=5/s", database)
    inner = httpx2.MockTransport(lambda _: httpx2.Response(200))
    began = time.monotonic()

    async with client_on(RatedTransport(inner, rates, str(house.workspace_id))) as client:
        answers = await asyncio.gather(*(client.get(f"https://{HOST}/") for _ in range(8)))

    assert [answer.status_code for answer in answers] == [200] * 8
    assert time.monotonic() - began >= 0.5


async def test_a_call_without_a_turn_says_when_to_come_back_and_opens_no_circuit(
    database: Database,
) -> None:
    house = await build_house(database)
    circuits = NotedCircuits()
    inner = httpx2.MockTransport(lambda _: httpx2.Response(200))
    contexts = LiveContexts(
        inner, MemoryBlobs(), circuits, KeptLines(), make_rates(f"{HOST}=1/h", database)
    )
    of_house = call("test.node").model_copy(update={"workspace_id": str(house.workspace_id)})
    context = contexts(of_house, attempt=1, timeout_s=5)

    first = await context.http.get(f"https://{HOST}/")
    with pytest.raises(RateExceeded, match="may be called only so often") as caught:
        await context.http.get(f"https://{HOST}/", extensions={"total_seconds": 4.0})

    assert first.status_code == 200
    assert caught.value.retry_after == timedelta(seconds=2)
    assert caught.value.code == "rate_exceeded"
    assert [noted.failed for _, noted in circuits.calls] == [False, None]


async def test_without_the_database_calls_go_at_once() -> None:
    async def away(**_: object) -> None:
        raise psycopg.OperationalError("away")

    assert await SharedRates({HOST: 3600}, away).take_turn(str(UUID(int=1)), HOST, 1) == 0
