"""The catalog is sent once."""

from sqlalchemy import text

from store.database import Database
from tests.api.client import Client


async def test_the_catalog_is_complete(owner: Client) -> None:
    page = await owner.json("GET", "/node-types")

    found = {item["type"]: item for item in page["items"]}
    assert found.keys() >= {"start", "end", "set", "branch", "delay", "fail", "http.request"}
    assert found["start"]["lane"] == "control"
    assert found["branch"]["ports"] is None
    assert found["http.request"]["config_schema"]["properties"]["url"]


async def test_an_unchanged_catalog_is_not_sent_again(owner: Client) -> None:
    first = await owner.ask("GET", "/node-types")
    again = await owner.ask("GET", "/node-types", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_usage_counts_the_workflows_of_the_workspace(owner: Client, stranger: Client) -> None:
    await owner.add_workflow()
    await owner.add_workflow()
    await stranger.add_workflow()
    page = await owner.json("GET", "/node-types/usage")
    types = await owner.json("GET", "/trigger-types")

    used = {each["type"]: (each["workflows"], each["nodes"]) for each in page["items"]}
    assert used == {"start": (2, 2), "set": (2, 2), "end": (2, 2)}
    assert {each["used"] for each in types["items"]} == {0}


async def test_a_graph_that_postgresql_can_not_look_into_is_refused_and_hides_no_other(
    owner: Client, database: Database
) -> None:
    refused = await owner.ask(
        "POST", "/workflows", json={"name": "x", "graph": {"nodes": [{"id": "a\0"}]}}
    )
    meant = {"nodes": [{"id": "a", "type": "start", "name": "\\u0000"}]}
    taken = await owner.ask("POST", "/workflows", json={"name": "x", "graph": meant})
    # As drafts may stand that were kept before.
    old = await owner.add_workflow()
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE workflow SET draft_graph = CAST(:graph AS json) WHERE id = :id"),
            {"graph": '{"nodes": [{"type": "\\u0000"}]}', "id": old},
        )
    usage = await owner.ask("GET", "/node-types/usage")

    assert (refused.status_code, taken.status_code, usage.status_code) == (422, 201, 200)
