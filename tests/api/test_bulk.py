"""Bulk actions: counted first, recorded, handed to Temporal, stopped."""

from typing import Any
from uuid import UUID

from store.bulk import set_status
from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_forks import failed_run
from tests.api.test_runs import report

CANCEL: dict[str, Any] = {"action": "cancel", "filter": {}}


async def test_a_preview_says_how_many(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    workflow_id = temporal.started[run_id].workflow_id
    for _ in range(2):
        await owner.start(workflow_id)
    cancel = await owner.json("POST", "/bulk-actions/preview", json=CANCEL)
    retry = await owner.json(
        "POST", "/bulk-actions/preview", json={"action": "retry", "filter": {}}
    )
    none = {"action": "retry", "filter": {"status": ["succeeded"]}}

    assert cancel == {"count": 2, "by_status": {"queued": 2}}
    assert retry == {"count": 1, "by_status": {"failed": 1}}
    assert (await owner.json("POST", "/bulk-actions/preview", json=none))["count"] == 0
    assert temporal.bulk == []


async def test_it_is_recorded_and_given_to_temporal(owner: Client, temporal: FakeTemporal) -> None:
    workflow_id = await owner.publish()
    await owner.start(workflow_id)
    body = {**CANCEL, "filter": {"workflow_id": workflow_id}}
    answer = await owner.ask("POST", "/bulk-actions", json=body)

    action = answer.json()
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/api/v1/bulk-actions/{action['id']}"
    assert (action["status"], action["total"], action["done"]) == ("queued", 1, 0)
    assert [call.bulk_id for call in temporal.bulk] == [action["id"]]
    assert await owner.json("GET", f"/bulk-actions/{action['id']}") == action
    assert (await owner.json("GET", "/bulk-actions"))["items"] == [action]


async def test_the_same_key_gives_the_same_action(owner: Client) -> None:
    await owner.start(await owner.publish())
    headers = {"Idempotency-Key": "stop-all"}
    first = await owner.json("POST", "/bulk-actions", json=CANCEL, headers=headers)
    again = await owner.json("POST", "/bulk-actions", json=CANCEL, headers=headers)
    other = await owner.ask(
        "POST", "/bulk-actions", json={**CANCEL, "action": "terminate"}, headers=headers
    )

    assert first["id"] == again["id"]
    assert other.status_code == 422


async def test_more_runs_than_were_expected_are_refused(
    owner: Client, temporal: FakeTemporal
) -> None:
    await owner.start(await owner.publish())
    answer = await owner.ask("POST", "/bulk-actions", json={**CANCEL, "expected_count": 0})

    assert (answer.status_code, answer.json()["count"]) == (409, 1)
    assert temporal.bulk == []
    (entry,) = (await owner.json("GET", "/audit?target_type=bulk"))["items"]
    assert (entry["action"], entry["result"]) == ("bulk.cancel", "refused")
    assert entry["details"] == {"code": "conflict"}


async def test_one_that_is_asked_for_and_stopped_leaves_both_entries(owner: Client) -> None:
    await owner.start(await owner.publish())
    action = await owner.json("POST", "/bulk-actions", json={"action": "pause", "filter": {}})
    await owner.json("POST", f"/bulk-actions/{action['id']}/cancel")
    entries = (await owner.json("GET", "/audit?target_type=bulk"))["items"]

    assert [(item["action"], item["target_id"]) for item in entries] == [
        ("bulk.stop", action["id"]), ("bulk.pause", action["id"]),
    ]  # fmt: skip
    assert [item["details"] for item in entries] == [{"done": 0, "total": 1}, {"total": 1}]


async def test_what_has_no_meaning_for_the_action_is_refused(owner: Client) -> None:
    body: dict[str, Any] = {"action": "retry", "filter": {}, "node_id": "fetch", "reason": "enough"}
    answer = await owner.ask("POST", "/bulk-actions", json=body)
    fork = await owner.ask("POST", "/bulk-actions", json={"action": "fork", "filter": {}})

    assert [item["field"] for item in answer.json()["problems"]] == ["/node_id", "/reason"]
    assert [item["field"] for item in fork.json()["problems"]] == ["/node_id"]


async def test_it_can_be_stopped(owner: Client) -> None:
    await owner.start(await owner.publish())
    action = await owner.json("POST", "/bulk-actions", json=CANCEL)
    stopped = await owner.json("POST", f"/bulk-actions/{action['id']}/cancel")
    again = await owner.json("POST", f"/bulk-actions/{action['id']}/cancel")
    entries = (await owner.json("GET", "/audit?action=bulk.stop"))["items"]

    assert stopped["status"] == "cancelled"
    assert stopped == again
    assert len(entries) == 1


async def test_one_that_has_ended_is_not_stopped(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    await owner.start(await owner.publish())
    action = await owner.json("POST", "/bulk-actions", json=CANCEL)
    workspace_id, bulk_id = UUID(temporal.bulk[0].workspace_id), UUID(action["id"])
    async with database.sessions.begin() as session:
        await set_status(session, workspace_id=workspace_id, bulk_id=bulk_id, status="succeeded")

    answer = await owner.ask("POST", f"/bulk-actions/{action['id']}/cancel")
    (entry,) = (await owner.json("GET", "/audit?action=bulk.stop"))["items"]

    assert answer.status_code == 409
    assert answer.json()["detail"] == "The bulk action has ended: nothing is left to stop."
    assert entry["result"] == "refused"


async def test_while_temporal_is_away_it_is_refused_and_may_be_asked_again(
    owner: Client, temporal: FakeTemporal
) -> None:
    await owner.start(await owner.publish())
    headers = {"Idempotency-Key": "once"}
    temporal.away = True
    away = await owner.ask("POST", "/bulk-actions", json=CANCEL, headers=headers)
    temporal.away = False
    back = await owner.json("POST", "/bulk-actions", json=CANCEL, headers=headers)

    assert away.status_code == 503
    assert [call.bulk_id for call in temporal.bulk] == [back["id"]]


async def test_other_workspaces_stay_out(
    owner: Client, stranger: Client, database: Database
) -> None:
    run = await owner.start(await owner.publish())
    await report(database, owner, run["id"], [], {"status": "running"})
    action = await owner.json("POST", "/bulk-actions", json=CANCEL)
    seen = await stranger.json("POST", "/bulk-actions/preview", json=CANCEL)

    assert seen["count"] == 0
    assert (await stranger.ask("GET", f"/bulk-actions/{action['id']}")).status_code == 404
    stop = await stranger.ask("POST", f"/bulk-actions/{action['id']}/cancel")
    assert stop.status_code == 404
