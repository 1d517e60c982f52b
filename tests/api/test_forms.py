"""Hosted forms: filled in, they start a run and show its result."""

import re
from html import unescape

import httpx2

from api.services import Services
from noria.run import RunRequest, RunStatus, RunUpdate
from store.projection import write_projection
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.hooks import add_trigger, firings_of, runs_of

FIELDS = {
    "type": "object",
    "properties": {"name": {"type": "string", "title": "Your name"}, "age": {"type": "integer"}},
    "required": ["name"],
}
PUBLIC = {"title": "Sign <up>", "fields": FIELDS, "audience": "public", "shows": "output"}


def submission_in(page: httpx2.Response) -> str:
    found = re.search(r'name="submission" value="([0-9a-f]+)"', page.text)
    assert found, page.text
    return found[1]


async def test_a_filled_in_form_starts_one_run_and_shows_its_result(
    owner: Client, anonymous: httpx2.AsyncClient, temporal: FakeTemporal, services: Services
) -> None:
    trigger = await add_trigger(owner, "form", config=PUBLIC)
    page = await anonymous.get(trigger["url"])
    filled = {"data.name": "Ada", "data.age": "36", "submission": submission_in(page)}
    sent = await anonymous.post(trigger["url"], data=filled)
    again = await anonymous.post(trigger["url"], data=filled)
    [run] = await runs_of(owner, trigger)
    waiting = await anonymous.get(sent.headers["location"])
    request: RunRequest = temporal.started[run["id"]]
    update = RunUpdate(
        run_id=request.run_id,
        workspace_id=request.workspace_id,
        status=RunStatus.SUCCEEDED,
        output={"hello": "<b>"},
    )
    await write_projection(services.database, [], [update])
    done = await anonymous.get(again.headers["location"])

    assert (page.status_code, sent.status_code, again.status_code) == (200, 303, 303)
    assert "Sign &lt;up&gt;" in page.text
    assert "Your name" in page.text
    assert run["trigger"] == "form"
    assert isinstance(request.input, dict)
    assert request.input["data"] == {"name": "Ada", "age": 36}
    assert 'http-equiv="refresh"' in waiting.text
    assert '"hello": "<b>"' in unescape(done.text)
    assert "<b>" not in done.text


async def test_what_is_wrong_is_said_and_starts_nothing(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    trigger = await add_trigger(owner, "form", config=PUBLIC)
    answer = await anonymous.post(trigger["url"], data={"data.age": "x"})
    [firing] = await firings_of(owner, trigger)

    assert (answer.status_code, firing["outcome"]) == (422, "refused")
    assert 'role="alert"' in answer.text
    assert await runs_of(owner, trigger) == []


async def test_the_page_runs_no_script_and_is_not_framed(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    trigger = await add_trigger(owner, "form", config=PUBLIC)
    page = await anonymous.get(trigger["url"])
    policy = page.headers["content-security-policy"]

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_a_form_for_members_is_opened_from_noria(
    owner: Client, stranger: Client, anonymous: httpx2.AsyncClient
) -> None:
    trigger = await add_trigger(owner, "form", config={"title": "Order", "shows": "message"})
    closed = await anonymous.get(trigger["url"])
    opened = await owner.json("POST", f"/triggers/{trigger['id']}/form")
    page = await anonymous.get(opened["url"])
    sent = await anonymous.post(opened["url"], data={"submission": submission_in(page)})
    thanks = await anonymous.get(sent.headers["location"])
    other = await add_trigger(owner, "form", config={"title": "Other"})
    elsewhere = await anonymous.get(opened["url"].replace(trigger["url"], other["url"]))
    foreign = await stranger.ask("POST", f"/triggers/{trigger['id']}/form")

    assert (closed.status_code, page.status_code, sent.status_code) == (401, 200, 303)
    assert "Thank you" in thanks.text
    assert (elsewhere.status_code, foreign.status_code) == (401, 404)


async def test_a_form_takes_so_many_a_minute_and_none_while_paused(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    trigger = await add_trigger(owner, "form", config={**PUBLIC, "per_minute": 1})
    filled = {"data.name": "Ada"}
    statuses = [(await anonymous.post(trigger["url"], data=filled)).status_code for _ in range(2)]
    await owner.json("POST", f"/triggers/{trigger['id']}/pause")
    paused = await anonymous.get(trigger["url"])

    assert (statuses, paused.status_code) == ([303, 429], 503)


async def test_the_page_speaks_german_and_leaves_the_words_of_its_author(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    german = {"Accept-Language": "de"}
    trigger = await add_trigger(owner, "form", config={**PUBLIC, "shows": "message"})
    named = await add_trigger(
        owner, "form", config={**PUBLIC, "button": "Order", "message": "Bye.", "shows": "message"}
    )
    page = await anonymous.get(trigger["url"], headers=german)
    wrong = await anonymous.post(trigger["url"], data={"data.age": "x"}, headers=german)
    sent = await anonymous.post(trigger["url"], data={"data.name": "Ada"}, headers=german)
    thanks = await anonymous.get(sent.headers["location"], headers=german)
    own = await anonymous.get(named["url"], headers=german)
    sent = await anonymous.post(named["url"], data={"data.name": "Ada"}, headers=german)
    bye = await anonymous.get(sent.headers["location"], headers=german)
    none = await anonymous.get("/forms/none", headers=german)

    assert '<html lang="de">' in page.text
    assert "<button>Senden</button>" in page.text
    assert "Sign &lt;up&gt;" in page.text
    assert "Accept-Language" in page.headers["vary"]
    assert "Etwas ist nicht richtig ausgefüllt." in wrong.text
    assert "&quot;name&quot; fehlt" in wrong.text
    assert "Danke, es ist angekommen." in thanks.text
    assert "<button>Order</button>" in own.text
    assert "Bye." in bye.text
    assert "Unter dieser Adresse gibt es kein Formular." in none.text


async def test_the_page_of_a_result_is_german(owner: Client, anonymous: httpx2.AsyncClient) -> None:
    trigger = await add_trigger(owner, "form", config=PUBLIC)
    sent = await anonymous.post(trigger["url"], data={"data.name": "Ada"})
    waiting = await anonymous.get(sent.headers["location"], headers={"Accept-Language": "de"})

    assert "Es wird bearbeitet." in waiting.text
    assert 'http-equiv="refresh"' in waiting.text
