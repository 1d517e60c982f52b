"""A signed link: GET shows, POST answers, once."""

from urllib.parse import urlsplit

import httpx2
import pytest

from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.waits import ask

GERMAN = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"}
FORM = {"type": "object", "properties": {"n": {"type": "integer", "maximum": 9}}, "required": ["n"]}


@pytest.fixture
async def approval_id(owner: Client, database: Database) -> str:
    run = await owner.start(await owner.publish())
    return await ask(database, run["id"], "boss@noria.example", form=FORM)


@pytest.fixture
async def link(owner: Client, approval_id: str) -> str:
    made = await owner.json(
        "POST", f"/approvals/{approval_id}/links", json={"email": "boss@noria.example"}
    )
    parts = urlsplit(str(made["url"]))
    return f"{parts.path}?{parts.query}"


async def test_looking_changes_nothing(
    anonymous: httpx2.AsyncClient, owner: Client, link: str, approval_id: str
) -> None:
    await anonymous.get(link)
    page = await anonymous.get(link)

    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        "no-store", "no-referrer",
    )  # fmt: skip
    assert "Refund &lt;4711&gt;?" in page.text
    assert 'name="data.n"' in page.text
    assert (await owner.json("GET", f"/approvals/{approval_id}"))["status"] == "open"


async def test_the_form_answers_as_the_person_of_the_link(
    anonymous: httpx2.AsyncClient,
    owner: Client,
    link: str,
    approval_id: str,
    temporal: FakeTemporal,
) -> None:
    page = await anonymous.post(
        link, data={"decision": "approved", "data.n": "7", "comment": "<b>ok</b>"}
    )
    approval = await owner.json("GET", f"/approvals/{approval_id}")

    assert page.status_code == 200
    assert "Approved</strong> by boss@noria.example" in page.text
    assert "&lt;b&gt;ok&lt;/b&gt;" in page.text
    assert "<form" not in page.text
    assert (approval["status"], approval["answered_by"]) == ("approved", "boss@noria.example")
    assert (approval["answered_via"], approval["data"]) == ("link", {"n": 7})
    assert temporal.woken == [approval_id]


async def test_a_link_answers_once(anonymous: httpx2.AsyncClient, link: str) -> None:
    await anonymous.post(link, data={"decision": "rejected"})
    second = await anonymous.post(link, data={"decision": "approved", "data.n": "1"})

    assert second.status_code == 409
    assert "rejected before" in second.text
    assert "<form" not in (await anonymous.get(link)).text


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({"decision": "approved", "data.n": "12"}, 422, "is greater than the maximum of 9"),
        ({"decision": "perhaps"}, 422, "is no decision"),
        ({}, 422, "is no decision"),
    ],
)
async def test_what_is_wrong_is_said_above_the_form(
    anonymous: httpx2.AsyncClient, link: str, sent: dict[str, str], status: int, told: str
) -> None:
    page = await anonymous.post(link, data=sent)

    assert page.status_code == status
    assert 'role="alert"' in page.text
    assert told in page.text
    assert "<form" in page.text


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_that_is_not_ours_shows_nothing(
    anonymous: httpx2.AsyncClient, link: str, method: str
) -> None:
    for wrong in ("/approve", link[:-3], link.replace("link=", "link=x")):
        page = await anonymous.request(method, wrong)
        assert page.status_code == 401
        assert "Refund" not in page.text


async def test_garbage_in_the_form_does_no_harm(anonymous: httpx2.AsyncClient, link: str) -> None:
    page = await anonymous.post(link, content=b"\xff\xfe" * 100)

    assert page.status_code == 422


async def test_the_page_speaks_the_language_of_its_reader(
    anonymous: httpx2.AsyncClient, link: str
) -> None:
    english = await anonymous.get(link)
    german = await anonymous.get(link, headers=GERMAN)
    wrong = await anonymous.post(
        link, data={"decision": "approved", "data.n": "12"}, headers=GERMAN
    )
    strange = await anonymous.get("/approve", headers=GERMAN)
    done = await anonymous.post(link, data={"decision": "rejected"}, headers=GERMAN)

    assert '<html lang="en">' in english.text
    assert ">Approve</button>" in english.text
    assert '<html lang="de">' in german.text
    assert ">Freigeben</button>" in german.text
    assert "Sie antworten als boss@noria.example." in german.text
    assert "Refund &lt;4711&gt;?" in german.text
    assert all("Accept-Language" in page.headers["vary"] for page in (english, german, strange))
    assert "12 ist mehr als 9." in wrong.text
    assert (strange.status_code, "Erst anmelden" in strange.text) == (401, True)
    assert "Abgelehnt</strong> von boss@noria.example." in done.text
