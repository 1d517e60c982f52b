"""Groups D, F and L of the attack catalogue: too much of everything."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx2
import pytest
from limits.aio.storage import RedisStorage
from pydantic import SecretStr

from api.app import create_app
from api.passwords import AT_ONCE, MAX_WAITING, Passwords
from api.rate_limits import RateLimits, per_minute, redis_storage
from api.rates import Rate, parse_request_rates
from api.request_rates import (
    CountedHere,
    CountedInRedis,
    Counting,
    RequestRates,
    address_group,
)
from api.services import Services
from api.watching import Watchers
from noria.errors import Invalid, TooManyRequests
from tests.api.client import Client
from tests.api.hooks import add_trigger

NOBODY = SecretStr("redis://127.0.0.1:1")


@asynccontextmanager
async def limited(
    services: Services, rates: str, address: str = "127.0.0.1"
) -> AsyncGenerator[httpx2.AsyncClient]:
    app = create_app(replace(services, rates=RequestRates(parse_request_rates(rates))))
    transport = httpx2.ASGITransport(app=app, client=(address, 50000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://noria.test") as http:
        yield http


async def test_L5_an_address_that_sends_too_much_waits_and_health_still_answers(
    services: Services,
) -> None:
    async with limited(services, "address=3/m") as http:
        answers = [await http.get("/api/v1/auth/ways") for _ in range(4)]
        health = await http.get("/health/live")
    last = answers[-1]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert last.headers["RateLimit-Limit"] == "3"
    assert last.headers["RateLimit-Policy"] == "3;w=60"
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert last.json()["code"] == "too_many_requests"
    assert "Content-Security-Policy" in last.headers
    assert health.status_code == 200


async def test_L5_accounts_keys_and_workspaces_have_rates_of_their_own(
    owner: Client, stranger: Client, services: Services
) -> None:
    made = await owner.json("POST", "/api-keys", json={"name": "r", "permissions": ["read"]})
    async with limited(services, "account=2/h,key=3/h,workspace=6/h") as http:
        person, script = Client(http, owner.token), Client(http, made["key"])
        by_account = [(await person.ask("GET", "/auth/me")).status_code for _ in range(3)]
        by_key = [(await script.ask("GET", "/auth/me")).status_code for _ in range(4)]
        other = await Client(http, stranger.token).ask("GET", "/auth/me")
    async with limited(services, "workspace=1/h") as http:
        alone = [(await Client(http, owner.token).ask("GET", "/runs")).status_code for _ in "ab"]

    assert by_account == [200, 200, 429]
    assert by_key == [200, 200, 200, 429]
    assert other.status_code == 200
    assert alone == [200, 429]


async def test_L5_the_account_rate_is_that_of_the_account_not_of_a_forwarded_address(
    owner: Client, services: Services
) -> None:
    async with limited(services, "address=2/h") as http:
        answers = [
            await http.get("/api/v1/auth/ways", headers={"X-Forwarded-For": f"10.0.0.{n}"})
            for n in range(3)
        ]

    assert answers[-1].status_code == 429


def test_L5_addresses_of_one_ipv6_network_count_together() -> None:
    def group(host: str) -> str:
        return address_group({"client": (host, 1)})

    assert group("2001:db8:1:2::a") == group("2001:db8:1:2:ffff::b")
    assert group("2001:db8:1:2::a") != group("2001:db8:1:3::a")
    assert group("192.0.2.1") != group("192.0.2.2")
    assert group("::ffff:192.0.2.1") != group("::ffff:192.0.2.2")
    assert group("testclient") == "testclient"


@pytest.mark.parametrize(
    "setting", ["address", "address=5", "nobody=5/m", "address=-1/m", "key=1/d"]
)
def test_a_rate_that_can_not_be_read_is_named(setting: str) -> None:
    with pytest.raises(Invalid, match="NORIA_REQUEST_RATES has the entry"):
        parse_request_rates(setting)


async def test_L1_a_webhook_that_is_flooded_starts_no_more_runs(
    owner: Client, services: Services
) -> None:
    trigger = await add_trigger(owner)
    async with limited(services, "webhook=2/h") as http:
        answers = [await http.post(trigger["url"], json={"n": n}) for n in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert "Retry-After" in answers[-1].headers


async def test_D8_many_sign_ins_at_once_hash_few_passwords_and_send_the_rest_away() -> None:
    passwords = Passwords()
    hashed = await passwords.hash("right")
    answers = await asyncio.gather(
        *(passwords.check("wrong", hashed) for _ in range(MAX_WAITING + AT_ONCE)),
        return_exceptions=True,
    )
    sent_away = [each for each in answers if isinstance(each, TooManyRequests)]

    assert len(sent_away) == AT_ONCE
    assert await passwords.check("right", hashed)


async def test_F6_bodies_of_many_values_and_long_queries_are_refused(owner: Client) -> None:
    many = b"[" + b"1," * 1_000_001 + b"1]"
    body = await owner.ask(
        "POST", "/workflows", content=many[:900_000], headers={"Content-Type": "application/json"}
    )
    query = await owner.ask("GET", "/runs?" + "&".join(f"a{n}=1" for n in range(201)))

    assert body.status_code == 422
    assert query.status_code == 422
    assert "200 parameters" in query.json()["detail"]


async def test_L6_a_caller_watches_so_many_runs_at_once_and_no_more(
    owner: Client, services: Services
) -> None:
    run = await owner.start(await owner.publish())
    me = await owner.json("GET", "/auth/me")
    watchers = Watchers(most=1)
    app = create_app(replace(services, watchers=watchers))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://noria.test") as http:
        with watchers.one(UUID(me["account"]["id"])):
            answer = await Client(http, owner.token).ask("GET", f"/runs/{run['id']}/events")
    watchers.check(UUID(me["account"]["id"]))

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "10")


async def test_while_redis_is_away_each_process_counts_for_itself() -> None:
    rates = RequestRates({"address": Rate(1, 60)}, CountedInRedis(redis_storage(NOBODY)))
    scope: dict[str, Any] = {}
    await rates.take(scope, "address", "a")
    limits = RateLimits(redis_storage(NOBODY))
    await limits.hit(per_minute(1), "a")

    with pytest.raises(TooManyRequests):
        await rates.take(scope, "address", "a")
    with pytest.raises(TooManyRequests):
        await limits.hit(per_minute(1), "a")


async def test_a_window_slides() -> None:
    counted: Counting = CountedHere()
    rate = Rate(5, 1)
    first = [await counted.take("a", rate) for _ in range(12)]

    assert sum(not each.is_refused for each in first) in range(5, 11)
    assert first[-1].reset_s == 1
    assert not (await counted.take("b", rate)).is_refused
    assert RedisStorage is type(redis_storage(NOBODY))
