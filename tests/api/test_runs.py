"""Runs: recorded before Temporal hears of them, and started once."""

import asyncio
from typing import Any
from uuid import UUID

from sqlalchemy import text

from noria.run import ErrorInfo, RunStatus, RunUpdate, StepRecord, StepStatus
from store.database import Database
from store.projection import write_projection
from tests.api.client import GRAPH, Client, graph_of
from tests.api.fakes import FakeTemporal


async def workspace_of(client: Client) -> str:
    return (await client.json("GET", "/auth/me"))["workspace"]["id"]


async def report(
    database: Database,
    client: Client,
    run_id: str,
    steps: list[dict[str, Any]],
    run: dict[str, Any] | None = None,
) -> None:
    """What the worker would write."""
    whose = {"run_id": run_id, "workspace_id": await workspace_of(client)}
    await write_projection(
        database,
        [StepRecord.model_validate({**whose, **step}) for step in steps],
        [RunUpdate.model_validate({**whose, **run})] if run else [],
    )


async def test_a_run_is_queued_and_given_to_temporal(owner: Client, temporal: FakeTemporal) -> None:
    workflow_id = await owner.publish()
    answer = await owner.ask("POST", f"/workflows/{workflow_id}/runs", json={"input": {"id": 5}})

    run = answer.json()
    request = temporal.started[run["id"]]
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/api/v1/runs/{run['id']}"
    assert (run["status"], run["version"], run["input"]) == ("queued", 1, {"id": 5})
    assert run["temporal_url"].endswith(f"/namespaces/noria/workflows/run-{run['id']}")
    assert (request.workflow_name, request.version, request.input) == ("Order triage", 1, {"id": 5})
    assert [step.id for step in request.plan.steps] == ["start", "shape", "done"]


async def test_input_is_checked_before_anything_is_recorded(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    path = f"/workflows/{workflow_id}/runs"
    answer = await owner.ask("POST", path, json={"input": {"id": "five", "note": 3}})

    assert answer.status_code == 422
    assert {problem["field"] for problem in answer.json()["problems"]} == {
        "/input/id", "/input/note",
    }  # fmt: skip
    assert (await owner.json("GET", "/runs"))["items"] == []
    assert temporal.started == {}


async def test_while_temporal_is_away_runs_stay_queued(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    temporal.away = True
    run = await owner.start(workflow_id)

    assert run["status"] == "queued"
    assert (await owner.json("GET", f"/runs/{run['id']}"))["status"] == "queued"


async def test_a_run_that_temporal_will_never_take_is_closed(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    temporal.refuses_size = True
    answer = await owner.ask("POST", f"/workflows/{workflow_id}/runs", json={"input": {"id": 1}})
    [run] = (await owner.json("GET", "/runs"))["items"]

    assert answer.status_code == 413
    assert (run["status"], run["error"]["type"]) == ("failed", "too_large")


async def test_the_same_idempotency_key_gives_the_same_run(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    path = f"/workflows/{workflow_id}/runs"
    answers = await asyncio.gather(
        *(
            owner.ask("POST", path, json={"input": {"id": 1}}, headers={"Idempotency-Key": "a/1"})
            for _ in range(8)
        )
    )

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(temporal.started) == 1


async def test_a_key_that_came_with_another_request_is_refused(owner: Client) -> None:
    workflow_id = await owner.publish()
    path, headers = f"/workflows/{workflow_id}/runs", {"Idempotency-Key": "k"}
    first = await owner.ask("POST", path, json={"input": {"id": 1}}, headers=headers)
    other = await owner.ask("POST", path, json={"input": {"id": 2}}, headers=headers)
    about = await owner.ask("POST", path, json={"input": {"id": 1}, "key": "a"}, headers=headers)

    assert (first.status_code, other.status_code, about.status_code) == (202, 422, 422)


async def test_idempotency_keys_of_two_workspaces_do_not_meet(
    owner: Client, stranger: Client
) -> None:
    ids: set[str] = set()
    for client in (owner, stranger):
        path = f"/workflows/{await client.publish()}/runs"
        answer = await client.ask(
            "POST", path, json={"input": {"id": 1}}, headers={"Idempotency-Key": "k"}
        )
        ids.add(answer.json()["id"])

    assert len(ids) == 2


async def test_a_workflow_without_a_version_can_run_its_draft_only(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.add_workflow()
    path = f"/workflows/{workflow_id}/runs"
    refused = await owner.ask("POST", path, json={"input": {"id": 1}})
    tested = await owner.start(workflow_id, draft=True)
    await owner.save(workflow_id, graph_of(1), 1)
    graph = await owner.json("GET", f"/runs/{tested['id']}/graph")

    assert refused.status_code == 409
    assert tested["version"] is None
    assert temporal.started[tested["id"]].version is None
    assert graph["graph"] == GRAPH


async def test_an_older_version_may_be_run(owner: Client, temporal: FakeTemporal) -> None:
    workflow_id = await owner.publish()
    await owner.save(workflow_id, graph_of(2), 1)
    await owner.json("POST", f"/workflows/{workflow_id}/publish")
    old = await owner.start(workflow_id, version=1)
    path = f"/workflows/{workflow_id}/runs"
    missing = await owner.ask("POST", path, json={"version": 9})

    assert (old["version"], len(temporal.started[old["id"]].plan.steps)) == (1, 3)
    assert missing.status_code == 404


async def test_a_large_input_travels_by_reference(owner: Client, temporal: FakeTemporal) -> None:
    workflow_id = await owner.publish()
    value = {"id": 1, "note": "ü" * 100_000}
    run = await owner.start(workflow_id, value)
    digest = run["input"]["$blob"]
    blob = await owner.ask("GET", f"/blobs/{digest}")

    assert temporal.started[run["id"]].input == run["input"]
    assert blob.json() == value
    assert blob.headers["Content-Disposition"].startswith("attachment")
    assert blob.headers["X-Content-Type-Options"] == "nosniff"


async def test_waiting_gives_the_output(owner: Client, database: Database) -> None:
    workflow_id = await owner.publish()

    async def finish() -> None:
        items: list[Any] = []
        while not items:
            items = (await owner.json("GET", "/runs"))["items"]
        await report(
            database, owner, items[0]["id"], [], {"status": "succeeded", "output": {"b": 5}}
        )

    waiting = owner.ask("POST", f"/workflows/{workflow_id}/runs?wait=20", json={"input": {"id": 1}})
    answer, _ = await asyncio.gather(waiting, finish())

    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["output"]) == ("succeeded", {"b": 5})


async def test_waiting_ends_in_time(owner: Client) -> None:
    workflow_id = await owner.publish()
    path = f"/workflows/{workflow_id}/runs"
    answer = await owner.ask("POST", f"{path}?wait=0.2", json={"input": {"id": 1}})
    too_long = await owner.ask("POST", f"{path}?wait=61", json={"input": {"id": 1}})

    assert (answer.status_code, answer.json()["status"]) == (202, "queued")
    assert too_long.status_code == 422


async def test_steps_come_with_their_attempts(owner: Client, database: Database) -> None:
    run = await owner.start(await owner.publish())
    error = ErrorInfo(type="node_unavailable", message="429", node_id=None, retryable=True)
    await report(
        database,
        owner,
        run["id"],
        [
            {"node_id": "start", "status": "succeeded", "started_at": "2026-01-01T00:00:00Z"},
            {
                "node_id": "shape",
                "status": "failed",
                "error": error,
                "started_at": "2026-01-01T00:00:01Z",
            },
            {
                "node_id": "shape",
                "attempt": 2,
                "status": "succeeded",
                "output": {"z": 1, "a": [None]},
                "port": "out",
                "started_at": "2026-01-01T00:00:03Z",
            },
        ],
    )
    steps = await owner.json("GET", f"/runs/{run['id']}/steps")

    assert [step["node_id"] for step in steps] == ["start", "shape"]
    assert [attempt["status"] for attempt in steps[1]["attempts"]] == ["failed", "succeeded"]
    assert steps[1]["attempts"][0]["error"]["message"] == "429"
    assert (steps[1]["status"], steps[1]["port"]) == ("succeeded", "out")
    assert list(steps[1]["output"]) == ["z", "a"]
    assert steps[1]["started_at"] == "2026-01-01T00:00:01Z"


async def test_runs_are_filtered_and_paged(owner: Client, database: Database) -> None:
    first, second = await owner.publish(), await owner.publish()
    await owner.json("PATCH", f"/workflows/{second}", json={"name": "Billing"})
    ids = [(await owner.start(first))["id"] for _ in range(3)]
    other = (await owner.start(second, key="order-4711"))["id"]
    await report(database, owner, ids[0], [], {"status": "failed"})

    async def found(**query: Any) -> list[str]:
        page = await owner.json("GET", "/runs", params=query)
        return [item["id"] for item in page["items"]]

    page = await owner.json("GET", "/runs", params={"limit": 3})
    rest = await found(limit=3, cursor=page["next_cursor"])
    assert [item["id"] for item in page["items"]] == [other, ids[2], ids[1]]
    assert rest == [ids[0]]
    assert await found(workflow_id=second) == [other]
    assert await found(status="failed") == [ids[0]]
    assert await found(status=["failed", "queued"], version=1) == [other, *reversed(ids)]
    assert await found(search="bill") == [other]
    assert await found(key="order-4711") == [other]
    assert await found(key="order-47") == []
    assert await found(search=ids[1]) == [ids[1]]
    assert await found(until="2020-01-01T00:00:00Z") == []
    assert len(await found(since="2020-01-01T00:00:00Z")) == 4


async def test_cancelling_asks_temporal_and_may_be_repeated(
    owner: Client, temporal: FakeTemporal, database: Database
) -> None:
    run = await owner.start(await owner.publish())
    path = f"/runs/{run['id']}/cancel"
    first, second = await owner.ask("POST", path), await owner.ask("POST", path)
    await report(database, owner, run["id"], [], {"status": "cancelled"})
    third = await owner.ask("POST", path)
    other = await owner.start((await owner.json("GET", f"/runs/{run['id']}"))["workflow_id"])
    await report(database, owner, other["id"], [], {"status": "failed"})
    ended = await owner.ask("POST", f"/runs/{other['id']}/cancel")

    assert [answer.status_code for answer in (first, second, third)] == [202, 202, 202]
    assert temporal.cancelled == [run["id"]] * 2
    assert (ended.status_code, ended.json()["run_status"]) == (409, "failed")


async def test_a_queued_run_that_temporal_does_not_know_is_cancelled_at_once(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    temporal.away = True
    run = await owner.start(workflow_id)
    refused = await owner.ask("POST", f"/runs/{run['id']}/cancel")
    temporal.away = False
    cancelled = await owner.json("POST", f"/runs/{run['id']}/cancel")

    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert cancelled["status"] == "cancelled"
    assert cancelled["finished_at"] is not None


async def test_terminating_closes_the_run_and_its_steps(
    owner: Client, temporal: FakeTemporal, database: Database
) -> None:
    run = await owner.start(await owner.publish())
    await report(
        database, owner, run["id"], [{"node_id": "shape", "status": "running"}],
        {"status": "running"},
    )  # fmt: skip
    ended = await owner.json("POST", f"/runs/{run['id']}/terminate")
    [step] = await owner.json("GET", f"/runs/{run['id']}/steps")

    assert temporal.terminated == [run["id"]]
    assert (ended["status"], ended["error"]["type"]) == ("cancelled", "terminated")
    assert step["status"] == StepStatus.CANCELLED


async def test_the_row_is_committed_before_temporal_hears_of_it(
    owner: Client, temporal: FakeTemporal, database: Database
) -> None:
    seen: list[str] = []

    class Watching(FakeTemporal):
        async def start(self, request: object, *, awaited: bool = False) -> None:
            async with database.engine.begin() as connection:
                rows = await connection.execute(text("SELECT status FROM run"))
                seen.extend(rows.scalars())

    temporal.start = Watching().start
    run = await owner.start(await owner.publish())

    assert UUID(run["id"])
    assert seen == [RunStatus.QUEUED]
