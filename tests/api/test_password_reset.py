"""A forgotten password: a link by mail or from the command line, good once and not for long."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncGenerator
from dataclasses import replace

import httpx2
import pytest
from sqlalchemy import text

from api.app import create_app
from api.services import Services
from store.database import Database
from tests.api.client import PASSWORD, Client, sign_in
from tests.api.mailbox import Mailbox, mailbox

EMAIL = "owner@noria.example"
NEW = "a brand new password"


@pytest.fixture
async def mailed(
    services: Services, owner: Client
) -> AsyncGenerator[tuple[httpx2.AsyncClient, Mailbox]]:
    with mailbox() as box:
        app = create_app(replace(services, mail=box.mailer))
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://noria.test") as http:
            yield http, box


async def ask(http: httpx2.AsyncClient, email: str = EMAIL) -> httpx2.Response:
    return await http.post("/api/v1/auth/password-reset/ask", json={"email": email})


async def reset(http: httpx2.AsyncClient, token: object, new: str = NEW) -> httpx2.Response:
    return await http.post(
        "/api/v1/auth/password-reset", json={"token": token, "new_password": new}
    )


def token_in(words: str) -> str:
    found = re.search(r"/reset-password#([\w-]+)", words)
    assert found, words
    return found[1]


async def test_the_mailed_link_sets_a_new_password_and_ends_all_sessions(
    mailed: tuple[httpx2.AsyncClient, Mailbox], owner: Client
) -> None:
    http, box = mailed
    asked = await ask(http)
    token = token_in(box.text())
    done = await reset(http, token)
    again = await reset(http, token)

    assert (asked.status_code, done.status_code, again.status_code) == (202, 204, 404)
    assert box.letters[0]["To"] == EMAIL
    assert (await owner.ask("GET", "/auth/me")).status_code == 401
    assert await sign_in(http, EMAIL, NEW)


async def test_who_asks_for_an_unknown_address_learns_nothing(
    mailed: tuple[httpx2.AsyncClient, Mailbox],
) -> None:
    http, box = mailed
    known, unknown = await ask(http), await ask(http, "nobody@noria.example")

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert [letter["To"] for letter in box.letters] == [EMAIL]


async def test_the_link_does_not_follow_the_host_header(
    mailed: tuple[httpx2.AsyncClient, Mailbox],
) -> None:
    http, box = mailed
    body = {"email": EMAIL}
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    await http.post("/api/v1/auth/password-reset/ask", json=body, headers=headers)

    assert "evil.example" not in box.text()
    assert "http://127.0.0.1:8400/reset-password#" in box.text()


async def test_asking_often_is_slowed_down(mailed: tuple[httpx2.AsyncClient, Mailbox]) -> None:
    http, box = mailed
    answers = [await ask(http) for _ in range(7)]

    assert [answer.status_code for answer in answers].count(429) == 2
    assert len(box.letters) == 5


async def test_a_changed_password_ends_links_under_way(
    mailed: tuple[httpx2.AsyncClient, Mailbox], owner: Client
) -> None:
    http, box = mailed
    await ask(http)
    body = {"password": PASSWORD, "new_password": NEW}
    await owner.json("POST", "/account/password", json=body)

    assert (await reset(http, token_in(box.text()))).status_code == 404


async def test_an_old_link_is_good_no_more(
    mailed: tuple[httpx2.AsyncClient, Mailbox], database: Database
) -> None:
    http, box = mailed
    await ask(http)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE one_time_token SET expires_at = now()"))

    assert (await reset(http, token_in(box.text()))).status_code == 404


async def test_without_mail_settings_it_says_what_to_do(owner: Client) -> None:
    answer = await ask(owner.http)

    assert answer.status_code == 503
    assert "python -m api.reset_password" in answer.json()["detail"]


async def test_the_command_prints_a_link_for_who_runs_the_machine(
    owner: Client, database: Database
) -> None:
    env = os.environ | {
        "NORIA_DATABASE_URL": database.url,
        "NORIA_BLOB_URL": "file:///nowhere",
        "NORIA_PUBLIC_URL": "https://noria.example",
    }
    command = [sys.executable, "-m", "api.reset_password"]

    def run(email: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, email], env=env, capture_output=True, text=True)

    done = await asyncio.to_thread(run, EMAIL)
    nobody = await asyncio.to_thread(run, "no@one.example")

    assert "https://noria.example/reset-password#" in done.stdout
    assert (await reset(owner.http, token_in(done.stdout))).status_code == 204
    assert nobody.returncode == 1
    assert "'no@one.example'" in nobody.stderr
