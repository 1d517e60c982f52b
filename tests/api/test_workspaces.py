"""Workspaces: several for one account, handed over, deleted with time to undo it."""

from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from noria.errors import NotFound
from store.blobs import ObjectBlobStore
from store.database import Database
from tests.api.client import Client
from tests.api.people import add_member, id_of
from worker.ended_workspaces import end_workspaces


async def workspace_of(client: Client) -> str:
    return (await client.json("GET", "/auth/me"))["workspace"]["id"]


async def test_a_new_workspace_is_empty_and_ones_own(owner: Client) -> None:
    await owner.add_workflow()
    made = await owner.json("POST", "/workspaces", json={"name": "  Second "})
    there = {"X-Workspace": made["id"]}
    me = await owner.json("GET", "/auth/me", headers=there)

    assert (made["name"], made["role"]) == ("Second", "owner")
    assert me["workspace"]["id"] == made["id"]
    assert (await owner.json("GET", "/workflows", headers=there))["items"] == []
    assert len(me["workspaces"]) == 2


async def test_a_workspace_is_renamed(owner: Client) -> None:
    await owner.json("PATCH", "/workspace", json={"name": "Bakery"})

    assert (await owner.json("GET", "/auth/me"))["workspace"]["name"] == "Bakery"


async def test_a_workspace_is_handed_over(app: FastAPI, owner: Client) -> None:
    heir = await add_member(app, owner, "heir@noria.example", "viewer")
    body = {"account_id": await id_of(heir)}
    await owner.json("POST", "/workspace/transfer", json=body)
    again = await owner.ask("POST", "/workspace/transfer", json=body)
    roles = {item["email"]: item["role"] for item in (await heir.json("GET", "/members"))["items"]}

    assert roles == {"owner@noria.example": "admin", "heir@noria.example": "owner"}
    assert again.status_code == 403


async def test_it_is_not_handed_to_strangers_or_oneself(owner: Client, stranger: Client) -> None:
    foreign = await owner.ask(
        "POST", "/workspace/transfer", json={"account_id": await id_of(stranger)}
    )
    own = await owner.ask("POST", "/workspace/transfer", json={"account_id": await id_of(owner)})

    assert (foreign.status_code, own.status_code) == (404, 422)


async def test_a_service_can_not_be_left_as_the_only_owner(owner: Client) -> None:
    service = await owner.json(
        "POST", "/service-accounts", json={"name": "Robot", "role": "editor"}
    )

    answer = await owner.ask("POST", "/workspace/transfer", json={"account_id": service["id"]})

    assert answer.status_code == 409
    assert (await owner.json("GET", "/auth/me"))["workspace"]["role"] == "owner"


async def test_a_deleted_workspace_is_closed_at_once_and_can_come_back(
    app: FastAPI, owner: Client
) -> None:
    editor = await add_member(app, owner, "e@noria.example", "editor")
    workflow_id = await owner.publish()
    key = (await owner.json("POST", "/api-keys", json={"name": "ci"}))["key"]
    wrong = await owner.ask("POST", "/workspace/delete", json={"name": "Other"})
    gone = await owner.json("POST", "/workspace/delete", json={"name": "Home"})
    closed = [
        (await editor.ask("POST", "/workflows", json={"name": "x"})).status_code,
        (await owner.ask("POST", f"/workflows/{workflow_id}/runs", json={})).status_code,
        (await Client(owner.http, key).ask("GET", "/workflows")).status_code,
        (await editor.ask("POST", "/workspace/restore")).status_code,
    ]
    looked = await editor.ask("GET", "/workflows")
    await owner.json("POST", "/workspace/restore")
    back = await owner.ask("POST", f"/workflows/{workflow_id}/runs", json={"input": {"id": 1}})

    assert wrong.status_code == 422
    assert gone["gone_at"]
    assert closed == [403, 403, 401, 403]
    assert looked.status_code == 200
    assert back.status_code == 202


async def test_it_is_not_deleted_while_runs_go_on(owner: Client) -> None:
    await owner.start(await owner.publish())
    answer = await owner.ask("POST", "/workspace/delete", json={"name": "Home"})

    assert answer.status_code == 409
    assert answer.json()["runs"] == 1


async def test_after_its_time_it_is_gone_with_all_in_it(
    owner: Client, stranger: Client, database: Database, tmp_path: Path
) -> None:
    await owner.publish()
    await stranger.publish()
    ours, theirs = await workspace_of(owner), await workspace_of(stranger)
    url = (tmp_path / "of blobs").as_uri()
    blobs = ObjectBlobStore(url)
    kept = [(await blobs.put(each, b"value", "text/plain")).digest for each in (ours, theirs)]
    await owner.json("POST", "/workspace/delete", json={"name": "Home"})
    early = await end_workspaces(database, url)
    async with database.engine.begin() as connection:
        await connection.execute(
            text("UPDATE workspace SET deleted_at = deleted_at - interval '8 days'")
        )
    late = await owner.ask("POST", "/workspace/restore")
    gone = await end_workspaces(database, url)
    async with database.engine.begin() as connection:
        left = await connection.execute(text("SELECT workspace_id FROM workflow"))

    assert (early, late.status_code, gone) == (0, 404, 1)
    with pytest.raises(NotFound):
        await blobs.get(ours, kept[0])
    assert await blobs.get(theirs, kept[1]) == b"value"
    assert left.scalars().all() == [UUID(theirs)]


async def test_a_session_outlives_the_workspace_it_began_in(
    owner: Client, database: Database
) -> None:
    made = await owner.json("POST", "/workspaces", json={"name": "Second"})
    home = await workspace_of(owner)
    async with database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM workspace WHERE id = :id"), {"id": home})
    refreshed = await owner.http.post("/api/v1/auth/refresh")
    renewed = Client(owner.http, refreshed.json()["access_token"])

    assert await workspace_of(renewed) == made["id"]
