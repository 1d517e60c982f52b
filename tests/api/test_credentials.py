"""Credentials over the API: made, never read back, changed by those who may, refused while used."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from store.database import Database
from tests.api.client import Client

CANARY = "c4n4ry-s3cr3t"
SHOP: dict[str, Any] = {
    "name": "Shop",
    "type": "bearer",
    "fields": {"token": CANARY},
    "allowed_hosts": ["Shop.Example"],
}


async def add(client: Client, **more: Any) -> dict[str, Any]:
    return await client.json("POST", "/credentials", json=SHOP | more)


def graph(name: str = "Shop") -> dict[str, Any]:
    config = {"url": "https://shop.example", "credential": name}
    return {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "call", "type": "http.request", "config": config},
        ],
        "edges": [{"from": "start", "to": "call"}],
    }


@dataclass(frozen=True)
class Guest(Client):
    """Acts in another workspace than its first."""

    workspace_id: str = ""

    async def ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx2.Response:
        where = {"X-Workspace": self.workspace_id, **(headers or {})}
        return await super().ask(method, path, headers=where, **more)


async def member(owner: Client, database: Database, stranger: Client, role: str) -> Client:
    """The stranger, in the owner's workspace too."""
    me = await owner.json("GET", "/auth/me")
    other = await stranger.json("GET", "/auth/me")
    async with database.engine.begin() as connection:
        await connection.execute(
            text("INSERT INTO membership (workspace_id, account_id, role) VALUES (:w, :a, :r)"),
            {"w": me["workspace"]["id"], "a": other["account"]["id"], "r": role},
        )
    return Guest(stranger.http, stranger.token, me["workspace"]["id"])


async def test_j1_a_secret_goes_in_and_never_comes_out(owner: Client, database: Database) -> None:
    made = await owner.ask("POST", "/credentials", json=SHOP)
    created = made.json()
    path = f"/credentials/{created['id']}"
    answers = [
        made.text,
        (await owner.ask("GET", path)).text,
        (await owner.ask("GET", "/credentials?type=bearer")).text,
        (await owner.ask("PATCH", path, json={"description": "Orders"})).text,
        (await owner.ask("GET", "/audit")).text,
    ]
    async with database.engine.begin() as connection:
        answers.append(str((await connection.execute(text("SELECT * FROM credential"))).all()))

    assert made.status_code == 201
    assert [CANARY in answer for answer in answers] == [False] * 6
    assert (created["secrets"], created["public"]) == (["token"], {})
    assert created["allowed_hosts"] == ["shop.example"]
    assert (created["may_use"], created["used_at"]) == (True, None)


async def test_each_act_is_in_the_audit_trail(owner: Client) -> None:
    made = await add(owner)
    path = f"/credentials/{made['id']}"
    await owner.json("PATCH", path, json={"fields": {"token": "new"}, "name": "Store"})
    await owner.json("DELETE", path)
    entries = (await owner.json("GET", "/audit?target_type=credential"))["items"]

    assert [entry["action"] for entry in entries] == [
        "credential.delete",
        "credential.update",
        "credential.create",
    ]
    assert entries[1]["details"] == {"name": "Store", "changed": ["name"], "fields": ["token"]}


async def test_the_types_say_what_their_form_asks(owner: Client) -> None:
    types = {each["type"]: each for each in (await owner.json("GET", "/credential-types"))["items"]}

    assert types["bearer"]["secrets"] == ["token"]
    assert types["bearer"]["asks_hosts"] is True
    assert types["aws"]["hosts"] == ["*.amazonaws.com", "*.amazonaws.com.cn"]
    assert types["basic"]["fields_schema"]["properties"]["password"]["writeOnly"] is True


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"type": "moon"}, "unknown_type", "/type"),
        ({"fields": {}}, "bad_field", "/fields/token"),
        ({"fields": {"token": f"{CANARY}\n1"}}, "bad_field", "/fields/token"),
        ({"fields": {"token": "t", "more": CANARY}}, "bad_field", "/fields/more"),
        ({"allowed_hosts": []}, "no_hosts", "/allowed_hosts"),
        ({"allowed_hosts": ["https://a.example/"]}, "bad_host", "/allowed_hosts"),
    ],
)
async def test_a_wrong_credential_is_refused_without_being_told(
    owner: Client, change: dict[str, Any], code: str, field: str
) -> None:
    answer = await owner.ask("POST", "/credentials", json=SHOP | change)
    problems = answer.json()["problems"]

    assert answer.status_code == 422
    assert [(each["code"], each["field"]) for each in problems] == [(code, field)]
    assert CANARY not in answer.text


async def test_a_name_is_taken_once(owner: Client) -> None:
    await add(owner)

    assert (await owner.ask("POST", "/credentials", json=SHOP)).status_code == 409


async def test_a_stored_secret_stays_when_others_change(owner: Client) -> None:
    made = await add(owner, type="basic", fields={"username": "ada", "password": CANARY})
    changed = await owner.json(
        "PATCH", f"/credentials/{made['id']}", json={"fields": {"username": "eve"}}
    )

    assert (changed["public"], changed["secrets"]) == ({"username": "eve"}, ["password"])


async def test_another_workspace_finds_nothing(owner: Client, stranger: Client) -> None:
    made = await add(owner)
    path = f"/credentials/{made['id']}"

    for method, where in (
        ("GET", path),
        ("PATCH", path),
        ("DELETE", path),
        ("GET", path + "/uses"),
    ):
        assert (await stranger.ask(method, where, json={})).status_code == 404
    assert (await stranger.json("GET", "/credentials"))["items"] == []


async def test_a_credential_in_use_is_deleted_by_force_only(owner: Client) -> None:
    made = await add(owner)
    path = f"/credentials/{made['id']}"
    workflow_id = await owner.publish(graph())
    [use] = (await owner.json("GET", path + "/uses"))["items"]
    refused = await owner.ask("DELETE", path)
    forced = await owner.ask("DELETE", path + "?force=true")

    assert (use["workflow_id"], use["node_ids"]) == (workflow_id, ["call"])
    assert (use["in_draft"], use["in_version"]) == (True, 1)
    assert (refused.status_code, refused.json()["workflow_ids"]) == (409, [workflow_id])
    assert forced.status_code == 204


async def test_publishing_warns_of_a_credential_that_is_not_there(owner: Client) -> None:
    await add(owner, name="Mail", type="smtp", fields={"host": "m.example"}, allowed_hosts=[])
    codes: list[list[str]] = []
    for name in ("Gone", "Mail"):
        workflow_id = await owner.add_workflow(graph=graph(name))
        published = await owner.json("POST", f"/workflows/{workflow_id}/publish")
        codes.append([each["code"] for each in published["problems"]])

    assert codes == [["missing_credential"], ["unfit_credential"]]


async def test_a_private_credential_serves_its_maker_alone(
    owner: Client, stranger: Client, database: Database
) -> None:
    made = await add(owner, sharing="private")
    editor = await member(owner, database, stranger, "editor")
    seen = await editor.json("GET", f"/credentials/{made['id']}")
    workflow_id = await editor.add_workflow(graph=graph())
    published = await editor.ask("POST", f"/workflows/{workflow_id}/publish")
    run = {"mode": "only", "node_id": "call"}
    tested = await editor.ask("POST", f"/workflows/{workflow_id}/test-runs", json=run)
    changed = await editor.ask("PATCH", f"/credentials/{made['id']}", json={"sharing": "workspace"})

    assert seen["may_use"] is False
    assert (published.status_code, published.json()["problems"][0]["code"]) == (
        422, "private_credential",
    )  # fmt: skip
    assert (tested.status_code, changed.status_code) == (422, 403)
    assert (await owner.ask("POST", f"/workflows/{workflow_id}/publish")).status_code == 200


async def test_e3_a_stored_secret_is_not_sent_elsewhere_by_who_did_not_give_it(
    owner: Client, stranger: Client, database: Database
) -> None:
    """Attack E3: a shared credential, pointed at the attacker's host."""
    editor = await member(owner, database, stranger, "editor")
    bearer = await add(owner)
    mail = await add(
        owner, name="Mail", type="smtp", allowed_hosts=[],
        fields={"host": "m.example", "password": CANARY},
    )  # fmt: skip
    evil = {"host": "evil.example"}

    for made, change, status in (
        (bearer, {"allowed_hosts": ["shop.example", "evil.example"]}, 403),
        (mail, {"fields": evil}, 403),
        (bearer, {"sharing": "private"}, 403),
        (bearer, {"description": "For orders"}, 200),
        (bearer, {"fields": {"token": "new"}}, 200),
    ):
        answer = await editor.ask("PATCH", f"/credentials/{made['id']}", json=change)
        assert answer.status_code == status, change


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("operator", 403), ("editor", 201)])
async def test_looking_on_makes_no_credentials(
    owner: Client, stranger: Client, database: Database, role: str, status: int
) -> None:
    other = await member(owner, database, stranger, role)

    assert (await other.ask("POST", "/credentials", json=SHOP)).status_code == status
    assert (await other.ask("GET", "/credentials")).status_code == 200


async def test_a_secret_may_be_kept_elsewhere(owner: Client) -> None:
    made = await add(owner, fields={"token": {"$ref": "vault:kv/shop#token"}})
    generic = {"type": "generic", "name": "Keys"}
    values = {"values": {"a": {"$ref": "env:SHOP_KEY"}, "b": "plain"}}
    await add(owner, **generic, fields=values)
    refused = await owner.ask(
        "POST", "/credentials", json=SHOP | {"name": "No", "fields": {"token": {"$ref": "moon:x"}}}
    )

    assert (made["secrets"], made["public"]) == (["token"], {})
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["field"] == "/fields/token"
    assert refused.json()["problems"][0]["code"] == "bad_reference"


async def test_its_end_is_kept_warned_of_and_taken_away_again(owner: Client) -> None:
    ends = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    made = await add(owner, expires_at=ends)
    path = f"/credentials/{made['id']}"

    async def warned() -> list[str]:
        workflow_id = await owner.add_workflow(graph=graph())
        published = await owner.json("POST", f"/workflows/{workflow_id}/publish")
        return [each["code"] for each in published["problems"]]

    soon = await warned()
    kept = await owner.json("PATCH", path, json={"description": "Orders"})
    freed = await owner.json("PATCH", path, json={"expires_at": None})
    naive = await owner.ask("PATCH", path, json={"expires_at": "2026-12-01T00:00:00"})

    assert datetime.fromisoformat(kept["expires_at"]) == datetime.fromisoformat(ends)
    early = await owner.ask("PATCH", path, json={"expires_at": "0001-01-01T00:00:00+14:00"})
    assert (freed["expires_at"], naive.status_code, early.status_code) == (None, 422, 422)
    assert (soon, await warned()) == (["expiring_credential"], [])
