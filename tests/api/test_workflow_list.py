"""The list of workflows: order, filters, stars, and many at once."""

import asyncio

import pytest

from api.services import Services
from tests.api.client import Client, add_account


async def _names(client: Client, query: str = "") -> list[str]:
    return [item["name"] for item in (await client.json("GET", f"/workflows?{query}"))["items"]]


async def _arrange(client: Client, workflow_ids: list[str], action: str, **more: str) -> list[str]:
    body = {"workflow_ids": workflow_ids, "action": action, **more}
    return (await client.json("POST", "/workflows/arrange", json=body))["workflow_ids"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["aunt", "Bear", "cat", "Dog", "eel"]),
        ("created", ["eel", "cat", "Dog", "aunt", "Bear"]),
        ("updated", ["Bear", "eel", "cat", "Dog", "aunt"]),
        ("last_run", ["Dog", "eel", "cat", "aunt", "Bear"]),
    ],
)
async def test_pages_go_in_the_order_that_was_asked_for(
    owner: Client, sort: str, expected: list[str]
) -> None:
    ids = {
        name: await owner.add_workflow(name=name) for name in ["Bear", "aunt", "Dog", "cat", "eel"]
    }
    await owner.json("PATCH", f"/workflows/{ids['Bear']}", json={"name": "Bear"})
    await owner.start(ids["Dog"], draft=True)
    names: list[str] = []
    cursor = ""
    while True:
        page = await owner.json(
            "GET", "/workflows", params={"sort": sort, "limit": 2} | cursor_of(cursor)
        )
        names += [item["name"] for item in page["items"]]
        if not (cursor := page["next_cursor"]):
            break

    assert names == expected


def cursor_of(cursor: str) -> dict[str, str]:
    return {"cursor": cursor} if cursor else {}


async def test_a_cursor_of_another_order_is_refused(owner: Client) -> None:
    for name in ("a", "b"):
        await owner.add_workflow(name=name)
    page = await owner.json("GET", "/workflows?sort=name&limit=1")
    answer = await owner.ask("GET", f"/workflows?sort=updated&cursor={page['next_cursor']}")

    assert answer.status_code == 422


async def test_tags_are_searched_counted_and_filtered_by(owner: Client) -> None:
    first = await owner.add_workflow(name="Refunds")
    second = await owner.add_workflow(name="Prices")
    await owner.json("PATCH", f"/workflows/{first}", json={"tags": ["money", "shop", "money"]})
    await _arrange(owner, [first, second], "tag", tag="shop")
    tags = (await owner.json("GET", "/workflow-tags"))["items"]
    await _arrange(owner, [first], "untag", tag="shop")

    assert tags == [{"tag": "money", "count": 1}, {"tag": "shop", "count": 2}]
    assert await _names(owner, "tag=shop") == ["Prices"]
    assert await _names(owner, "tag=shop&tag=money") == []
    assert await _names(owner, "search=MON") == ["Refunds"]


async def test_each_account_has_its_own_stars(owner: Client, services: Services) -> None:
    colleague = await add_account(owner.http, services, "colleague@noria.example")
    mine = await owner.add_workflow(name="Mine")
    theirs = await colleague.add_workflow(name="Theirs")
    await owner.json("PUT", f"/workflows/{mine}/star")
    await owner.json("PUT", f"/workflows/{mine}/star")
    refused = await owner.ask("PUT", f"/workflows/{theirs}/star")
    starred = await _names(owner, "starred=true")
    await owner.json("DELETE", f"/workflows/{mine}/star")

    assert refused.status_code == 404
    assert starred == ["Mine"]
    assert await _names(owner, "starred=true") == []
    assert await _names(colleague, "starred=true") == []


async def test_many_are_archived_and_brought_back_at_once(owner: Client, stranger: Client) -> None:
    ids = [await owner.add_workflow(name=name) for name in ("A", "B", "C")]
    done = await _arrange(owner, [*ids[:2], ids[0]], "archive")
    left = await _names(owner)
    archived = await _names(owner, "archived=true&sort=name")
    of_others = await _arrange(stranger, ids, "unarchive")
    await asyncio.gather(*(_arrange(owner, ids[::step], "unarchive") for step in (1, -1, 1, -1)))
    audit = await owner.json("GET", "/audit?action=workflow.archive")

    assert sorted(done) == sorted(ids[:2])
    assert (left, archived, of_others) == (["C"], ["A", "B"], [])
    assert len(await _names(owner)) == 3
    assert len(audit["items"]) == 2


async def test_published_ones_are_told_apart(owner: Client) -> None:
    await owner.publish()
    await owner.add_workflow(name="Draft only")

    assert await _names(owner, "published=true") == ["Order triage"]
    assert await _names(owner, "published=false") == ["Draft only"]


async def test_a_tag_is_needed_to_tag(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    body = {"workflow_ids": [workflow_id], "action": "tag"}
    answer = await owner.ask("POST", "/workflows/arrange", json=body)

    assert answer.status_code == 422


async def test_a_copy_has_the_draft_folder_tags_and_limits_and_no_version(owner: Client) -> None:
    workflow_id = await owner.publish()
    folder = await owner.json("POST", "/folders", json={"name": "Shop"})
    change = {"folder_id": folder["id"], "tags": ["money"]}
    before = await owner.json("PATCH", f"/workflows/{workflow_id}", json=change)
    limits = {"max_concurrent_runs": 3}
    await owner.json("PUT", f"/workflows/{workflow_id}/settings", json=limits)
    made = await owner.json("POST", f"/workflows/{workflow_id}/duplicate", json={})
    settings = await owner.json("GET", f"/workflows/{made['id']}/settings")

    assert made["name"] == "Order triage copy"
    assert made["draft"]["graph"] == before["draft"]["graph"]
    assert (made["folder_id"], made["tags"]) == (folder["id"], ["money"])
    assert (made["latest_version"], settings["max_concurrent_runs"]) == (None, 3)
