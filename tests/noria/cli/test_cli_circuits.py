from typing import Any

import httpx2
import pytest

from tests.noria.command_line import Noria
from tests.noria.fake_noria import FakeNoria

CIRCUIT: dict[str, Any] = {
    "destination": "api.example.com:8443",
    "credential": "",
    "reason": "it answered 503.",
    "opened_at": "2026-05-01T12:00:00Z",
    "probed_at": None,
}
CLOSE = "POST circuits/api.example.com:8443/close"


@pytest.fixture
def fake(served: FakeNoria) -> FakeNoria:
    served.answers["GET circuits"] = httpx2.Response(200, json={"items": [CIRCUIT]})
    served.answers[CLOSE] = httpx2.Response(200, json={"count": 1})
    return served


def test_they_are_listed_with_why(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("circuits")

    assert said.status == 0
    assert said.out.startswith("api.example.com:8443  -")
    assert "it answered 503." in said.out


def test_none_says_so(noria_command: Noria, fake: FakeNoria) -> None:
    fake.answers["GET circuits"] = httpx2.Response(200, json={"items": []})

    assert noria_command("circuits").out == "No open circuits.\n"


def test_one_is_closed(noria_command: Noria, fake: FakeNoria) -> None:
    said = noria_command("circuits", "--close", "api.example.com:8443", "--credential", "shop")

    assert said.out == "1 closed: api.example.com:8443 is called again.\n"
    assert fake.requests[-1].url.params["credential"] == "shop"
