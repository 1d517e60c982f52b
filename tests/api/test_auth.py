"""Signing in: slowly guessed, quickly revoked."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from sqlalchemy import text
from sqlmodel import select

from api.permissions import ROLES
from api.services import Services
from api.tokens import AUDIENCE, ISSUER
from store import account_sessions
from store.database import Database
from store.tables import Account
from tests.api.client import PASSWORD, Client, sign_in
from tests.api.conftest import TOKEN_KEY

EMAIL = "owner@noria.example"


async def refresh(http: httpx2.AsyncClient, **headers: str) -> httpx2.Response:
    return await http.post("/api/v1/auth/refresh", headers=headers)


async def try_password(http: httpx2.AsyncClient, email: str, password: str) -> httpx2.Response:
    return await http.post("/api/v1/auth/sign-in", json={"email": email, "password": password})


async def test_signing_in_gives_a_short_token_and_a_cookie_out_of_reach_of_scripts(
    owner: Client,
) -> None:
    answer = await try_password(owner.http, EMAIL.upper(), PASSWORD)

    cookie = answer.headers["set-cookie"]
    expires_at = datetime.fromisoformat(answer.json()["expires_at"])
    assert timedelta(minutes=9) < expires_at - datetime.now(UTC) <= timedelta(minutes=10)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/api/v1/auth" in cookie
    assert "refresh" not in answer.text


async def test_over_https_the_cookie_is_bound_to_the_host(owner: Client) -> None:
    secure = httpx2.AsyncClient(transport=owner.http._transport, base_url="https://noria.test")  # pyright: ignore[reportPrivateUsage]
    answer = await try_password(secure, EMAIL, PASSWORD)
    refreshed = await refresh(secure)

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-noria_refresh=")
    assert "Secure" in cookie
    assert "Path=/;" in cookie
    assert refreshed.status_code == 200


async def test_me_tells_who_and_where(owner: Client) -> None:
    me = await owner.json("GET", "/auth/me")

    assert me["account"]["email"] == EMAIL
    assert [item["role"] for item in me["workspaces"]] == ["owner"]
    assert set(me["permissions"]) == ROLES["owner"]


async def test_a_wrong_password_and_an_unknown_account_look_alike(owner: Client) -> None:
    wrong = await try_password(owner.http, EMAIL, "wrong")
    unknown = await try_password(owner.http, "nobody@noria.example", "wrong")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert {**wrong.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}


async def test_guessing_is_slowed_down_and_the_right_password_too(owner: Client) -> None:
    answers = [await try_password(owner.http, EMAIL, f"guess {n}") for n in range(12)]
    right = await try_password(owner.http, EMAIL, PASSWORD)

    assert [answer.status_code for answer in answers].count(429) >= 2
    assert right.status_code == 429
    assert 1 <= int(right.headers["Retry-After"]) <= 60


async def test_signing_in_often_is_fine(owner: Client) -> None:
    for _ in range(20):
        await sign_in(owner.http, EMAIL)


@pytest.mark.parametrize(
    "body",
    [
        {"email": EMAIL, "password": None},
        {"email": EMAIL, "password": [PASSWORD]},
        {"email": EMAIL},
        {"email": "a\x00b", "password": "x"},
        {"email": "x" * 400, "password": "x"},
        [],
    ],
)
async def test_odd_credentials_are_refused_plainly(owner: Client, body: Any) -> None:
    answer = await owner.http.post("/api/v1/auth/sign-in", json=body)

    assert answer.status_code in (401, 422)


async def test_refreshing_trades_the_cookie(owner: Client) -> None:
    before = owner.http.cookies["noria_refresh"]
    answer = await refresh(owner.http)

    renewed = Client(owner.http, answer.json()["access_token"])
    assert answer.status_code == 200
    assert owner.http.cookies["noria_refresh"] != before
    assert (await renewed.json("GET", "/auth/me"))["account"]["email"] == EMAIL


async def test_a_cookie_used_twice_ends_the_session(owner: Client) -> None:
    stolen = owner.http.cookies["noria_refresh"]
    await refresh(owner.http)
    fresh = owner.http.cookies["noria_refresh"]
    owner.http.cookies.clear()
    replayed = await refresh(owner.http, Cookie=f"noria_refresh={stolen}")
    rightful = await refresh(owner.http, Cookie=f"noria_refresh={fresh}")
    access = await owner.ask("GET", "/auth/me")

    assert (replayed.status_code, rightful.status_code, access.status_code) == (401, 401, 401)


async def test_signing_out_ends_access_at_once(owner: Client) -> None:
    answer = await owner.http.post("/api/v1/auth/sign-out")
    access = await owner.ask("GET", "/auth/me")

    assert answer.status_code == 204
    assert 'noria_refresh=""' in answer.headers["set-cookie"]
    assert access.status_code == 401
    assert (await refresh(owner.http)).status_code == 401


async def test_ending_all_sessions_of_an_account_ends_access(
    owner: Client, database: Database
) -> None:
    async with database.sessions.begin() as session:
        account_id = (await session.exec(select(Account.id))).one()
        await account_sessions.revoke_sessions(session, account_id=account_id)

    assert (await owner.ask("GET", "/auth/me")).status_code == 401


async def test_a_disabled_account_is_out(owner: Client, database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE account SET disabled_at = now()"))

    assert (await owner.ask("GET", "/auth/me")).status_code == 401
    assert (await refresh(owner.http)).status_code == 401
    assert (await try_password(owner.http, EMAIL, PASSWORD)).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://noria.test"},
    ],
)
@pytest.mark.parametrize("path", ["refresh", "sign-out", "sign-in"])
async def test_pages_of_other_sites_can_not_use_the_cookie(
    owner: Client, headers: dict[str, str], path: str
) -> None:
    body = {"email": EMAIL, "password": PASSWORD}
    answer = await owner.http.post(f"/api/v1/auth/{path}", headers=headers, json=body)

    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


async def test_our_own_pages_may(owner: Client) -> None:
    headers = {"Origin": "http://noria.test", "Sec-Fetch-Site": "same-origin"}

    assert (await refresh(owner.http, **headers)).status_code == 200


async def test_json_sent_as_plain_text_is_refused(owner: Client) -> None:
    body = f'{{"email": "{EMAIL}", "password": "{PASSWORD}"}}'
    answer = await owner.http.post(
        "/api/v1/auth/sign-in", content=body, headers={"Content-Type": "text/plain"}
    )

    assert answer.status_code == 422


def claims(**changed: Any) -> dict[str, Any]:
    now = int(datetime.now(UTC).timestamp())
    return {
        "iss": ISSUER, "aud": AUDIENCE, "sub": str(uuid4()), "workspace": str(uuid4()),
        "sid": str(uuid4()), "iat": now, "exp": now + 600, **changed,
    }  # fmt: skip


def signed(content: dict[str, Any], key: str = TOKEN_KEY, **header: Any) -> str:
    return jwt.encode(
        {"alg": "HS256", **header},
        content,
        OctKey.import_key(key),
        algorithms=["HS256", "HS512"],
    )


def unsigned(content: dict[str, Any]) -> str:
    parts = [json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, content)]
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


FORGED = {
    "unknown account": signed(claims()),
    "no algorithm": unsigned(claims()),
    "another algorithm": signed(claims(), alg="HS512"),
    "another key": signed(claims(), key="another-key-0123456789-abcdefghijkl"),
    "key by id": signed(claims(), kid="../../dev/null"),
    "another audience": signed(claims(aud="other")),
    "another issuer": signed(claims(iss="other")),
    "expired": signed(claims(exp=1_000_000_000)),
    "no end": signed({key: value for key, value in claims().items() if key != "exp"}),
    "odd subject": signed(claims(sub=["a"])),
    "asymmetric": jwt.encode(
        {"alg": "Ed25519"}, claims(), OKPKey.generate_key("Ed25519"), algorithms=["Ed25519"]
    ),
    "nonsense": "a.b.c",
    "text": "token",
    "half a key": "noria_",
    "no such key": f"noria_{uuid4().hex}_secret",
}


@pytest.mark.parametrize("name", FORGED)
async def test_forged_tokens_open_nothing(anonymous: httpx2.AsyncClient, name: str) -> None:
    answer = await Client(anonymous, FORGED[name]).ask("GET", "/workflows")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_the_stored_hash_is_not_the_cookie(owner: Client, services: Services) -> None:
    async with services.database.engine.begin() as connection:
        stored = (
            await connection.execute(text("SELECT token_hash FROM refresh_token"))
        ).scalar_one()

    assert owner.http.cookies["noria_refresh"].encode() not in bytes(stored)
