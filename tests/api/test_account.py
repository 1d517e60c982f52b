"""One's own account: password, sessions, and what an API key must not do."""

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from store.database import Database
from tests.api.client import PASSWORD, Client, sign_in

EMAIL = "owner@noria.example"
NEW = "a brand new password"


async def another_device(app: FastAPI, agent: str = "Other/1.0") -> Client:
    transport = httpx2.ASGITransport(app=app, client=("127.0.0.2", 50002))
    http = httpx2.AsyncClient(
        transport=transport, base_url="http://noria.test", headers={"User-Agent": agent}
    )
    return Client(http, await sign_in(http, EMAIL))


async def sessions_of(client: Client) -> list[dict[str, object]]:
    return (await client.json("GET", "/account/sessions"))["items"]


async def test_a_session_says_where_and_on_what(app: FastAPI, owner: Client) -> None:
    other = await another_device(app)
    newest, first = await sessions_of(other)

    assert (newest["user_agent"], newest["address"]) == ("Other/1.0", "127.0.0.2")
    assert (newest["is_current"], first["is_current"]) == (True, False)
    assert newest["method"] == "password"


async def test_a_session_is_ended_from_another_one(app: FastAPI, owner: Client) -> None:
    other = await another_device(app)
    [theirs] = [each for each in await sessions_of(owner) if not each["is_current"]]
    await owner.json("DELETE", f"/account/sessions/{theirs['id']}")
    access = await other.ask("GET", "/auth/me")
    refreshed = await other.http.post("/api/v1/auth/refresh")

    assert (access.status_code, refreshed.status_code) == (401, 401)
    assert len(await sessions_of(owner)) == 1


async def test_a_session_of_somebody_else_is_not_there(owner: Client, stranger: Client) -> None:
    [theirs] = await sessions_of(stranger)
    answer = await owner.ask("DELETE", f"/account/sessions/{theirs['id']}")

    assert answer.status_code == 404
    assert (await stranger.ask("GET", "/auth/me")).status_code == 200


async def test_signing_out_everywhere_else(app: FastAPI, owner: Client) -> None:
    others = [await another_device(app) for _ in range(2)]
    await owner.json("POST", "/account/sessions/end-others")

    assert [(await each.ask("GET", "/auth/me")).status_code for each in others] == [401, 401]
    assert (await owner.ask("GET", "/auth/me")).status_code == 200


async def test_a_new_password_ends_the_other_sessions(app: FastAPI, owner: Client) -> None:
    other = await another_device(app)
    body = {"password": PASSWORD, "new_password": NEW}
    await owner.json("POST", "/account/password", json=body)

    assert (await other.ask("GET", "/auth/me")).status_code == 401
    assert (await owner.ask("GET", "/auth/me")).status_code == 200
    assert await sign_in(owner.http, EMAIL, NEW)


@pytest.mark.parametrize(
    ("password", "new"), [("wrong", NEW), (PASSWORD, "short"), (PASSWORD, ""), (PASSWORD, None)]
)
async def test_a_password_is_not_changed_without_the_old_one_or_to_a_short_one(
    owner: Client, password: str, new: str | None
) -> None:
    body = {"password": password, "new_password": new}
    answer = await owner.ask("POST", "/account/password", json=body)

    assert answer.status_code == 422
    assert await sign_in(owner.http, EMAIL)


async def test_guessing_the_old_password_is_slowed_down(owner: Client) -> None:
    body = {"password": "guess", "new_password": NEW}
    answers = [await owner.ask("POST", "/account/password", json=body) for _ in range(12)]

    assert [answer.status_code for answer in answers].count(429) == 2


async def test_an_api_key_can_not_touch_the_account(owner: Client) -> None:
    every = ["read", "edit", "run", "credentials", "members", "manage", "own"]
    made = await owner.json("POST", "/api-keys", json={"name": "all", "permissions": every})
    script = Client(owner.http, made["key"])
    body = {"password": PASSWORD, "new_password": NEW}
    answers = [
        await script.ask("POST", "/account/password", json=body),
        await script.ask("GET", "/account/sessions"),
        await script.ask("POST", "/account/second-factor", json={"password": PASSWORD}),
        await script.ask("POST", "/account/passkeys/options", json={"password": PASSWORD}),
        await script.ask("POST", "/members/leave"),
    ]

    assert {answer.status_code for answer in answers} == {403}


async def test_the_trail_tells_of_a_new_password_and_not_the_password(
    owner: Client, database: Database
) -> None:
    body = {"password": PASSWORD, "new_password": NEW}
    await owner.json("POST", "/account/password", json=body)
    async with database.engine.begin() as connection:
        rows = (await connection.execute(text("SELECT * FROM audit_entry"))).all()

    assert "account.change_password" in str(rows)
    assert NEW not in str(rows)


async def test_a_name_is_changed(owner: Client) -> None:
    await owner.json("PATCH", "/account", json={"name": "Ada"})

    assert (await owner.json("GET", "/auth/me"))["account"]["name"] == "Ada"
