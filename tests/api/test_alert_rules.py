"""Alert rules: made, changed, paused and deleted."""

from typing import Any

from fastapi import FastAPI

from tests.api.client import Client
from tests.api.people import add_member


async def add(client: Client, workflow_id: str, **more: Any) -> dict[str, Any]:
    body = {
        "workflow_id": workflow_id, "name": "Slow", "metric": "duration", "threshold": 60,
    }  # fmt: skip
    return await client.json("POST", "/alert-rules", json={**body, **more})


async def test_an_alert_is_made_changed_paused_and_deleted(owner: Client) -> None:
    workflow_id = await owner.publish()
    rule = await add(owner, workflow_id)
    path = f"/alert-rules/{rule['id']}"
    changed = await owner.json("PATCH", path, json={"threshold": 5, "name": None})
    paused = [(await owner.json("POST", f"{path}/{act}"))["paused"] for act in ("pause", "resume")]

    assert (rule["workflow_name"], rule["is_raised"], rule["value"]) == (
        "Order triage", False, None,
    )  # fmt: skip
    assert (changed["threshold"], changed["name"]) == (5, "Slow")
    assert paused == [True, False]
    listed = await owner.json("GET", f"/alert-rules?workflow_id={workflow_id}")
    assert [each["id"] for each in listed["items"]] == [rule["id"]]
    await owner.json("DELETE", path)
    assert (await owner.json("GET", "/alert-rules"))["items"] == []


async def test_a_limit_that_can_never_be_reached_is_refused(owner: Client) -> None:
    workflow_id = await owner.publish()
    body = {"workflow_id": workflow_id, "name": "x", "metric": "failure_rate", "threshold": 100}
    rule = await add(owner, workflow_id, metric="failure_rate", threshold=20)

    refused = await owner.ask("POST", "/alert-rules", json=body)
    later = await owner.ask("PATCH", f"/alert-rules/{rule['id']}", json={"threshold": 150})

    assert (refused.status_code, later.status_code) == (422, 422)
    assert refused.json()["problems"][0]["field"] == "/threshold"


async def test_alerts_are_of_their_workspace_and_changed_by_editors(
    app: FastAPI, owner: Client, stranger: Client
) -> None:
    workflow_id = await owner.publish()
    rule = await add(owner, workflow_id)
    viewer = await add_member(app, owner, "viewer@noria.example", "viewer")

    assert (await viewer.json("GET", f"/alert-rules/{rule['id']}"))["name"] == "Slow"
    assert (await viewer.ask("DELETE", f"/alert-rules/{rule['id']}")).status_code == 403
    assert (await stranger.ask("GET", f"/alert-rules/{rule['id']}")).status_code == 404
    body = {"workflow_id": workflow_id, "name": "x", "metric": "duration", "threshold": 1}
    assert (await stranger.ask("POST", "/alert-rules", json=body)).status_code == 404
