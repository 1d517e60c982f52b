"""Group D of the attack catalogue: signing in, sessions, tokens, API keys, other sites."""

import asyncio
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import text

from api.settings import ApiSettings
from store.database import Database
from tests.api.client import PASSWORD, Client
from tests.api.routes import CLOSED, body_of, filled
from tests.api.test_auth import FORGED

EMAIL = "owner@noria.example"
SIGN_IN = "/api/v1/auth/sign-in"


async def test_D1_no_route_but_the_listed_ones_answers_without_a_token(
    anonymous: httpx2.AsyncClient,
) -> None:
    wrong: list[tuple[str, str, int]] = []
    for method, path in CLOSED:
        answer = await anonymous.request(method, filled(path), json=body_of(path))
        if answer.status_code != 401:
            wrong.append((method, path, answer.status_code))

    assert wrong == []


TRICKS = [
    "/api/v1/runs/health", "/api/v1/runs/configs", "//api/v1/runs", "/api/v1//runs",
    "/api/v1/runs;/health/live", "/api/v1/runs%2e%2e/health/live", "/API/V1/RUNS",
    "/api/v1/runs/", "/health/live/../../api/v1/runs", "/api/v1/%72uns", "/api/v1/runs?/health/live",
]  # fmt: skip


@pytest.mark.parametrize("path", TRICKS)
async def test_D2_tricks_with_the_path_open_nothing(
    anonymous: httpx2.AsyncClient, path: str
) -> None:
    answer = await anonymous.get(path)

    assert answer.status_code in (401, 404, 503)
    assert "items" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Request-From": "internal"},
        {"X-Forwarded-For": "127.0.0.1", "X-Real-Ip": "127.0.0.1"},
        {"X-Original-URL": "/health/live", "X-Rewrite-URL": "/health/live"},
        {"X-User": EMAIL, "X-Remote-User": EMAIL, "Remote-User": EMAIL},
        {"Authorization": "Bearer undefined"},
        {"Authorization": "Basic b3duZXJAbm9yaWEuZXhhbXBsZTpjb3JyZWN0IGhvcnNlIGJhdHRlcnk="},
        {"X-HTTP-Method-Override": "OPTIONS"},
    ],
)
async def test_D3_headers_that_claim_to_be_somebody_are_ignored(
    owner: Client, headers: dict[str, str]
) -> None:
    assert (await owner.http.get("/api/v1/runs", headers=headers)).status_code == 401


async def test_D3_another_address_in_a_header_does_not_reset_the_count(owner: Client) -> None:
    body = {"email": EMAIL, "password": "guess"}
    answers = [
        await owner.http.post(SIGN_IN, json=body, headers={"X-Forwarded-For": f"10.0.0.{n}"})
        for n in range(12)
    ]

    assert answers[-1].status_code == 429


@pytest.mark.parametrize("name", FORGED)
async def test_D4_forged_tokens_open_nothing(anonymous: httpx2.AsyncClient, name: str) -> None:
    assert (await Client(anonymous, FORGED[name]).ask("GET", "/runs")).status_code == 401


@pytest.mark.parametrize("token", [None, "", [], {}, 0, True, ["a"], "null", "x" * 43, "a' OR 1=1"])
async def test_D5_a_password_is_not_reset_with_an_odd_token(
    owner: Client, database: Database, token: Any
) -> None:
    body = {"token": token, "new_password": "a brand new password"}
    answer = await owner.http.post("/api/v1/auth/password-reset", json=body)
    async with database.engine.begin() as connection:
        await connection.execute(text("SELECT 1"))

    assert answer.status_code in (404, 422)
    good = {"email": EMAIL, "password": PASSWORD}
    assert (await owner.http.post(SIGN_IN, json=good)).status_code == 200


async def test_D6_a_cookie_from_before_signing_in_is_not_taken_over(owner: Client) -> None:
    fixed = "chosen-by-the-attacker"
    owner.http.cookies.clear()
    await owner.http.post(
        SIGN_IN,
        json={"email": EMAIL, "password": PASSWORD},
        headers={"Cookie": f"noria_refresh={fixed}"},
    )
    owner.http.cookies.clear()
    by_fixed = await owner.http.post(
        "/api/v1/auth/refresh", headers={"Cookie": f"noria_refresh={fixed}"}
    )

    assert by_fixed.status_code == 401


async def test_D6_signing_out_and_a_new_password_end_access(owner: Client) -> None:
    again = await owner.http.post(SIGN_IN, json={"email": EMAIL, "password": PASSWORD})
    second = Client(owner.http, again.json()["access_token"])
    body = {"password": PASSWORD, "new_password": "a brand new password"}
    await second.json("POST", "/account/password", json=body)
    await owner.http.post("/api/v1/auth/sign-out")

    assert (await owner.ask("GET", "/runs")).status_code == 401
    assert (await second.ask("GET", "/runs")).status_code == 401


async def test_D7_a_refresh_token_used_twice_ends_its_family_also_at_once(owner: Client) -> None:
    cookie = {"Cookie": f"noria_refresh={owner.http.cookies['noria_refresh']}"}
    owner.http.cookies.clear()
    answers = await asyncio.gather(
        *(owner.http.post("/api/v1/auth/refresh", headers=cookie) for _ in range(8))
    )

    assert [answer.status_code for answer in answers].count(200) == 1
    assert (await owner.ask("GET", "/runs")).status_code == 401


async def test_D8_guessing_and_asking_who_is_there_lead_nowhere(owner: Client) -> None:
    wrong = await owner.http.post(SIGN_IN, json={"email": EMAIL, "password": "x"})
    unknown = await owner.http.post(SIGN_IN, json={"email": "no@one.example", "password": "x"})
    guesses = [
        await owner.http.post(SIGN_IN, json={"email": EMAIL, "password": f"{n}"}) for n in range(12)
    ]

    assert wrong.json()["detail"] == unknown.json()["detail"]
    assert wrong.json().keys() == unknown.json().keys()
    assert guesses[-1].status_code == 429


@pytest.mark.parametrize("key", ["", "secret", "a" * 64, "changeme" * 3, "0123456789" * 3])
def test_D9_a_missing_default_or_short_key_stops_the_start(key: str) -> None:
    with pytest.raises(ValidationError, match="NORIA_TOKEN_KEY"):
        ApiSettings(token_key=SecretStr(key))


async def test_D10_keys_of_another_scope_workspace_or_time_open_nothing(
    owner: Client, stranger: Client, database: Database
) -> None:
    theirs = (await stranger.json("GET", "/auth/me"))["workspace"]["id"]
    made = await owner.json("POST", "/api-keys", json={"name": "r", "permissions": ["read"]})
    script = Client(owner.http, made["key"])
    scope = await script.ask("POST", "/workflows", json={"name": "x"})
    workspace = await script.ask("GET", "/runs", headers={"X-Workspace": theirs})
    swapped = await Client(owner.http, f"{made['prefix']}{'x' * 43}").ask("GET", "/runs")
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE api_key SET expires_at = now()"))
    over = await script.ask("GET", "/runs")

    assert (scope.status_code, workspace.status_code) == (403, 404)
    assert (swapped.status_code, over.status_code) == (401, 401)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://noria.test.evil"])
async def test_D11_no_other_site_reads_answers(owner: Client, origin: str) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    answers = [
        await owner.ask("GET", "/runs", headers=headers),
        await owner.http.options("/api/v1/runs", headers=headers),
        await owner.http.post("/api/v1/auth/refresh", headers=headers),
    ]

    assert not any("access-control-allow-origin" in answer.headers for answer in answers)


OTHER_SITES: list[dict[str, str]] = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]
BY_COOKIE = [
    "sign-in", "refresh", "sign-out", "invitations/accept", "invitations/look", "password-reset",
    "password-reset/ask", "passkey", "passkey/options",
]  # fmt: skip


@pytest.mark.parametrize("path", BY_COOKIE)
async def test_D12_pages_of_other_sites_can_not_use_the_cookie(owner: Client, path: str) -> None:
    good: dict[str, Any] = {
        "email": EMAIL, "password": PASSWORD, "token": "x" * 43, "new_password": PASSWORD,
        "answer": {},
    }  # fmt: skip
    answers = [
        await owner.http.post(f"/api/v1/auth/{path}", headers=headers, json=good)
        for headers in OTHER_SITES
    ]
    as_text = await owner.http.post(
        SIGN_IN,
        content=b'{"email": "a@b.c", "password": "x"}',
        headers={"Content-Type": "text/plain"},
    )

    assert {answer.status_code for answer in answers} == {403}
    assert as_text.status_code == 422
