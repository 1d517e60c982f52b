"""Business keys and the line of runs that wait for others to end."""

import asyncio
from typing import Any

from api.services import Services
from noria.run import RunStatus, RunUpdate
from store.database import Database
from store.projection import write_projection
from tests.api.client import Client
from tests.api.fakes import FakeTemporal


async def end(database: Database, client: Client, run: dict[str, Any]) -> frozenset[Any]:
    """As the run's worker writes it; gives the workflows where others are in line."""
    me = await client.json("GET", "/auth/me")
    update = RunUpdate(
        run_id=run["id"], workspace_id=me["workspace"]["id"], status=RunStatus.SUCCEEDED
    )
    return await write_projection(database, [], [update])


async def about(client: Client, workflow_id: str, policy: str = "join", key: str = "o-1") -> Any:
    return await client.start(workflow_id, key=key, key_policy=policy)


async def test_a_key_joins_the_run_that_goes_on(owner: Client, temporal: FakeTemporal) -> None:
    workflow_id = await owner.publish()
    found = await asyncio.gather(*(about(owner, workflow_id) for _ in range(6)))

    assert len({run["id"] for run in found}) == 1
    assert found[0]["key"] == "o-1"
    assert len(temporal.started) == 1


async def test_a_key_is_free_again_when_its_run_has_ended(
    owner: Client, database: Database
) -> None:
    workflow_id = await owner.publish()
    first = await about(owner, workflow_id)
    lines = await end(database, owner, first)
    second = await about(owner, workflow_id, "reject")

    assert lines == frozenset()
    assert second["id"] != first["id"]


async def test_keys_of_two_workflows_do_not_meet(owner: Client, stranger: Client) -> None:
    workflow_id = await owner.publish()
    runs = [
        await about(owner, workflow_id),
        await about(owner, workflow_id, key="o-2"),
        await about(owner, await owner.publish()),
        await about(stranger, await stranger.publish()),
    ]

    assert len({run["id"] for run in runs}) == 4
    assert not any(run["in_line"] for run in runs)


async def test_a_key_may_be_refused_while_its_run_goes_on(owner: Client) -> None:
    workflow_id = await owner.publish()
    first = await about(owner, workflow_id)
    path = f"/workflows/{workflow_id}/runs"
    body = {"input": {"id": 1}, "key": "o-1", "key_policy": "reject"}
    refused = await owner.ask("POST", path, json=body)

    entry = (await owner.json("GET", "/audit?action=run.start"))["items"][0]

    assert refused.status_code == 409
    assert (refused.json()["run_id"], refused.json()["run_status"]) == (first["id"], "queued")
    assert (entry["result"], entry["target_id"]) == ("refused", workflow_id)
    assert entry["details"] == {"workflow_id": workflow_id, "code": "conflict"}


async def test_a_key_may_wait_in_line(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    first = await about(owner, workflow_id)
    second, third = [await about(owner, workflow_id, "queue") for _ in range(2)]
    joined = await about(owner, workflow_id)
    lines = await end(database, owner, first)

    assert [run["in_line"] for run in (first, second, third)] == [False, True, True]
    assert joined["id"] == first["id"]
    assert list(temporal.started) == [first["id"]]
    assert [str(line) for line in lines] == [workflow_id]


async def test_ending_a_run_by_hand_lets_the_next_one_go(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    first = await about(owner, workflow_id)
    second, third = [await about(owner, workflow_id, "queue") for _ in range(2)]
    await owner.json("POST", f"/runs/{second['id']}/cancel")
    await owner.json("POST", f"/runs/{first['id']}/terminate")
    last = await owner.json("GET", f"/runs/{third['id']}")

    assert list(temporal.started) == [first["id"], third["id"]]
    assert last["in_line"] is False


async def test_a_key_may_cancel_the_runs_before(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    first = await about(owner, workflow_id)
    waiting = await about(owner, workflow_id, "queue")
    newest = await about(owner, workflow_id, "cancel_previous")
    cancelled = await owner.json("GET", f"/runs/{waiting['id']}")
    lines = await end(database, owner, first)

    assert temporal.cancelled == [waiting["id"], first["id"]]
    assert cancelled["status"] == "cancelled"
    assert (newest["status"], newest["in_line"]) == ("queued", True)
    assert [str(line) for line in lines] == [workflow_id]
    entries = (await owner.json("GET", "/audit?action=run.cancel"))["items"]
    assert [entry["target_id"] for entry in entries] == [first["id"], waiting["id"]]
    assert entries[0]["account"]["email"] == "owner@noria.example"
    assert entries[0]["details"] == {"new_run_id": newest["id"], "trigger": "manual"}


async def test_while_temporal_is_away_no_run_is_cancelled_for_another(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    await about(owner, workflow_id)
    temporal.away = True
    body = {"input": {"id": 1}, "key": "o-1", "key_policy": "cancel_previous"}
    refused = await owner.ask("POST", f"/workflows/{workflow_id}/runs", json=body)

    assert refused.status_code == 503
    assert len((await owner.json("GET", "/runs"))["items"]) == 1
    (entry,) = (await owner.json("GET", "/audit?action=run.cancel"))["items"]
    assert (entry["result"], entry["details"]["code"]) == ("failed", "unavailable")


async def test_waiting_is_for_the_run_that_was_joined(
    owner: Client, database: Database, services: Services
) -> None:
    workflow_id = await owner.publish()
    first = await about(owner, workflow_id)

    async def end_when_watched() -> None:
        while not services.listener.watched():  # noqa: ASYNC110 - the listener sets no event
            await asyncio.sleep(0.01)
        await end(database, owner, first)

    path = f"/workflows/{workflow_id}/runs?wait=20"
    waiting = owner.ask("POST", path, json={"input": {"id": 1}, "key": "o-1"})
    answer, _ = await asyncio.gather(waiting, end_when_watched())

    assert (answer.status_code, answer.json()["id"]) == (200, first["id"])
