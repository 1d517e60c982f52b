"""Triggers that ask for news, on a real database, against a real server and a real mailbox."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest
from sqlmodel import col, delete, select

from activities.guard import Allowance, Guard
from noria.context import NodeContext
from noria.credential_types.database import DatabaseFields
from noria.credential_types.imap import ImapFields
from noria.credentials import Credential
from noria.errors import NodeFailed
from store import trigger_items, triggers
from store.blobs import ObjectBlobStore
from store.database import Database
from store.dead_letter_tables import DeadLetter
from store.ids import new_id
from store.tables import Run
from store.trigger_tables import Trigger, TriggerFiring, TriggerItem
from tests.activities.fakes import FakeContext
from tests.store.rows import build_house
from tests.worker.imap import imap_server
from tests.worker.test_triggers import Parts, Starter
from worker.mails import read_mail
from worker.polled import make_polling
from worker.polling import Polling

OPEN = Guard(Allowance.parse_all("127.0.0.1"))


def polling(database: Database, folder: Path, context: FakeContext) -> Polling:
    def contexts(call: Any, *, attempt: int, timeout_s: float) -> FakeContext:
        return context

    parts = Parts(database, ObjectBlobStore(folder.as_uri()), Starter())
    return make_polling(parts, contexts)


async def add(store: Database, type_name: str, /, **config: Any) -> Trigger:
    house = await build_house(store)
    trigger = Trigger(
        id=new_id(),
        workspace_id=house.workspace_id,
        workflow_id=house.workflow_id,
        type=type_name,
        name="News",
        config=config,
        mapping={},
        cursor={"edition": 1},
    )
    async with store.sessions.begin() as session:
        return await triggers.add_trigger(session, trigger=trigger)


async def fresh(database: Database, trigger: Trigger) -> Trigger:
    async with database.sessions.begin() as session:
        found = await triggers.get_trigger(
            session, workspace_id=trigger.workspace_id, trigger_id=trigger.id
        )
    return found.trigger


async def inputs(database: Database, trigger: Trigger) -> list[Any]:
    async with database.sessions.begin() as session:
        query = select(Run.input).where(
            Run.workflow_id == trigger.workflow_id, Run.trigger == trigger.type
        )
        return list((await session.exec(query.order_by(col(Run.created_at)))).all())


async def history(database: Database, trigger: Trigger) -> set[tuple[str, str | None]]:
    async with database.sessions.begin() as session:
        query = select(TriggerFiring.outcome, TriggerFiring.message_id)
        rows = await session.exec(query.where(TriggerFiring.trigger_id == trigger.id))
        return {(outcome, id_) for outcome, id_ in rows}


async def kept(database: Database, trigger: Trigger) -> list[DeadLetter]:
    async with database.sessions.begin() as session:
        query = select(DeadLetter).where(DeadLetter.trigger_id == trigger.id)
        return list((await session.exec(query)).all())


def http_of(answer: Callable[[httpx2.Request], Any]) -> httpx2.AsyncClient:
    def respond(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(
            200, content=orjson.dumps(answer(request)), headers={"content-type": "application/json"}
        )

    return httpx2.AsyncClient(transport=httpx2.MockTransport(respond))


POLL = {
    "source": "http",
    "url": "https://shop.example/orders?after={{ vars.cursor ?? 0 }}",
    "items": "trigger.body.orders",
    "key": "item.id",
    "cursor": "vars.items.at(-1)?.id ?? vars.cursor",
    "first": "start",
}


async def test_each_item_starts_one_run_and_the_cursor_moves(
    database: Database, tmp_path: Path
) -> None:
    asked: list[str] = []
    orders = [{"id": 1}, {"id": 2}]

    def answer(request: httpx2.Request) -> Any:
        asked.append(request.url.params["after"])
        return {"orders": orders}

    trigger = await add(database, "poll", **POLL)
    polls = polling(database, tmp_path, FakeContext(http_of(answer)))
    first = await polls.poll(trigger)
    orders.append({"id": 3})
    second = await polls.poll(await fresh(database, trigger))
    moved = await fresh(database, trigger)

    assert (first, second, asked) == (2, 1, ["0", "2"])
    assert [each["item"]["id"] for each in await inputs(database, trigger)] == [1, 2, 3]
    assert moved.cursor == {"edition": 1, "value": 3}


async def test_a_worker_that_dies_in_between_starts_nothing_twice(
    database: Database, tmp_path: Path
) -> None:
    trigger = await add(database, "poll", **POLL)
    context = FakeContext(http_of(lambda _: {"orders": [{"id": 1}, {"id": 2}]}))
    polls = polling(database, tmp_path, context)
    await polls.poll(trigger)
    async with database.sessions.begin() as session:
        # As if it had died after the runs, before it noted them.
        await session.exec(delete(TriggerItem))
    await polls.poll(trigger)

    assert len(await inputs(database, trigger)) == 2


async def test_what_is_there_at_first_is_left_out_unless_it_is_wanted(
    database: Database, tmp_path: Path
) -> None:
    orders = [{"id": 1}]
    trigger = await add(database, "poll", **{**POLL, "first": "skip", "cursor": ""})
    polls = polling(database, tmp_path, FakeContext(http_of(lambda _: {"orders": orders})))
    first = await polls.poll(trigger)
    orders.append({"id": 2})
    second = await polls.poll(await fresh(database, trigger))

    assert (first, second) == (0, 1)
    assert [each["item"]["id"] for each in await inputs(database, trigger)] == [2]


async def test_what_goes_wrong_is_on_the_trigger_until_it_goes_well(
    database: Database, tmp_path: Path
) -> None:
    answers: list[Any] = [{"orders": "none"}, {"orders": []}]
    trigger = await add(database, "poll", **POLL)
    context = FakeContext(http_of(lambda _: answers.pop(0)))
    polls = polling(database, tmp_path, context)
    await polls.poll(trigger)
    wrong = (await fresh(database, trigger)).last_error
    await polls.poll(await fresh(database, trigger))

    assert wrong is not None
    assert "is no list" in wrong
    assert (await fresh(database, trigger)).last_error is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://shop.example/{{ 'a' + String.fromCharCode(92) + 'b' }}", "has no backslash"),
        (POLL["url"], "The answer can't be taken"),
    ],
)
async def test_a_url_or_an_answer_that_is_no_good_is_on_the_trigger(
    database: Database, tmp_path: Path, url: str, said: str
) -> None:
    deep = b'{"orders":' + b"[" * 300 + b"]" * 300 + b"}"
    respond = httpx2.MockTransport(
        lambda _: httpx2.Response(200, content=deep, headers={"content-type": "application/json"})
    )
    trigger = await add(database, "poll", **{**POLL, "url": url})
    await polling(database, tmp_path, FakeContext(httpx2.AsyncClient(transport=respond))).poll(
        trigger
    )

    assert said in str((await fresh(database, trigger)).last_error)


async def test_an_item_that_fits_no_run_is_a_dead_letter_until_that_is_mended(
    database: Database, tmp_path: Path
) -> None:
    orders: list[Any] = [{"id": 1}, {"id": 2, "x": {"$blob": "0" * 64}}, {"id": 3, "x": 1}]
    trigger = await add(database, "poll", **POLL)
    trigger.mapping = {"input": {"a": "{{ trigger.item.x }}"}}
    polls = polling(database, tmp_path, FakeContext(http_of(lambda _: {"orders": orders})))
    await polls.poll(trigger)

    [letter] = await kept(database, trigger)
    assert letter.payload["message"]["item"] == {"id": 1}
    assert await inputs(database, trigger) == [{"a": 1}]
    assert await history(database, trigger) == {("failed", "1"), ("failed", "2"), ("started", "3")}


async def test_rows_of_a_database_are_news_too(database: Database, tmp_path: Path) -> None:
    trigger = await add(
        database,
        "poll",
        source="sql",
        database="shop",
        sql="SELECT n FROM generate_series(1, 3) AS n WHERE n > coalesce(:cursor, 1) ORDER BY n",
        key="item.n",
        cursor="vars.items.at(-1)?.n ?? vars.cursor",
        first="start",
    )
    fields = DatabaseFields.model_validate({"url": database.url})
    credentials = {"shop": Credential("shop", "database", fields)}
    context = FakeContext(http_of(lambda _: None), credentials=credentials, guard=OPEN)
    polls = polling(database, tmp_path, context)

    assert [await polls.poll(trigger), await polls.poll(await fresh(database, trigger))] == [2, 0]
    assert [each["item"] for each in await inputs(database, trigger)] == [{"n": 2}, {"n": 3}]


MAIL = (
    b"From: Ada <ada@example.org>\r\nTo: orders@example.org\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
    b"Message-ID: <1@example.org>\r\nDate: Sat, 21 Nov 2026 12:00:00 +0000\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n"
)


def mailbox(port: int, password: str = "geheim") -> FakeContext:
    fields = ImapFields.model_validate(
        {
            "host": "127.0.0.1", "port": port, "security": "none", "username": "ada",
            "password": password,
        }
    )  # fmt: skip
    credentials = {"box": Credential("box", "imap", fields)}
    return FakeContext(http_of(lambda _: None), credentials=credentials, guard=OPEN)


async def test_each_new_mail_starts_one_run(database: Database, tmp_path: Path) -> None:
    mails = {4: MAIL}
    trigger = await add(database, "email", credential="box")
    async with imap_server(mails) as port:
        polls = polling(database, tmp_path, mailbox(port))
        first = await polls.poll(trigger)
        mails[5] = MAIL
        later = [await polls.poll(await fresh(database, trigger)) for _ in range(2)]
    [mail] = await inputs(database, trigger)

    assert (first, later) == (0, [1, 0])
    assert (mail["sender"], mail["sender_name"]) == ("ada@example.org", "Ada")
    assert (mail["subject"], mail["text"].strip(), mail["uid"]) == ("Grüße", "Hello", "7-5")


async def test_a_mail_that_is_malformed_or_gone_does_not_stop_those_behind_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails: dict[int, bytes | None] = {4: MAIL}
    trigger = await add(database, "email", credential="box")

    async def read(data: bytes, uid: str, context: NodeContext) -> Any:
        if data == b"broken":
            raise NodeFailed("The message can't be read.")
        return await read_mail(data, uid, context)

    monkeypatch.setattr("worker.mailbox.read_mail", read)
    async with imap_server(mails) as port:
        polls = polling(database, tmp_path, mailbox(port))
        await polls.poll(trigger)
        mails |= {5: b"From: <\r\nSubject: Odd\r\n\r\nx", 6: b"broken", 7: None, 8: MAIL}
        later = [await polls.poll(await fresh(database, trigger)) for _ in range(2)]

    assert later == [3, 0]
    assert [each["subject"] for each in await inputs(database, trigger)] == ["Odd", "Grüße"]
    assert ("failed", "7-6") in await history(database, trigger)


async def test_a_mailbox_that_numbers_anew_starts_nothing_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails = {4: MAIL, 5: MAIL}
    trigger = await add(database, "email", credential="box")
    async with imap_server(mails) as port:
        polls = polling(database, tmp_path, mailbox(port))
        await polls.poll(trigger)
        monkeypatch.setattr("tests.worker.imap.VALIDITY", 8)
        again = await polls.poll(await fresh(database, trigger))
        mails[6] = MAIL
        later = await polls.poll(await fresh(database, trigger))

    assert (again, later) == (0, 1)
    assert await history(database, trigger) == {("skipped", None), ("started", "8-6")}


async def test_another_folder_is_begun_anew_though_its_numbers_are_the_same(
    database: Database, tmp_path: Path
) -> None:
    mails = {4: MAIL}
    trigger = await add(database, "email", credential="box")
    async with imap_server(mails) as port:
        polls = polling(database, tmp_path, mailbox(port))
        await polls.poll(trigger)
        mails[5] = MAIL
        stale = await fresh(database, trigger)
        async with database.sessions.begin() as session:
            row = await session.get(Trigger, trigger.id)
            assert row is not None
            changes = {"cursor": trigger_items.new_cursor(row)}
            await triggers.change_trigger(session, row, changes)
        # A worker that has not heard of the change yet.
        await polls.poll(stale)
        first = await polls.poll(await fresh(database, trigger))
        mails[6] = MAIL
        later = await polls.poll(await fresh(database, trigger))

    assert (first, later) == (0, 1)
    assert await history(database, trigger) == {("started", "7-5"), ("started", "2/7-6")}


@pytest.mark.parametrize(
    ("is_up", "password", "said"),
    [(False, "geheim", "does not answer"), (True, "falsch", "refused")],
)
async def test_a_mailbox_that_cannot_be_read_says_why(
    database: Database, tmp_path: Path, is_up: bool, password: str, said: str
) -> None:
    trigger = await add(database, "email", credential="box")
    async with imap_server({}) as port:
        polls = polling(database, tmp_path, mailbox(port, password))
        if is_up:
            await polls.poll(trigger)
    if not is_up:
        await polls.poll(trigger)
    told = (await fresh(database, trigger)).last_error

    assert told is not None
    assert said in told
    assert password not in told
