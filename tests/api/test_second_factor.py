"""An authenticator app: asked for at sign-in, each code good once, secrets sealed."""

import time
from typing import Any

import httpx2
import pyotp
import pytest
from sqlalchemy import text

from store.database import Database
from tests.api.client import PASSWORD, Client

EMAIL = "owner@noria.example"


async def begin(owner: Client) -> pyotp.TOTP:
    body = {"password": PASSWORD}
    begun = await owner.json("POST", "/account/second-factor", json=body)
    assert begun["uri"].startswith("otpauth://totp/Noria:")
    assert set("".join(begun["qr"])) == {"0", "1"}
    return pyotp.TOTP(begun["secret"])


def code_of(app: pyotp.TOTP, steps: int = 0) -> str:
    return app.at(int(time.time()) + 30 * steps)


async def set_up(owner: Client) -> tuple[pyotp.TOTP, list[str]]:
    """In force, with the code of half a minute ago used up."""
    app = await begin(owner)
    body = {"code": code_of(app, -1)}
    done = await owner.json("POST", "/account/second-factor/confirm", json=body)
    return app, done["codes"]


async def try_code(http: httpx2.AsyncClient, code: str | None) -> httpx2.Response:
    body: dict[str, Any] = {"email": EMAIL, "password": PASSWORD, "code": code}
    return await http.post("/api/v1/auth/sign-in", json=body)


async def test_nothing_changes_until_the_first_code(owner: Client) -> None:
    await begin(owner)
    wrong = await owner.ask("POST", "/account/second-factor/confirm", json={"code": "000000"})

    assert wrong.status_code == 422
    assert (await owner.json("GET", "/account/second-factor"))["since"] is None
    assert (await try_code(owner.http, None)).status_code == 200


async def test_signing_in_asks_for_a_code(owner: Client) -> None:
    app, _ = await set_up(owner)
    without = await try_code(owner.http, None)
    wrong = await try_code(owner.http, "123 456")
    right = await try_code(owner.http, code_of(app))
    wrong_password = await owner.http.post(
        "/api/v1/auth/sign-in", json={"email": EMAIL, "password": "x", "code": code_of(app, 1)}
    )

    assert (without.status_code, without.json()["code"]) == (401, "second_factor_required")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "unauthenticated")
    assert right.status_code == 200
    assert wrong_password.json()["code"] == "unauthenticated"


async def test_a_code_is_good_once(owner: Client) -> None:
    app, _ = await set_up(owner)
    code = code_of(app)
    first, again = await try_code(owner.http, code), await try_code(owner.http, code)
    earlier = await try_code(owner.http, code_of(app, -1))

    assert (first.status_code, again.status_code, earlier.status_code) == (200, 401, 401)


async def test_a_recovery_code_stands_in_once(owner: Client) -> None:
    _, codes = await set_up(owner)
    first = await try_code(owner.http, codes[0].upper())
    again = await try_code(owner.http, codes[0])
    state = await owner.json("GET", "/account/second-factor")

    assert (first.status_code, again.status_code) == (200, 401)
    assert (len(set(codes)), state["codes_left"]) == (10, 9)


async def test_new_recovery_codes_replace_the_old(owner: Client) -> None:
    _, old = await set_up(owner)
    body = {"password": PASSWORD}
    new = (await owner.json("POST", "/account/second-factor/codes", json=body))["codes"]

    assert (await try_code(owner.http, old[0])).status_code == 401
    assert (await try_code(owner.http, new[0])).status_code == 200


async def test_guessing_codes_is_slowed_down(owner: Client) -> None:
    await set_up(owner)
    answers = [await try_code(owner.http, f"{number:06}") for number in range(12)]

    assert [answer.status_code for answer in answers].count(429) >= 2


@pytest.mark.parametrize("path", ["", "/codes", "/remove"])
async def test_the_password_is_asked_for_again(owner: Client, path: str) -> None:
    await set_up(owner)
    answer = await owner.ask("POST", f"/account/second-factor{path}", json={"password": "x"})

    assert answer.status_code == 422
    assert (await owner.json("GET", "/account/second-factor"))["since"]


async def test_removed_it_is_asked_for_no_more(owner: Client) -> None:
    await set_up(owner)
    await owner.json("POST", "/account/second-factor/remove", json={"password": PASSWORD})

    assert (await try_code(owner.http, None)).status_code == 200


async def test_neither_secret_nor_codes_are_stored_as_they_are(
    owner: Client, database: Database
) -> None:
    app, codes = await set_up(owner)
    async with database.engine.begin() as connection:
        factor = (await connection.execute(text("SELECT * FROM second_factor"))).one()
        stored = (await connection.execute(text("SELECT code_hash FROM recovery_code"))).all()

    assert app.secret.encode() not in bytes(factor.sealed_secret)
    assert not any(code.encode() in bytes(row[0]) for row in stored for code in codes)
