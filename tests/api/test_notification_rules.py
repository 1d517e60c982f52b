"""Notification rules: made, changed, paused, tried out and deleted; and what became of their messages."""

from typing import Any
from uuid import UUID

from fastapi import FastAPI

from store import deliveries
from store.database import Database
from store.deliveries import Message
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.people import add_member

RULE: dict[str, Any] = {
    "name": "Errors",
    "events": ["run.failed", "run.failed", "alert.raised"],
    "channel": "mail",
    "config": {"to": ["ops@noria.example"]},
    "quiet_s": 300,
}


async def add(client: Client, **more: Any) -> dict[str, Any]:
    return await client.json("POST", "/notification-rules", json={**RULE, **more})


async def test_a_rule_is_made_changed_and_deleted(owner: Client) -> None:
    rule = await add(owner)
    path = f"/notification-rules/{rule['id']}"
    changed = await owner.json(
        "PATCH",
        path,
        json={
            "channel": "webhook",
            "config": {"url": "https://r.example/in", "credential": "receiver"},
            "events": ["run.started"],
        },
    )

    assert rule["events"] == ["run.failed", "alert.raised"]
    assert (rule["paused"], rule["last_error"], rule["workflow_ids"]) == (False, None, [])
    assert (changed["name"], changed["channel"], changed["events"]) == (
        "Errors", "webhook", ["run.started"],
    )  # fmt: skip
    assert (await owner.json("GET", "/notification-rules"))["items"] == [changed]
    await owner.json("DELETE", path)
    assert (await owner.ask("GET", path)).status_code == 404
    actions = [each["action"] for each in (await owner.json("GET", "/audit"))["items"]]
    assert [name for name in actions if name.startswith("notification_rule")] == [
        f"notification_rule.{act}" for act in ("delete", "update", "create")
    ]


async def test_a_rule_that_can_not_work_is_refused_with_every_problem(owner: Client) -> None:
    answer = await owner.ask(
        "POST",
        "/notification-rules",
        json={**RULE, "channel": "webhook", "config": {"url": "ftp://x", "to": []}},
    )

    assert answer.status_code == 422
    fields = {problem["field"] for problem in answer.json()["problems"]}
    assert fields == {"/config/url", "/config/credential", "/config/to"}
    unknown = {**RULE, "events": ["run.exploded"]}
    assert (await owner.ask("POST", "/notification-rules", json=unknown)).status_code == 422


async def test_pausing_twice_is_pausing_once(owner: Client) -> None:
    path = f"/notification-rules/{(await add(owner))['id']}"

    held = [(await owner.json("POST", f"{path}/{act}"))["paused"] for act in ("pause", "pause")]
    freed = await owner.json("POST", f"{path}/resume")

    assert (held, freed["paused"]) == ([True, True], False)
    entries = (await owner.json("GET", "/audit?action=notification_rule.pause"))["items"]
    assert len(entries) == 1


async def test_a_test_message_is_sent_at_once_and_listed(
    owner: Client, temporal: FakeTemporal
) -> None:
    rule = await add(owner, paused=True)
    path = f"/notification-rules/{rule['id']}"

    tried = await owner.json("POST", f"{path}/test")

    [call] = temporal.delivered
    assert (call.delivery_id, call.is_test) == (tried["id"], True)
    assert [row["id"] for row in (await owner.json("GET", f"{path}/deliveries"))["items"]] == [
        tried["id"]
    ]


async def test_a_test_that_no_worker_takes_says_so_and_is_over(
    owner: Client, temporal: FakeTemporal
) -> None:
    path = f"/notification-rules/{(await add(owner))['id']}"
    temporal.away = True

    answer = await owner.ask("POST", f"{path}/test")

    assert answer.status_code == 503
    [row] = (await owner.json("GET", f"{path}/deliveries"))["items"]
    assert row["status"] == "failed"


async def test_the_history_is_listed_page_by_page(owner: Client, database: Database) -> None:
    rule = await add(owner)
    workspace = (await owner.json("GET", "/auth/me"))["workspace"]["id"]
    for number in range(3):
        async with database.sessions.begin() as session:
            message = Message(
                workspace_id=UUID(workspace), rule_id=UUID(rule["id"]), group_key=str(number),
                event_type="run.failed", body={},
            )  # fmt: skip
            await deliveries.add_message(session, message)
    path = f"/notification-rules/{rule['id']}/deliveries?limit=2"

    first = await owner.json("GET", path)
    second = await owner.json("GET", f"{path}&cursor={first['next_cursor']}")

    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert second["next_cursor"] is None


async def test_rules_are_for_who_manages_the_workspace_and_of_it_alone(
    app: FastAPI, owner: Client, stranger: Client
) -> None:
    rule = await add(owner)
    editor = await add_member(app, owner, "editor@noria.example", "editor")

    assert (await editor.ask("GET", "/notification-rules")).status_code == 403
    path = f"/notification-rules/{rule['id']}"
    assert (await stranger.ask("GET", path)).status_code == 404
    assert (await stranger.ask("POST", f"{path}/test")).status_code == 404
    assert (await stranger.json("GET", "/notification-rules"))["items"] == []
