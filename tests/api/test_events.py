"""Events reach the run that waits for them, or are kept for it."""

from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.waits import wait_for_event


async def test_the_run_that_waits_is_woken(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish())
    wait_id = await wait_for_event(database, run["id"], "order-1:paid")
    answer = await owner.ask("POST", "/events", json={"key": "order-1:paid", "payload": {"n": 1}})

    assert answer.status_code == 202
    assert (answer.json()["run_id"], answer.json()["node_id"]) == (run["id"], "waits")
    assert answer.json()["delivered_at"] is None
    assert temporal.woken == [wait_id]


async def test_an_event_that_nobody_waits_for_is_kept(
    owner: Client, temporal: FakeTemporal
) -> None:
    event = await owner.json("POST", "/events", json={"key": "a", "payload": 1, "keep_s": 60})
    await owner.json("POST", "/events", json={"key": "b"})

    assert (event["run_id"], temporal.woken) == (None, [])
    assert [item["key"] for item in (await owner.json("GET", "/events"))["items"]] == ["b", "a"]
    assert (await owner.json("GET", "/events?key=a"))["items"] == [event]
    assert (await owner.json("GET", "/events?delivered=true"))["items"] == []


async def test_a_run_that_is_over_passes_it_on(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    dead, alive = await owner.start(workflow_id), await owner.start(workflow_id)
    temporal.over.add(dead["id"])
    waits = [await wait_for_event(database, run["id"], "a") for run in (dead, alive)]

    event = await owner.json("POST", "/events", json={"key": "a"})

    assert event["run_id"] == alive["id"]
    assert temporal.woken == waits


async def test_while_temporal_is_away_the_event_waits_with_the_run(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish())
    await wait_for_event(database, run["id"], "a")
    temporal.away = True

    assert (await owner.json("POST", "/events", json={"key": "a"}))["run_id"] == run["id"]


async def test_the_same_idempotency_key_is_the_same_event(owner: Client) -> None:
    body = {"key": "a", "payload": 1}
    first = await owner.json("POST", "/events", json=body, headers={"Idempotency-Key": "k"})
    second = await owner.json("POST", "/events", json={**body, "idempotency_key": "k"})
    other = await owner.ask(
        "POST", "/events", json={**body, "payload": 2}, headers={"Idempotency-Key": "k"}
    )
    both = await owner.ask(
        "POST", "/events", json={**body, "idempotency_key": "x"}, headers={"Idempotency-Key": "k"}
    )

    entries = (await owner.json("GET", "/audit?target_type=event"))["items"]

    assert second["id"] == first["id"]
    assert [(entry["action"], entry["result"]) for entry in entries] == [
        ("event.send", "refused"), ("event.send", "refused"), ("event.send", "done"),
    ]  # fmt: skip
    assert (entries[-1]["target_id"], entries[-1]["details"]) == (first["id"], {"key": "a"})
    assert (other.status_code, both.status_code) == (422, 422)


async def test_events_of_other_workspaces_are_not_seen(owner: Client, stranger: Client) -> None:
    await owner.json("POST", "/events", json={"key": "a"})

    assert (await stranger.json("GET", "/events"))["items"] == []


async def test_a_large_payload_is_kept_by_reference(owner: Client) -> None:
    event = await owner.json("POST", "/events", json={"key": "a", "payload": "x" * 200_000})

    assert event["key"] == "a"
