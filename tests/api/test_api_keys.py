"""Keys for scripts: shown once, cut down, revoked."""

from uuid import UUID

import pytest
from sqlalchemy import text

from store.database import Database
from tests.api.client import Client


async def add_key(owner: Client, **more: object) -> tuple[Client, str]:
    created = await owner.json("POST", "/api-keys", json={"name": "ci", **more})
    return Client(owner.http, created["key"]), created["id"]


async def test_a_key_is_shown_once_and_works(owner: Client, database: Database) -> None:
    script, key_id = await add_key(owner)
    created = await script.add_workflow()
    [listed] = (await owner.json("GET", "/api-keys"))["items"]
    async with database.engine.begin() as connection:
        row = str((await connection.execute(text("SELECT * FROM api_key"))).one())

    secret = script.token.rpartition("_")[2]
    assert UUID(created)
    assert script.token.startswith(f"noria_{UUID(key_id).hex}_")
    assert script.token.startswith(listed["prefix"])
    assert listed["last_used_at"] is not None
    assert "key" not in listed
    assert secret not in row


async def test_a_revoked_key_opens_nothing(owner: Client) -> None:
    script, key_id = await add_key(owner)
    await owner.json("DELETE", f"/api-keys/{key_id}")
    await owner.json("DELETE", f"/api-keys/{key_id}")

    assert (await script.ask("GET", "/workflows")).status_code == 401


async def test_an_expired_key_opens_nothing(owner: Client) -> None:
    script, _ = await add_key(owner, expires_at="2020-01-01T00:00:00Z")

    assert (await script.ask("GET", "/workflows")).status_code == 401


async def test_a_changed_key_opens_nothing(owner: Client) -> None:
    script, _ = await add_key(owner)

    assert (
        await Client(owner.http, script.token + "x").ask("GET", "/workflows")
    ).status_code == 401


async def test_a_key_may_do_only_what_it_says(owner: Client) -> None:
    reader, _ = await add_key(owner, permissions=["read"])
    listed = await reader.ask("GET", "/workflows")
    refused = await reader.ask("POST", "/workflows", json={"name": "x"})
    no_keys = await reader.ask("GET", "/api-keys")

    assert (listed.status_code, refused.status_code, no_keys.status_code) == (200, 403, 403)


async def test_a_key_can_not_make_a_stronger_key(owner: Client) -> None:
    manager, _ = await add_key(owner, permissions=["manage"])
    body = {"name": "more", "permissions": ["run"]}

    assert (await manager.ask("POST", "/api-keys", json=body)).status_code == 403


async def test_a_key_of_a_removed_member_opens_nothing(owner: Client, database: Database) -> None:
    script, _ = await add_key(owner)
    async with database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM membership"))

    assert (await script.ask("GET", "/workflows")).status_code == 401


@pytest.mark.parametrize("permissions", [[], ["all"], ["read"] * 9])
async def test_odd_permissions_are_refused(owner: Client, permissions: list[str]) -> None:
    body = {"name": "x", "permissions": permissions}

    assert (await owner.ask("POST", "/api-keys", json=body)).status_code == 422


async def test_keys_are_paged(owner: Client) -> None:
    for _ in range(3):
        await add_key(owner)
    first = await owner.json("GET", "/api-keys?limit=2")
    second = await owner.json("GET", f"/api-keys?limit=2&cursor={first['next_cursor']}")

    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (2, 1, None)


async def test_a_rotated_key_is_replaced_at_once_or_after_a_grace(owner: Client) -> None:
    old, old_id = await add_key(owner, permissions=["read"])
    made = await owner.json("POST", f"/api-keys/{old_id}/rotate", json={"grace_hours": 1})
    new = Client(owner.http, made["key"])
    both = [(await each.ask("GET", "/runs")).status_code for each in (old, new)]
    last = await owner.json("POST", f"/api-keys/{made['id']}/rotate", json={})
    after = [
        (await each.ask("GET", "/runs")).status_code
        for each in (new, Client(owner.http, last["key"]))
    ]
    again = await owner.ask("POST", f"/api-keys/{made['id']}/rotate", json={})

    assert (both, after) == ([200, 200], [401, 200])
    assert (made["permissions"], made["name"]) == (["read"], "ci")
    assert again.status_code == 404


async def test_a_service_account_acts_with_keys_alone(owner: Client) -> None:
    robot = await owner.json(
        "POST", "/service-accounts", json={"name": "Robot", "role": "operator"}
    )
    every = ["read", "edit", "run"]
    made = await owner.json(
        "POST",
        "/api-keys",
        json={"name": "deploy", "permissions": every, "service_account_id": robot["id"]},
    )
    script = Client(owner.http, made["key"])
    me = await script.json("GET", "/auth/me")
    refused = await script.ask("POST", "/workflows", json={"name": "x"})
    members = (await owner.json("GET", "/members"))["items"]
    sign_in = {"email": f"{robot['id']}@service.invalid", "password": ""}
    by_password = await owner.http.post("/api/v1/auth/sign-in", json=sign_in)
    await owner.json("DELETE", f"/service-accounts/{robot['id']}")
    gone = await script.ask("GET", "/runs")

    assert (me["account"]["name"], me["permissions"]) == ("Robot", ["read", "run"])
    assert made["account_name"] == "Robot"
    assert refused.status_code == 403
    assert [item["email"] for item in members] == ["owner@noria.example"]
    assert (by_password.status_code, gone.status_code) == (401, 401)


async def test_keys_are_made_for_service_accounts_of_the_workspace_only(
    owner: Client, stranger: Client
) -> None:
    body = {"name": "Robot", "role": "viewer"}
    theirs = await stranger.json("POST", "/service-accounts", json=body)
    person = (await stranger.json("GET", "/auth/me"))["account"]["id"]
    for account_id in (theirs["id"], person):
        key = {"name": "x", "service_account_id": account_id}
        assert (await owner.ask("POST", "/api-keys", json=key)).status_code == 404
