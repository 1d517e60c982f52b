"""Members: roles change, people go, and an owner stays."""

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from api.permissions import ROLES, TABLE
from store.database import Database
from tests.api.client import Client
from tests.api.people import add_member, id_of


async def test_all_members_see_who_is_there(app: FastAPI, owner: Client) -> None:
    viewer = await add_member(app, owner, "v@noria.example", "viewer")
    seen = (await viewer.json("GET", "/members"))["items"]

    assert [(item["email"], item["role"]) for item in seen] == [
        ("owner@noria.example", "owner"),
        ("v@noria.example", "viewer"),
    ]
    assert seen[1]["last_seen_at"]


async def test_a_new_role_counts_at_once_and_is_kept_in_the_trail(
    app: FastAPI, owner: Client
) -> None:
    member = await add_member(app, owner, "m@noria.example", "viewer")
    before = await member.ask("POST", "/workflows", json={"name": "x"})
    member_id = await id_of(member)
    await owner.json("PATCH", f"/members/{member_id}", json={"role": "editor"})
    after = await member.ask("POST", "/workflows", json={"name": "x"})
    [entry] = (await owner.json("GET", "/audit?action=member.change_role"))["items"]

    assert (before.status_code, after.status_code) == (403, 201)
    assert entry["details"] == {"before": "viewer", "after": "editor"}
    assert entry["target_id"] == member_id


async def test_a_removed_member_is_out_and_so_are_their_keys(app: FastAPI, owner: Client) -> None:
    admin = await add_member(app, owner, "a@noria.example", "admin")
    admin_id = await id_of(admin)
    key = (await admin.json("POST", "/api-keys", json={"name": "mine"}))["key"]
    await owner.json("DELETE", f"/members/{admin_id}")
    out = await admin.ask("GET", "/workflows")
    script = await Client(owner.http, key).ask("GET", "/workflows")
    await add_member_again(owner, admin)
    kept = await Client(owner.http, key).ask("GET", "/workflows")

    assert (out.status_code, script.status_code, kept.status_code) == (401, 401, 401)


async def add_member_again(owner: Client, member: Client) -> None:
    body = {"email": "a@noria.example", "role": "admin"}
    token = (await owner.json("POST", "/invitations", json=body))["token"]
    again = {"token": token, "password": "another long password"}
    answer = await member.http.post("/api/v1/auth/invitations/accept", json=again)
    assert answer.status_code == 200, answer.text


async def test_the_last_owner_stays(owner: Client) -> None:
    me = await id_of(owner)
    demoted = await owner.ask("PATCH", f"/members/{me}", json={"role": "viewer"})
    removed = await owner.ask("DELETE", f"/members/{me}")
    left = await owner.ask("POST", "/members/leave")

    assert [demoted.status_code, removed.status_code, left.status_code] == [409, 409, 409]
    assert "last owner" in left.json()["detail"]


async def test_who_leaves_is_out(app: FastAPI, owner: Client) -> None:
    viewer = await add_member(app, owner, "v@noria.example", "viewer")
    await viewer.json("POST", "/members/leave")

    assert (await viewer.ask("GET", "/workflows")).status_code == 401


@pytest.mark.parametrize("role", ["admin", "editor", "viewer"])
async def test_nobody_below_an_owner_makes_or_unmakes_owners(
    app: FastAPI, owner: Client, role: str
) -> None:
    member = await add_member(app, owner, "m@noria.example", role)
    me, boss = await id_of(member), await id_of(owner)
    up = await member.ask("PATCH", f"/members/{me}", json={"role": "owner"})
    down = await member.ask("PATCH", f"/members/{boss}", json={"role": "viewer"})
    out = await member.ask("DELETE", f"/members/{boss}")
    invited = await member.ask("POST", "/invitations", json={"email": "x@y.zz", "role": "owner"})

    assert {up.status_code, down.status_code, out.status_code, invited.status_code} == {403}


async def test_a_person_without_account_in_the_workspace_is_no_member(
    owner: Client, stranger: Client, database: Database
) -> None:
    them = await id_of(stranger)
    changed = await owner.ask("PATCH", f"/members/{them}", json={"role": "viewer"})
    removed = await owner.ask("DELETE", f"/members/{them}")
    async with database.engine.begin() as connection:
        count = await connection.execute(text("SELECT count(*) FROM membership"))

    assert (changed.status_code, removed.status_code, count.scalar_one()) == (404, 404, 2)


async def test_what_each_role_may_do_is_told_as_it_is_checked(owner: Client) -> None:
    told = await owner.json("GET", "/members/roles")

    assert {each["name"]: frozenset(each["permissions"]) for each in told["roles"]} == ROLES
    assert [each["name"] for each in told["permissions"]] == list(TABLE)
