"""Trying a credential, and connecting one that needs a person's consent."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from api.oauth_states import challenge_of
from noria.credential_work import ConnectCall, Tried, TryCall
from tests.api.client import Client
from tests.api.fakes import FakeTemporal

SERVICE: dict[str, Any] = {
    "name": "Service",
    "type": "oauth2_code",
    "fields": {
        "authorize_url": "https://id.example/authorize?x=1",
        "token_url": "https://id.example/token",
        "client_id": "noria",
        "client_secret": "s3cr3t",
        "scope": "read write",
    },
    "allowed_hosts": ["api.example"],
}


async def begin(owner: Client) -> tuple[str, dict[str, str], str]:
    """The credential's id, what the service is asked, and the browser's cookie."""
    made = await owner.json("POST", "/credentials", json=SERVICE)
    answer = await owner.ask("POST", f"/credentials/{made['id']}/connect")
    cookie = answer.headers["set-cookie"]
    owner.http.cookies.clear()
    return made["id"], dict(parse_qsl(urlsplit(str(answer.json()["url"])).query)), cookie


async def come_back(
    http: httpx2.AsyncClient, cookie: str | None, language: str = "en", **query: str
) -> httpx2.Response:
    headers = {"Accept-Language": language}
    if cookie:
        headers["Cookie"] = cookie.partition(";")[0]
    return await http.get("/oauth2/callback", params=query, headers=headers)


async def test_a_worker_tries_it_and_the_answer_is_told(
    owner: Client, temporal: FakeTemporal
) -> None:
    made = await owner.json("POST", "/credentials", json=SERVICE)
    path = f"/credentials/{made['id']}/test"
    temporal.answers = Tried(ok=False, message="It was not let in.")
    tried = await owner.json("POST", path, json={"url": "https://api.example/me"})
    [entry] = (await owner.json("GET", "/audit?action=credential.test"))["items"]

    [call] = temporal.asked
    assert isinstance(call, TryCall)
    assert (call.name, call.url) == ("Service", "https://api.example/me")
    assert (tried["ok"], tried["message"]) == (False, "It was not let in.")
    assert entry["details"] == {"ok": False}
    assert (await owner.ask("POST", path)).status_code == 200
    assert (await owner.ask("POST", path, json={"url": "file:///etc"})).status_code == 422


async def test_the_browser_is_sent_off_and_comes_back_connected(
    owner: Client, temporal: FakeTemporal
) -> None:
    credential_id, asked, cookie = await begin(owner)
    page = await come_back(owner.http, cookie, state=asked["state"], code="c0de")
    [entry] = (await owner.json("GET", "/audit?action=credential.connect"))["items"]

    [call] = temporal.asked
    assert isinstance(call, ConnectCall)
    assert asked["x"] == "1"
    assert (asked["client_id"], asked["scope"]) == ("noria", "read write")
    assert asked["redirect_uri"] == call.redirect_uri
    assert asked["redirect_uri"].endswith("/oauth2/callback")
    assert asked["code_challenge"] == challenge_of(call.verifier)
    assert call.verifier not in str(asked)
    assert (call.credential_id, call.code) == (credential_id, "c0de")
    assert (page.status_code, "Connected" in page.text) == (200, True)
    assert "HttpOnly" in cookie
    assert page.headers["referrer-policy"] == "no-referrer"
    assert entry["target_id"] == credential_id


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"cookie": None}, 401),
        ({"cookie": "noria_connect=another"}, 401),
        ({"state": "forged.sig"}, 401),
        ({"state": ""}, 401),
        ({"iss": "https://evil.example"}, 401),
        ({"code": "", "error": "access_denied"}, 409),
    ],
)
async def test_j7_an_answer_that_was_not_asked_for_connects_nothing(
    owner: Client, temporal: FakeTemporal, change: dict[str, Any], status: int
) -> None:
    _, asked, cookie = await begin(owner)
    given: dict[str, Any] = {"cookie": cookie, "state": asked["state"], "code": "c0de"}
    page = await come_back(owner.http, **given | change)

    assert page.status_code == status
    assert temporal.asked == []


async def test_the_page_that_one_comes_back_to_speaks_german(
    owner: Client, temporal: FakeTemporal
) -> None:
    temporal.answers = Tried(ok=True, message="Connected.")
    _, asked, cookie = await begin(owner)
    forged = await come_back(owner.http, cookie, "de", state="forged.sig", code="c0de")
    page = await come_back(owner.http, cookie, "de", state=asked["state"], code="c0de")

    assert "Diese Antwort gehört zu keiner Verbindung" in forged.text
    assert '<html lang="de">' in page.text
    assert "<h1>Nicht verbunden</h1>" in forged.text
    assert "<h1>Verbunden</h1>" in page.text
    assert "Sie können dieses Fenster schließen." in page.text
    assert "Accept-Language" in page.headers["vary"]


async def test_only_what_needs_consent_is_connected(owner: Client) -> None:
    mail = {"name": "Mail", "type": "smtp", "fields": {"host": "m.example"}}
    made = await owner.json("POST", "/credentials", json=mail)

    assert (await owner.ask("POST", f"/credentials/{made['id']}/connect")).status_code == 422
