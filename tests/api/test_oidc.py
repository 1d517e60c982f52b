"""Signing in with an OpenID provider that runs beside the test, honest and lying."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc.jwk import OctKey, RSAKey
from pydantic import SecretStr

from api.app import create_app
from api.openid import OpenId
from api.services import Services
from api.settings import OidcSettings
from tests.api.client import Client
from tests.api.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider, openid_provider
from tests.api.people import invite

OWNER = {"sub": "u-1", "email": "owner@noria.example", "email_verified": True, "name": "Owner"}
START = "/api/v1/auth/oidc/start"


@pytest.fixture
async def provider() -> AsyncGenerator[Provider]:
    async with openid_provider(**OWNER) as running:
        yield running


@pytest.fixture
async def browser(
    provider: Provider, services: Services, owner: Client
) -> AsyncGenerator[httpx2.AsyncClient]:
    settings = OidcSettings(
        oidc_issuer=provider.url,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=SecretStr(CLIENT_SECRET),
        oidc_name="Example SSO",
    )
    app = create_app(replace(services, oidc=OpenId(settings)))
    transport = httpx2.ASGITransport(app=app, client=("127.0.0.1", 50003))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8400") as http:
        yield http


async def at_provider(browser: httpx2.AsyncClient, query: str = "") -> str:
    """Where the provider sends the browser back to."""
    began = await browser.get(START + query)
    assert began.status_code == 303, began.text
    async with httpx2.AsyncClient(trust_env=False) as outside:
        answer = await outside.get(began.headers["location"])
    return answer.headers["location"]


async def come_back(browser: httpx2.AsyncClient, query: str = "") -> httpx2.Response:
    return await browser.get(await at_provider(browser, query))


def refusal(answer: httpx2.Response) -> str:
    parts = urlsplit(answer.headers["location"])
    assert (answer.status_code, parts.path) == (303, "/sign-in"), answer.headers["location"]
    assert "noria_refresh" not in answer.headers.get("set-cookie", "")
    return parse_qs(parts.query)["refused"][0]


async def test_the_way_there_and_back_signs_in(browser: httpx2.AsyncClient) -> None:
    ways = (await browser.get("/api/v1/auth/ways")).json()
    back = await come_back(browser, "?next=/runs")
    refreshed = await browser.post("/api/v1/auth/refresh")
    me = await Client(browser, refreshed.json()["access_token"]).json("GET", "/auth/me")
    again = await come_back(browser)

    assert ways == {"oidc": "Example SSO"}
    assert back.headers["location"] == "/runs"
    assert me["account"]["email"] == "owner@noria.example"
    assert again.headers["location"] == "/workflows"


async def test_what_is_sent_has_state_nonce_and_a_challenge(browser: httpx2.AsyncClient) -> None:
    began = await browser.get(START)
    query = parse_qs(urlsplit(began.headers["location"]).query)

    assert query["code_challenge_method"] == ["S256"]
    assert all(len(query[name][0]) >= 40 for name in ("state", "nonce", "code_challenge"))
    assert query["redirect_uri"] == ["http://127.0.0.1:8400/api/v1/auth/oidc/callback"]
    assert "HttpOnly" in began.headers["set-cookie"]


async def test_who_is_invited_joins_and_who_is_not_does_not(
    provider: Provider, browser: httpx2.AsyncClient, owner: Client
) -> None:
    provider.claims = {"sub": "u-2", "email": "new@noria.example", "email_verified": True}
    stranger = refusal(await come_back(browser))
    await invite(owner, "new@noria.example", "operator")
    joined = await come_back(browser)
    members = (await owner.json("GET", "/members"))["items"]

    assert "not invited" in stranger
    assert joined.headers["location"] == "/workflows"
    assert [item["role"] for item in members] == ["owner", "operator"]


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": ["another-client"]},
        {"azp": "another-client"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1_000_000_000, "iat": 999_999_000},
        {"exp": None},
        {"sub": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_us_signs_in_nobody(
    provider: Provider, browser: httpx2.AsyncClient, lies: dict[str, Any]
) -> None:
    provider.lies = lies

    assert refusal(await come_back(browser))
    assert (await browser.post("/api/v1/auth/refresh")).status_code == 401


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (RSAKey.generate_key(2048), "RS256"),
        (OctKey.import_key(CLIENT_SECRET), "HS256"),
    ],
    ids=["another key", "our own secret"],
)
async def test_a_token_signed_by_somebody_else_signs_in_nobody(
    provider: Provider, browser: httpx2.AsyncClient, key: RSAKey | OctKey, algorithm: str
) -> None:
    provider.signs_with, provider.algorithm = key, algorithm

    assert "not a good one" in refusal(await come_back(browser))


async def test_a_code_or_state_of_another_browser_signs_in_nobody(
    browser: httpx2.AsyncClient,
) -> None:
    theirs = await at_provider(browser)
    browser.cookies.clear()
    without = refusal(await browser.get(theirs))
    await at_provider(browser)
    swapped = refusal(await browser.get(theirs))

    assert "another browser" in without
    assert "another browser" in swapped


async def test_the_way_back_is_good_once(browser: httpx2.AsyncClient) -> None:
    back = await at_provider(browser)
    cookie = {"Cookie": f"noria_oidc={browser.cookies['noria_oidc']}"}
    first = await browser.get(back)
    again = refusal(await browser.get(back, headers=cookie))

    assert first.headers["location"] == "/workflows"
    assert "took too long" in again


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "x"])
async def test_i5_it_leads_back_to_our_own_pages_only(
    browser: httpx2.AsyncClient, path: str
) -> None:
    answer = await come_back(browser, str(httpx2.QueryParams({"next": path})).join(["?", ""]))

    assert answer.headers["location"] == "/workflows"


async def test_without_settings_there_is_no_such_way(owner: Client) -> None:
    assert (await owner.http.get("/api/v1/auth/ways")).json() == {"oidc": None}
    assert (await owner.http.get(START)).status_code == 404
