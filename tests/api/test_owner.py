"""The first owner, and what the first workspace begins with."""

import json
from pathlib import Path
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import text

from api.examples import compile_examples, read_examples, seed_examples
from api.owner import ensure_owner
from api.services import Services
from noria.catalog import load_catalog
from noria.exchange import credentials
from store.database import Database
from tests.api.client import BROKEN, GRAPH, Client, sign_in


async def test_the_owner_is_made_once(
    anonymous: httpx2.AsyncClient, database: Database, services: Services
) -> None:
    first = await ensure_owner(
        database.sessions, email=" Me@Noria.example", password="pass word 1", sealer=services.sealer
    )
    second = await ensure_owner(database.sessions, email="me@noria.example", password="other one")
    owner = Client(anonymous, await sign_in(anonymous, "me@noria.example", "pass word 1"))

    found = (await owner.json("GET", "/workflows"))["items"]
    assert (first, second) == (True, False)
    assert {item["name"] for item in found} >= {
        "Order triage", "Support triage with approval", "Research team", "Chat over a handbook",
        "Invoice to database",
    }  # fmt: skip
    assert [item["latest_version"] for item in found] == [1] * len(found), "all can be run"
    named = {
        name for each in read_examples() for name in credentials(each["graph"], load_catalog())
    }
    kept = (await owner.json("GET", "/credentials"))["items"]
    assert {(each["name"], each["type"]) for each in kept} == {(name, "database") for name in named}
    [chat] = (await owner.json("GET", "/chats"))["items"]
    begun = await owner.json("POST", f"/chats/{chat['trigger_id']}/conversations")
    said = {"id": str(uuid4()), "text": "How long is leave?"}
    turns = f"/chats/{chat['trigger_id']}/conversations/{begun['id']}/turns"
    turn = await owner.json("POST", turns, json=said)
    assert (chat["workflow_name"], turn["status"]) == ("Chat over a handbook", "queued")


async def test_examples_are_published_where_they_compile(
    owner: Client, database: Database, tmp_path: Path
) -> None:
    for name, graph in (("good", GRAPH), ("half", BROKEN)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "workflow.json").write_text(json.dumps({"name": name, "graph": graph}))
    workspace_id = UUID((await owner.json("GET", "/auth/me"))["workspace"]["id"])
    async with database.sessions.begin() as session:
        names = await seed_examples(
            session,
            workspace_id=workspace_id,
            account_id=None,
            examples=await compile_examples(read_examples(folder=tmp_path)),
        )

    found = (await owner.json("GET", "/workflows"))["items"]
    assert names == ["good", "half"]
    assert {item["name"]: item["latest_version"] for item in found} == {"good": 1, "half": None}


async def test_when_something_fails_there_is_no_half_owner(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE membership RENAME TO away"))
    try:
        with pytest.raises(Exception, match="membership"):
            await ensure_owner(database.sessions, email="me@noria.example", password="pass word 1")
    finally:
        async with database.engine.begin() as connection:
            await connection.execute(text("ALTER TABLE away RENAME TO membership"))
            count = await connection.execute(text("SELECT count(*) FROM account"))

    assert count.scalar_one() == 0


def test_the_examples_call_the_shop_where_it_listens() -> None:
    nodes = [node for example in read_examples(9_999) for node in example["graph"]["nodes"]]
    urls = [node["config"]["url"] for node in nodes if "url" in node.get("config", {})]

    assert urls
    assert all(url.startswith("http://127.0.0.1:9999/") for url in urls)
