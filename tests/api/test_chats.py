"""Conversations with a workflow: said once, answered by a run, kept, and nobody else's."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi import FastAPI
from sqlmodel import col, delete

from api.app import create_app
from api.services import Services
from noria.pieces import Piece
from store.database import Database
from store.tables import Run
from tests.api.client import Client, add_account
from tests.api.fakes import FakeTemporal
from tests.api.hooks import add_trigger, runs_of
from tests.api.people import add_member
from tests.api.pieces import first_piece, notify
from tests.api.server import serving
from tests.api.test_runs import report

MEMBERS = {"title": "Ask us", "greeting": "**Hello**", "openings": ["How long is leave?"]}
PUBLIC = {**MEMBERS, "audience": "public", "origins": ["https://www.example.com"]}
ANSWERING: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "ask", "type": "llm.chat", "config": {"prompt": "{{ trigger.text }}"}},
        {"id": "done", "type": "end", "config": {"output": "{{ steps.ask.output.text }}"}},
    ],
    "edges": [{"from": "start", "to": "ask"}, {"from": "ask", "to": "done"}],
}


class Talking:
    """One conversation of one person."""

    def __init__(self, client: Client, chat_id: str, conversation_id: str) -> None:
        self.client = client
        self.path = f"/chats/{chat_id}/conversations/{conversation_id}"

    async def say(self, text: str, turn_id: str | None = None, **more: Any) -> httpx2.Response:
        body = {"id": turn_id or str(uuid4()), "text": text, **more}
        return await self.client.ask("POST", f"{self.path}/turns", json=body)

    async def turns(self) -> list[Any]:
        return (await self.client.json("GET", f"{self.path}/turns"))["items"]


async def begin(client: Client, chat_id: str) -> Talking:
    made = await client.json("POST", f"/chats/{chat_id}/conversations")
    return Talking(client, chat_id, made["id"])


@pytest.fixture
async def chat(owner: Client) -> Any:
    return await add_trigger(owner, "chat", config=MEMBERS)


@pytest.fixture
async def public_chat(owner: Client) -> Any:
    return await add_trigger(owner, "chat", config=PUBLIC)


async def visit(http: httpx2.AsyncClient, trigger: Any, token: str | None = None) -> Client:
    path = trigger["url"].removeprefix("/chats/")
    made = await http.post("/api/v1/chat-sessions", json={"path": path, "token": token})
    assert made.status_code == 201, made.text
    return Client(http, made.json()["token"])


async def test_what_is_said_starts_one_run_that_answers(
    owner: Client, chat: Any, temporal: FakeTemporal, database: Database
) -> None:
    talk = await begin(owner, chat["id"])
    turn_id = str(uuid4())
    first = await talk.say("How long is leave?", turn_id)
    again = await talk.say("How long is leave?", turn_id)
    [run] = await runs_of(owner, chat)
    await report(database, owner, run["id"], [], {"status": "succeeded", "output": "30 **days**"})
    second = await talk.say("Since when?")
    newest, oldest = await talk.turns()

    assert (first.status_code, again.status_code, second.status_code) == (202, 202, 202)
    assert run["trigger"] == "chat"
    assert (first.json()["run_id"], again.json()["run_id"]) == (run["id"], run["id"])
    assert (oldest["status"], oldest["answer"]) == ("succeeded", "30 **days**")
    given: Any = temporal.started[newest["run_id"]].input
    assert given["text"] == "Since when?"
    assert given["earlier"] == [
        {"role": "user", "content": "How long is leave?"},
        {"role": "assistant", "content": "30 **days**"},
    ]


async def test_answers_stay_when_their_runs_are_gone(
    owner: Client, chat: Any, database: Database
) -> None:
    talk = await begin(owner, chat["id"])
    turn = (await talk.say("Hello")).json()
    await report(
        database, owner, turn["run_id"], [], {"status": "succeeded", "output": {"text": "Hi"}}
    )
    await talk.turns()
    async with database.sessions.begin() as session:
        await session.exec(delete(Run).where(col(Run.id) == UUID(turn["run_id"])))
    [kept] = await talk.turns()

    assert (kept["status"], kept["answer"]) == ("succeeded", "Hi")


async def test_a_failure_is_told_to_members_and_hidden_from_visitors(
    owner: Client, public_chat: Any, anonymous: httpx2.AsyncClient, database: Database
) -> None:
    visitor = await visit(anonymous, public_chat)
    for client in (owner, visitor):
        talk = await begin(client, public_chat["id"])
        await talk.say("Hello")
    for run in await runs_of(owner, public_chat):
        error = {"type": "node_failed", "message": "Key 4711 is wrong."}
        await report(database, owner, run["id"], [], {"status": "failed", "error": error})
    seen = [
        (await client.json("GET", f"{await latest(client, public_chat['id'])}/turns"))["items"][0]
        for client in (owner, visitor)
    ]

    assert [turn["error"] for turn in seen] == [
        "Key 4711 is wrong.",
        "The workflow could not answer.",
    ]
    assert seen[1]["run_id"] is None


async def latest(client: Client, chat_id: str) -> str:
    [found] = (await client.json("GET", f"/chats/{chat_id}/conversations"))["items"]
    return f"/chats/{chat_id}/conversations/{found['id']}"


async def test_files_go_along_and_nobody_elses_do(
    owner: Client, chat: Any, temporal: FakeTemporal
) -> None:
    talk, other = await begin(owner, chat["id"]), await begin(owner, chat["id"])
    sent = await owner.json(
        "POST",
        f"{talk.path}/files?name=a.txt",
        content=b"abc",
        headers={"Content-Type": "text/plain"},
    )
    stolen = await other.say("", files=[sent["id"]])
    turn = (await talk.say("", files=[sent["id"]])).json()
    given: Any = temporal.started[turn["run_id"]].input

    assert stolen.status_code == 404
    assert turn["files"] == [{"name": "a.txt", "media_type": "text/plain", "size": 3}]
    assert len(given["files"][0]["$blob"]) == 64


async def test_a_file_alone_is_sent_again_with_what_was_kept(
    owner: Client, temporal: FakeTemporal
) -> None:
    says_much = {"type": "object", "properties": {"text": {"type": "string", "minLength": 1}}}
    start = {"id": "start", "type": "start", "config": {"input_schema": says_much}}
    workflow_id = await owner.publish({**ANSWERING, "nodes": [start, *ANSWERING["nodes"][1:]]})
    chat = await add_trigger(owner, "chat", config=MEMBERS, workflow_id=workflow_id)
    talk, turn_id = await begin(owner, chat["id"]), str(uuid4())
    sent = await owner.json("POST", f"{talk.path}/files?name=a.txt", content=b"abc")
    refused = await talk.say("", turn_id, files=[sent["id"]])
    [unsent] = await talk.turns()
    await owner.save(workflow_id, ANSWERING, 1)
    await owner.json("POST", f"/workflows/{workflow_id}/publish")

    nothing = await talk.say("")
    again = await talk.say("", turn_id, files=[])

    assert (refused.status_code, unsent["status"]) == (422, "unsent")
    assert (nothing.status_code, again.status_code) == (422, 202), again.text
    given: Any = temporal.started[again.json()["run_id"]].input
    assert [file["name"] for file in given["files"]] == ["a.txt"]


async def test_an_answer_is_rated_and_the_ratings_are_listed(
    owner: Client, chat: Any, database: Database, app: FastAPI
) -> None:
    talk = await begin(owner, chat["id"])
    turn = (await talk.say("Hello")).json()
    await report(database, owner, turn["run_id"], [], {"status": "succeeded", "output": "Hi"})
    place = f"{talk.path}/turns/{turn['id']}"
    rated = await owner.json("PUT", f"{place}/feedback", json={"rating": "bad", "comment": "Rude"})
    listed = (await owner.json("GET", f"/chats/{chat['id']}/feedback"))["items"]
    good = await owner.json("GET", f"/chats/{chat['id']}/feedback", params={"rating": "good"})
    bad = await owner.json("GET", f"/chats/{chat['id']}/feedback", params={"rating": "bad"})
    editor = await add_member(app, owner, "editor@noria.example", "editor")
    theirs = await editor.json("GET", f"/chats/{chat['id']}/feedback")
    await owner.json("PUT", f"{place}/feedback", json={"rating": None})
    none = (await owner.json("GET", f"/chats/{chat['id']}/feedback"))["items"]

    assert (rated["rating"], rated["comment"]) == ("bad", "Rude")
    assert [(each["text"], each["answer"], each["comment"]) for each in listed] == [
        ("Hello", "Hi", "Rude")
    ]
    assert none == []
    assert (good["items"], bad["items"]) == ([], listed)
    assert f"/conversations/{listed[0]['conversation_id']}" in talk.path
    assert theirs["items"] == [{**listed[0], "conversation_id": None}], "not the editor's own"


async def test_stopping_cancels_the_run(owner: Client, chat: Any, temporal: FakeTemporal) -> None:
    talk = await begin(owner, chat["id"])
    turn = (await talk.say("Hello")).json()
    await owner.json("POST", f"{talk.path}/turns/{turn['id']}/stop")

    assert temporal.cancelled == [turn["run_id"]]


async def test_conversations_are_of_who_began_them(
    owner: Client, stranger: Client, chat: Any, app: FastAPI
) -> None:
    colleague = await add_member(app, owner, "colleague@noria.example", "editor")
    viewer = await add_member(app, owner, "viewer@noria.example", "viewer")
    talk = await begin(owner, chat["id"])
    await talk.say("Hello")
    answers = [
        (await client.ask("GET", f"{talk.path}/turns")).status_code
        for client in (owner, colleague, stranger, viewer)
    ]
    listed = await colleague.json("GET", f"/chats/{chat['id']}/conversations")
    await owner.json("DELETE", talk.path)
    gone = await owner.ask("GET", f"{talk.path}/turns")

    assert answers == [200, 404, 404, 403]
    assert listed["items"] == []
    assert gone.status_code == 404


async def test_visitors_talk_in_their_own_conversations_only(
    owner: Client, public_chat: Any, anonymous: httpx2.AsyncClient
) -> None:
    first, second = await visit(anonymous, public_chat), await visit(anonymous, public_chat)
    talk = await begin(first, public_chat["id"])
    said = await talk.say("Hello")
    back = await visit(anonymous, public_chat, first.token)
    statuses = [
        (await client.ask("GET", f"{talk.path}/turns")).status_code
        for client in (first, back, second, owner)
    ]
    [run] = await runs_of(owner, public_chat)

    assert (said.status_code, said.json()["run_id"]) == (202, None)
    assert statuses == [200, 200, 404, 404]
    assert run["status"] == "queued"


async def test_a_visitors_token_is_good_for_its_chat_alone(
    owner: Client, chat: Any, public_chat: Any, anonymous: httpx2.AsyncClient
) -> None:
    visitor = await visit(anonymous, public_chat)
    body, _, signature = visitor.token.partition(".")
    forged = Client(anonymous, f"{body}.{signature[::-1]}")
    statuses = [
        (await client.ask("GET", path)).status_code
        for client, path in (
            (visitor, f"/chats/{public_chat['id']}"),
            (visitor, f"/chats/{chat['id']}"),
            (forged, f"/chats/{public_chat['id']}"),
            (Client(anonymous, "x"), f"/chats/{public_chat['id']}"),
            (visitor, "/workflows"),
            (visitor, "/chats"),
            (visitor, f"/chats/{public_chat['id']}/feedback"),
        )
    ]
    members = chat["url"].removeprefix("/chats/")
    closed = await anonymous.post("/api/v1/chat-sessions", json={"path": members})
    shut = {"config": {**PUBLIC, "audience": "members"}}
    await owner.json("PATCH", f"/triggers/{public_chat['id']}", json=shut)
    later = await visitor.ask("GET", f"/chats/{public_chat['id']}")

    assert statuses == [200, 401, 401, 401, 401, 401, 401]
    assert (closed.status_code, later.status_code) == (401, 401)


async def test_an_address_that_can_not_be_one_is_refused(anonymous: httpx2.AsyncClient) -> None:
    begun = await anonymous.post("/api/v1/chat-sessions", json={"path": "a\x00b"})

    assert begun.status_code == 422


async def test_pages_of_other_sites_begin_no_session(
    public_chat: Any, anonymous: httpx2.AsyncClient
) -> None:
    body = {"path": public_chat["url"].removeprefix("/chats/")}
    answers = [
        (
            await anonymous.post("/api/v1/chat-sessions", json=body, headers={"Origin": origin})
        ).status_code
        for origin in ("https://www.example.com", "http://noria.test")
    ]

    assert answers == [403, 201]


async def test_the_page_stands_in_frames_of_the_sites_named_and_no_other(
    services: Services, chat: Any, public_chat: Any, anonymous: httpx2.AsyncClient
) -> None:
    services.settings.web_dir.mkdir()
    (services.settings.web_dir / "index.html").write_text("<!doctype html>")
    shown, closed = [await anonymous.get(each["url"]) for each in (public_chat, chat)]
    unknown = await anonymous.get("/chats/nowhere")

    assert "frame-ancestors https://www.example.com" in shown.headers["content-security-policy"]
    assert "x-frame-options" not in shown.headers
    for page in (closed, unknown):
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "origin", ["*", "https://a.example; script-src *", "a.example", "https://a/b"]
)
async def test_a_site_is_an_origin(owner: Client, origin: str) -> None:
    workflow_id = await owner.publish()
    body = {"type": "chat", "name": "Chat", "config": {**PUBLIC, "origins": [origin]}}
    answer = await owner.ask("POST", f"/workflows/{workflow_id}/triggers", json=body)

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"].startswith("/config/origins")


async def test_a_chat_takes_so_much_a_minute_and_nothing_while_paused(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    chat = await add_trigger(owner, "chat", config={**PUBLIC, "per_minute": 1})
    visitor = await visit(anonymous, chat)
    talks = [await begin(visitor, chat["id"]) for _ in range(2)]
    statuses = [(await talk.say("Hello")).status_code for talk in talks]
    await owner.json("POST", f"/triggers/{chat['id']}/pause")
    paused = await (await begin(visitor, chat["id"])).say("Hello")

    assert (statuses, paused.status_code) == ([202, 429], 503)


@pytest.fixture
async def served(services: Services) -> AsyncGenerator[Client]:
    async with (
        serving(create_app(services)) as url,
        httpx2.AsyncClient(base_url=url, timeout=60, trust_env=False) as http,
    ):
        yield await add_account(http, services, "served@noria.example")


async def test_an_answer_is_streamed_without_what_is_not_its_own(
    served: Client, services: Services, database: Database
) -> None:
    chat = await add_trigger(
        served, "chat", config=MEMBERS, workflow_id=await served.publish(ANSWERING)
    )
    talk = await begin(served, chat["id"])
    turn = (await talk.say("Hello")).json()
    told: list[tuple[str, Any]] = []
    place = f"/api/v1{talk.path}/turns/{turn['id']}/events"
    headers = {"Authorization": f"Bearer {served.token}"}
    async with asyncio.timeout(90), served.http.stream("GET", place, headers=headers) as stream:
        name = ""
        async for line in stream.aiter_lines():
            field, _, value = line.partition(": ")
            name = value if field == "event" else name
            if field != "data":
                continue
            told.append((name, json.loads(value)))
            if len(told) == 1:
                for node, text in (("sorting", "secret"), ("ask", "Hi ")):
                    piece = Piece(run_id=turn["run_id"], node_id=node, offset=0, text=text)
                    await notify(database, piece)
            if name == "piece":
                # Somebody opens the chat again in the middle of the answer.
                late = served.http.stream("GET", place, headers=headers)
                async with late as opened:
                    assert await first_piece(opened) == told[-1][1]
                done = {"status": "succeeded", "output": "Hi you"}
                await report(database, served, turn["run_id"], [], done)

    names = [name for name, _ in told]
    assert names[0] == "turn"
    assert names.count("piece") == 1
    assert [data for name, data in told if name == "piece"] == [
        {"part": 0, "offset": 0, "text": "Hi "}
    ]
    assert (told[-1][0], told[-1][1]["status"], told[-1][1]["answer"]) == (
        "turn",
        "succeeded",
        "Hi you",
    )
