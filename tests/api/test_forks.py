"""Retries and forks: recorded with what they reuse, started from a snapshot, refused with reasons."""

from itertools import pairwise
from typing import Any

from api.services import Services
from noria.run import RunStatus
from store.database import Database
from tests.api.client import GRAPH, Client
from tests.api.fakes import FakeTemporal
from tests.api.test_runs import report

NOON = "2026-11-21T12:00:00Z"
DONE = {"status": "succeeded", "port": "out", "started_at": NOON, "finished_at": NOON}
ERROR = {"type": "node_failed", "message": "no such shop", "node_id": "done"}


async def failed_run(owner: Client, database: Database, **more: Any) -> str:
    """`start` and `shape` went well, `done` failed."""
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id, **more)
    await report(
        database,
        owner,
        run["id"],
        [
            {"node_id": "start", "output": {"id": 1}, **DONE},
            {"node_id": "shape", "attempt": 2, "output": {"b": 1, "a": 1}, **DONE},
            {**DONE, "node_id": "done", "status": "failed", "port": None, "error": ERROR},
        ],
        {"status": "failed", "error": ERROR, "finished_at": NOON},
    )
    return run["id"]


async def test_a_retry_goes_on_with_what_ended_well(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    answer = await owner.ask("POST", f"/runs/{run_id}/retry")

    retry = answer.json()
    request = temporal.started[retry["id"]]
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/v1/runs/{retry['id']}"
    assert (retry["parent_run_id"], retry["relation"]) == (run_id, "retry")
    assert request.snapshot is not None
    assert set(request.snapshot.states) == {"start", "shape"}
    assert request.input == {"id": 1}


async def test_steps_that_are_reused_show_and_say_from_where(
    owner: Client, database: Database
) -> None:
    run_id = await failed_run(owner, database)
    retry = await owner.json("POST", f"/runs/{run_id}/retry")
    steps = {
        step["node_id"]: step for step in await owner.json("GET", f"/runs/{retry['id']}/steps")
    }

    assert steps.keys() == {"start", "shape"}
    assert steps["shape"]["output"] == {"b": 1, "a": 1}
    assert steps["shape"]["attempts"][0]["attempt"] == 2
    assert (steps["shape"]["reused_from"], steps["shape"]["pinned"]) == (run_id, False)

    # What the retry itself does comes after them.
    await report(database, owner, retry["id"], [{"node_id": "done", **DONE}])
    found = await owner.json("GET", f"/runs/{retry['id']}/steps")
    assert [(step["node_id"], step["reused_from"]) for step in found][-1] == ("done", None)


async def test_a_run_is_retried_once(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    first = await owner.json("POST", f"/runs/{run_id}/retry")
    again = await owner.json("POST", f"/runs/{run_id}/retry")
    other = await owner.ask("POST", f"/runs/{run_id}/retry", json={"input": {"id": 2}})

    assert first["id"] == again["id"]
    assert len(temporal.started) == 2
    assert (other.status_code, other.json()["run_id"]) == (409, first["id"])


async def test_a_run_that_goes_on_or_went_well_is_not_retried(
    owner: Client, database: Database
) -> None:
    run = await owner.start(await owner.publish())
    early = await owner.ask("POST", f"/runs/{run['id']}/retry")
    await report(database, owner, run["id"], [], {"status": "succeeded"})
    late = await owner.ask("POST", f"/runs/{run['id']}/retry")

    assert (early.status_code, early.json()["run_status"]) == (409, "queued")
    assert (late.status_code, late.json()["run_status"]) == (409, "succeeded")
    entries = await owner.json("GET", f"/runs/{run['id']}/audit")
    assert [(item["action"], item["result"]) for item in entries["items"]] == [
        ("run.retry", "refused"), ("run.retry", "refused"), ("run.start", "done"),
    ]  # fmt: skip


async def test_a_fork_shows_first_what_it_would_do(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    preview = await owner.json("POST", f"/runs/{run_id}/fork/preview", json={"node_id": "shape"})

    assert [(step["node_id"], step["reused"], step["reason"]) for step in preview["steps"]] == [
        ("start", True, "ended"), ("shape", False, "chosen"), ("done", False, "not_ended"),
    ]  # fmt: skip
    assert preview["starts_with"] == ["shape"]
    assert (preview["version"], preview["reused_count"], preview["run_count"]) == (1, 1, 2)
    assert list(temporal.started) == [run_id]


async def test_a_fork_takes_another_input_and_pinned_outputs(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    body = {"node_id": "done", "input": {"id": 9}, "pins": {"shape": {"output": {"b": 9}}}}
    fork = await owner.json("POST", f"/runs/{run_id}/fork", json=body)

    snapshot = temporal.started[fork["id"]].snapshot
    assert snapshot is not None
    outputs = {node_id: state.output for node_id, state in snapshot.states.items()}
    assert outputs == {"start": None, "shape": {"b": 9}}
    assert (fork["relation"], fork["parent_node_id"]) == ("fork", "done")
    assert temporal.started[fork["id"]].input == {"id": 9}
    steps = {step["node_id"]: step for step in await owner.json("GET", f"/runs/{fork['id']}/steps")}
    assert steps["start"]["output"] == {"id": 9}
    assert steps["shape"]["pinned"]
    assert steps["shape"]["reused_from"] is None


async def test_a_fork_checks_its_input(owner: Client, database: Database) -> None:
    run_id = await failed_run(owner, database)
    body = {"node_id": "shape", "input": {"id": "nine"}}
    answer = await owner.ask("POST", f"/runs/{run_id}/fork", json=body)

    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["problems"]] == ["/input/id"]


async def test_a_fork_follows_another_version_or_the_draft(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    workflow_id = temporal.started[run_id].workflow_id
    mended = {**GRAPH, "nodes": [*GRAPH["nodes"][:2], {"id": "done", "type": "end"}]}
    assert (await owner.save(workflow_id, mended, 1)).is_success
    draft = await owner.json(
        "POST", f"/runs/{run_id}/fork", json={"node_id": "done", "draft": True}
    )
    await owner.json("POST", f"/workflows/{workflow_id}/publish")
    retry = await owner.json("POST", f"/runs/{run_id}/retry", json={"version": 2})

    assert (draft["version"], retry["version"]) == (None, 2)
    for fork in (draft, retry):
        assert temporal.started[fork["id"]].plan.steps[-1].config == {}


async def test_forks_are_listed_by_their_parent(owner: Client, database: Database) -> None:
    run_id = await failed_run(owner, database)
    fork = await owner.json("POST", f"/runs/{run_id}/fork", json={"node_id": "shape"})
    found = await owner.json("GET", f"/runs?parent_run_id={run_id}")

    assert [item["id"] for item in found["items"]] == [fork["id"]]


async def test_the_same_key_gives_the_same_fork(owner: Client, database: Database) -> None:
    run_id = await failed_run(owner, database)
    path, headers = f"/runs/{run_id}/fork", {"Idempotency-Key": "fork-1"}
    first = await owner.json("POST", path, json={"node_id": "shape"}, headers=headers)
    again = await owner.json("POST", path, json={"node_id": "shape"}, headers=headers)
    other = await owner.ask("POST", path, json={"node_id": "done"}, headers=headers)

    assert first["id"] == again["id"]
    assert other.status_code == 422


async def test_a_retry_keeps_the_business_key_and_a_fork_leaves_it(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database, key="order-1")
    fork = await owner.json("POST", f"/runs/{run_id}/fork", json={"node_id": "shape"})
    other = await owner.start(temporal.started[run_id].workflow_id, key="order-1")
    refused = await owner.ask("POST", f"/runs/{run_id}/retry")
    await report(database, owner, other["id"], [], {"status": "succeeded"})
    retry = await owner.json("POST", f"/runs/{run_id}/retry")

    assert (fork["key"], retry["key"]) == (None, "order-1")
    assert (refused.status_code, refused.json()["run_id"]) == (409, other["id"])


async def test_a_run_of_somebody_else_can_not_be_forked(
    owner: Client, stranger: Client, database: Database
) -> None:
    run_id = await failed_run(owner, database)

    for path in ("retry", "retry/preview"):
        assert (await stranger.ask("POST", f"/runs/{run_id}/{path}")).status_code == 404
    body = {"node_id": "shape"}
    for path in ("fork", "fork/preview"):
        answer = await stranger.ask("POST", f"/runs/{run_id}/{path}", json=body)
        assert answer.status_code == 404


async def test_a_retry_stays_queued_while_temporal_is_away(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    temporal.away = True

    assert (await owner.json("POST", f"/runs/{run_id}/retry"))["status"] == RunStatus.QUEUED


async def test_large_variables_travel_by_reference(
    owner: Client, database: Database, temporal: FakeTemporal, services: Services
) -> None:
    run_id = await failed_run(owner, database)
    pin = {"output": "x" * 70_000}
    body = {"node_id": "done", "pins": {"shape": pin}}
    fork = await owner.json("POST", f"/runs/{run_id}/fork", json=body)

    snapshot = temporal.started[fork["id"]].snapshot
    assert snapshot is not None
    output = next(state.output for key, state in snapshot.states.items() if key == "shape")
    assert isinstance(output, dict)
    workspace_id = temporal.started[fork["id"]].workspace_id
    assert len(await services.blobs.get(workspace_id, str(output["$blob"]))) == 70_002


BOOKING: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {
            "id": "book",
            "type": "http.request",
            "config": {"url": "https://a.example"},
            "undo": "free",
        },
        {"id": "done", "type": "end"},
        {"id": "free", "type": "http.request", "config": {"url": "https://a.example"}},
    ],
    "edges": [{"from": "start", "to": "book"}, {"from": "book", "to": "done"}],
}
BOOKED: list[dict[str, Any]] = [
    {"node_id": "start", "output": {"id": 1}, **DONE},
    {"node_id": "book", "output": {}, **DONE},
    {"node_id": "free", "output": {}, **DONE},
]


async def test_variables_that_were_set_in_one_moment_come_back_in_order(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    names = ["start", "z", "a", "done"]
    graph = {
        "nodes": [
            {"id": "start", "type": "start"},
            *({"id": n, "type": "vars.set", "config": {"values": {"t": n}}} for n in "za"),
            {"id": "done", "type": "end", "config": {"output": "{{ vars.t }}"}},
        ],
        "edges": [{"from": one, "to": other} for one, other in pairwise(names)],
    }
    run = await owner.start(await owner.publish(graph))
    steps = [{"node_id": name, "output": {"t": name}, **DONE} for name in names]
    end = {"status": "succeeded", "output": "a", "finished_at": NOON}
    await report(database, owner, run["id"], steps, end)
    fork = await owner.json("POST", f"/runs/{run['id']}/fork", json={"node_id": "done"})

    snapshot = temporal.started[fork["id"]].snapshot
    assert snapshot is not None
    assert snapshot.vars == {"t": "a"}


async def test_what_was_undone_runs_again(owner: Client, database: Database) -> None:
    run = await owner.start(await owner.publish(BOOKING))
    end = {"status": "failed", "error": ERROR, "finished_at": NOON}
    await report(database, owner, run["id"], BOOKED, end)
    preview = await owner.json("POST", f"/runs/{run['id']}/retry/preview")
    retry = await owner.json("POST", f"/runs/{run['id']}/retry")
    steps = await owner.json("GET", f"/runs/{retry['id']}/steps")

    assert [(step["node_id"], step["reused"], step["reason"]) for step in preview["steps"]] == [
        ("start", True, "ended"), ("book", False, "undone"), ("done", False, "not_ended"),
    ]  # fmt: skip
    assert preview["starts_with"] == ["book"]
    assert [step["node_id"] for step in steps] == ["start"]


async def test_a_run_that_is_undoing_is_not_forked(owner: Client, database: Database) -> None:
    run = await owner.start(await owner.publish(BOOKING))
    await report(database, owner, run["id"], BOOKED, {"status": "running"})
    refused = await owner.ask("POST", f"/runs/{run['id']}/fork", json={"node_id": "done"})

    assert refused.status_code == 409
    assert "is undoing what it did" in refused.json()["detail"]


async def test_a_fork_and_a_test_run_pause_at_breakpoints(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    workflow_id = temporal.started[run_id].workflow_id
    at = {"node_id": "shape", "breakpoints": ["done"]}
    part = {"mode": "from", "input": {"id": 1}, "pins": {"start": {"output": {"id": 1}}}, **at}
    fork = await owner.json("POST", f"/runs/{run_id}/fork", json=at)
    test = await owner.json("POST", f"/workflows/{workflow_id}/test-runs", json=part)
    wrong = await owner.ask(
        "POST", f"/runs/{run_id}/fork/preview", json={**at, "breakpoints": ["nowhere"]}
    )

    assert temporal.started[fork["id"]].breakpoints == ("done",)
    assert temporal.started[test["id"]].breakpoints == ("done",)
    assert (wrong.status_code, wrong.json()["problems"][0]["field"]) == (422, "/breakpoints")
