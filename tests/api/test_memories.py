from uuid import UUID

from fastapi import FastAPI

from api.services import Services
from noria.ai.memory import NewExchange
from store import memories
from tests.api.client import Client
from tests.api.people import add_member


async def keep(services: Services, owner: Client, key: str, *sources: str) -> None:
    workspace_id = UUID((await owner.json("GET", "/auth/me"))["workspace"]["id"])
    for source in sources:
        exchange = NewExchange(source, "", "helper__think", f"ask {source}", f"answer {source}")
        async with services.database.sessions.begin() as session:
            await memories.keep(session, workspace_id=workspace_id, key=key, exchange=exchange)


async def test_what_agents_remember_is_seen_and_erased(owner: Client, services: Services) -> None:
    await keep(services, owner, "customer 7", "a", "b")
    await keep(services, owner, "customer 8", "c")
    listed = await owner.json("GET", "/memories", params={"search": "7"})
    [memory] = listed["items"]
    path = f"/memories/{memory['id']}"
    newest, oldest = (await owner.json("GET", f"{path}/entries"))["items"]
    await owner.json("DELETE", f"{path}/entries/{newest['id']}")
    again = await owner.ask("DELETE", f"{path}/entries/{newest['id']}")
    left = (await owner.json("GET", f"{path}/entries"))["items"]
    await owner.json("DELETE", path)
    after = await owner.json("GET", "/memories")
    trail = await owner.json("GET", "/audit", params={"target_type": "memory"})

    assert (memory["key"], memory["entries"], memory["summary"]) == ("customer 7", 2, "")
    assert (newest["asked"], newest["answered"], newest["node_id"]) == (
        "ask b", "answer b", "helper",
    )  # fmt: skip
    assert again.status_code == 404
    assert [entry["id"] for entry in left] == [oldest["id"]]
    assert [each["key"] for each in after["items"]] == ["customer 8"]
    assert [(each["action"], each["details"]["key"]) for each in trail["items"]] == [
        ("memory.erase", "customer 7"), ("memory.erase_entry", "customer 7"),
    ]  # fmt: skip


async def test_others_neither_see_nor_erase_it(
    app: FastAPI, owner: Client, stranger: Client, services: Services
) -> None:
    await keep(services, owner, "customer 7", "a")
    [memory] = (await owner.json("GET", "/memories"))["items"]
    viewer = await add_member(app, owner, "eve@noria.example", "viewer")
    path = f"/memories/{memory['id']}"

    assert (await stranger.json("GET", "/memories"))["items"] == []
    assert (await stranger.ask("GET", f"{path}/entries")).status_code == 404
    assert (await stranger.ask("DELETE", path)).status_code == 404
    assert (await viewer.ask("DELETE", path)).status_code == 403
    assert (await viewer.json("GET", "/memories"))["items"] == [memory]
