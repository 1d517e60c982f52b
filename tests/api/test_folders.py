"""Folders: where workflows are kept."""

from tests.api.client import Client


async def _folder(client: Client, name: str, parent_id: str | None = None) -> str:
    made = await client.json("POST", "/folders", json={"name": name, "parent_id": parent_id})
    return made["id"]


async def _names(client: Client, query: str) -> list[str]:
    return [item["name"] for item in (await client.json("GET", f"/workflows?{query}"))["items"]]


async def test_a_folder_shows_what_is_in_it_and_in_the_folders_inside(owner: Client) -> None:
    outer = await _folder(owner, "Shop")
    inner = await _folder(owner, "Orders", outer)
    for name, folder_id in (("Refunds", inner), ("Prices", outer), ("Loose", None)):
        workflow_id = await owner.add_workflow(name=name)
        await owner.json("PATCH", f"/workflows/{workflow_id}", json={"folder_id": folder_id})
    listed = (await owner.json("GET", "/folders"))["items"]

    assert await _names(owner, f"folder_id={outer}&sort=name") == ["Prices", "Refunds"]
    assert await _names(owner, f"folder_id={inner}") == ["Refunds"]
    assert await _names(owner, "folder_id=none") == ["Loose"]
    assert [(item["name"], item["workflows"]) for item in listed] == [("Orders", 1), ("Shop", 1)]


async def test_folders_lie_one_level_deep_and_have_names_of_their_own(owner: Client) -> None:
    outer = await _folder(owner, "Shop")
    inner = await _folder(owner, "Orders", outer)
    deeper = await owner.ask("POST", "/folders", json={"name": "New", "parent_id": inner})
    twice = await owner.ask("POST", "/folders", json={"name": "Shop"})
    other = await _folder(owner, "Orders")
    into = {"name": "Shop", "parent_id": other}
    swallowed = await owner.ask("PUT", f"/folders/{outer}", json=into)
    renamed = await owner.json("PUT", f"/folders/{other}", json={"name": "Old orders"})

    assert (deeper.status_code, twice.status_code, swallowed.status_code) == (422, 409, 422)
    assert renamed["name"] == "Old orders"


async def test_removing_a_folder_keeps_its_workflows(owner: Client) -> None:
    outer = await _folder(owner, "Shop")
    inner = await _folder(owner, "Orders", outer)
    workflow_id = await owner.add_workflow(name="Refunds")
    await owner.json("PATCH", f"/workflows/{workflow_id}", json={"folder_id": inner})
    await owner.json("DELETE", f"/folders/{inner}")
    moved = await owner.json("GET", f"/workflows/{workflow_id}")
    await owner.json("DELETE", f"/folders/{outer}")
    loose = await owner.json("GET", f"/workflows/{workflow_id}")

    assert (moved["folder_id"], loose["folder_id"]) == (outer, None)
    assert (await owner.json("GET", "/folders"))["items"] == []


async def test_a_folder_of_another_workspace_does_not_exist(
    owner: Client, stranger: Client
) -> None:
    folder_id = await _folder(owner, "Shop")
    workflow_id = await stranger.add_workflow()
    into = {"name": "Mine", "parent_id": folder_id}
    answers = [
        await stranger.ask("DELETE", f"/folders/{folder_id}"),
        await stranger.ask("PUT", f"/folders/{folder_id}", json={"name": "Mine"}),
        await stranger.ask("POST", "/folders", json=into),
        await stranger.ask("PATCH", f"/workflows/{workflow_id}", json={"folder_id": folder_id}),
        await stranger.ask(
            "POST",
            "/workflows/arrange",
            json={"workflow_ids": [workflow_id], "action": "move", "folder_id": folder_id},
        ),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert (await stranger.json("GET", f"/workflows?folder_id={folder_id}"))["items"] == []
