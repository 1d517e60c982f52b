"""Invitations: a link for one, once, for some days."""

import asyncio
from dataclasses import replace

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from api.app import create_app
from api.services import Services
from store.database import Database
from tests.api.client import PASSWORD, Client
from tests.api.mailbox import mailbox
from tests.api.people import accept, id_of, invite

EMAIL = "new@noria.example"
GONE = "over, withdrawn or used up"


async def test_the_link_is_mailed_and_leads_to_an_account(
    services: Services, owner: Client
) -> None:
    with mailbox() as box:
        app = create_app(replace(services, mail=box.mailer))
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://noria.test") as http:
            made = await invite(Client(http, owner.token), EMAIL.upper(), "editor")
            look = await http.post("/api/v1/auth/invitations/look", json={"token": made["token"]})
            joined = await accept(http, made["token"], name="Newcomer")
            me = await Client(http, joined.json()["access_token"]).json("GET", "/auth/me")

    assert made["mailed"]
    assert box.letters[0]["To"] == EMAIL
    assert f"http://127.0.0.1:8400/join#{made['token']}" in box.text()
    assert (look.json()["workspace_name"], look.json()["has_account"]) == ("Home", False)
    assert (me["account"]["name"], me["workspace"]["role"]) == ("Newcomer", "editor")


async def test_a_mail_server_that_is_away_leaves_the_link(
    services: Services, owner: Client
) -> None:
    with mailbox() as box:
        gone = box.mailer
    app = create_app(replace(services, mail=gone))
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://noria.test"
    ) as http:
        made = await invite(Client(http, owner.token), EMAIL, "viewer")

    assert not made["mailed"]
    assert made["token"]


async def test_a_link_is_good_once(owner: Client) -> None:
    token = (await invite(owner, EMAIL, "viewer"))["token"]
    first = await accept(owner.http, token)
    second = await accept(owner.http, token)

    assert (first.status_code, second.status_code) == (200, 404)
    assert GONE in second.json()["detail"]


async def test_of_ten_who_hold_the_link_one_joins(owner: Client) -> None:
    token = (await invite(owner, EMAIL, "viewer"))["token"]
    answers = await asyncio.gather(*(accept(owner.http, token) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert [answer.status_code for answer in answers].count(200) == 1
    assert len((await owner.json("GET", "/members"))["items"]) == 2


async def test_a_withdrawn_an_old_and_a_renewed_link_open_nothing(
    owner: Client, database: Database
) -> None:
    withdrawn = await invite(owner, EMAIL, "viewer")
    await owner.json("DELETE", f"/invitations/{withdrawn['id']}")
    first = await invite(owner, EMAIL, "viewer")
    renewed = await invite(owner, EMAIL, "editor")
    listed = (await owner.json("GET", "/invitations"))["items"]
    by_first = await accept(owner.http, first["token"])
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE invitation SET expires_at = now()"))
    by_old = await accept(owner.http, renewed["token"])
    by_withdrawn = await accept(owner.http, withdrawn["token"])

    assert [item["role"] for item in listed] == ["editor"]
    assert {by_first.status_code, by_old.status_code, by_withdrawn.status_code} == {404}


async def test_who_has_an_account_joins_with_its_password(owner: Client, stranger: Client) -> None:
    token = (await invite(owner, "stranger@noria.example", "operator"))["token"]
    look = await owner.http.post("/api/v1/auth/invitations/look", json={"token": token})
    wrong = await accept(owner.http, token, "not the password")
    right = await accept(owner.http, token, PASSWORD)
    me = await Client(owner.http, right.json()["access_token"]).json("GET", "/auth/me")

    assert look.json()["has_account"]
    assert wrong.status_code == 401
    assert me["account"]["id"] == await id_of(stranger)
    assert [item["role"] for item in me["workspaces"]] == ["owner", "operator"]


async def test_a_short_password_is_refused_and_the_link_stays_good(owner: Client) -> None:
    token = (await invite(owner, EMAIL, "viewer"))["token"]
    short = await accept(owner.http, token, "123456789")

    assert short.status_code == 422
    assert (await accept(owner.http, token)).status_code == 200


async def test_members_are_not_invited_again(owner: Client) -> None:
    body = {"email": "owner@noria.example", "role": "viewer"}

    assert (await owner.ask("POST", "/invitations", json=body)).status_code == 409


async def test_the_secret_is_not_stored(owner: Client, database: Database) -> None:
    token = (await invite(owner, EMAIL, "viewer"))["token"]
    async with database.engine.begin() as connection:
        row = (await connection.execute(text("SELECT * FROM invitation"))).one()

    assert token not in str(row)
    assert token.encode() not in bytes(row.token_hash)


@pytest.mark.parametrize("email", ["", "x", "a@b\r\nBcc: c@d.example", "x" * 400 + "@y.example"])
async def test_odd_addresses_are_refused(owner: Client, app: FastAPI, email: str) -> None:
    answer = await owner.ask("POST", "/invitations", json={"email": email, "role": "viewer"})

    assert answer.status_code == 422


async def test_subjects_can_not_carry_headers(services: Services, owner: Client) -> None:
    await owner.json("PATCH", "/workspace", json={"name": "Evil\nBcc: all@noria.example"})
    with mailbox() as box:
        app = create_app(replace(services, mail=box.mailer))
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app), base_url="http://noria.test"
        ) as http:
            made = await invite(Client(http, owner.token), EMAIL, "viewer")

    assert made["mailed"]
    assert box.letters[0]["Bcc"] is None
    assert "Bcc: all@noria.example" in box.letters[0]["Subject"]
