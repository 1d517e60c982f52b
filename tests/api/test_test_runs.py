"""Test runs: a part of the draft, with given outputs, refused while outputs are missing."""

from typing import Any

import pytest

from store.database import Database
from tests.api.client import GRAPH, Client, graph_of
from tests.api.fakes import FakeTemporal
from tests.api.test_forks import failed_run

ONLY = {"mode": "only", "node_id": "done", "input": {"id": 1}}
PIN = {"shape": {"output": {"b": 5}}}


async def test_one_node_of_the_draft_runs_alone(owner: Client, temporal: FakeTemporal) -> None:
    workflow_id = await owner.add_workflow()
    run = await owner.json(
        "POST", f"/workflows/{workflow_id}/test-runs", json={**ONLY, "pins": PIN}
    )

    request = temporal.started[run["id"]]
    assert (run["version"], run["part"]) == (None, {"mode": "only", "node_id": "done"})
    assert [step.id for step in request.plan.steps] == ["start", "shape", "done"]
    assert request.snapshot is not None
    assert set(request.snapshot.states) == {"start", "shape"}
    steps = await owner.json("GET", f"/runs/{run['id']}/steps")
    assert [(step["node_id"], step["pinned"]) for step in steps] == [
        ("start", True), ("shape", True),
    ]  # fmt: skip


async def test_who_tried_a_draft_is_noted_also_when_it_was_refused(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    path = f"/workflows/{workflow_id}/test-runs"
    await owner.ask("POST", path, json=ONLY)
    run = await owner.json("POST", path, json={**ONLY, "pins": PIN})
    done, refused = (await owner.json("GET", "/audit?action=workflow.test"))["items"]

    part = {"mode": "only", "node_id": "done"}
    assert (done["target_id"], done["result"]) == (workflow_id, "done")
    assert done["details"] == {**part, "new_run_id": run["id"]}
    assert (refused["result"], refused["details"]) == ("refused", {**part, "code": "invalid"})


async def test_a_missing_output_is_told_with_where_to_pin_it(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.add_workflow()
    answer = await owner.ask("POST", f"/workflows/{workflow_id}/test-runs", json=ONLY)

    problems = answer.json()["problems"]
    assert answer.status_code == 422
    assert [(item["code"], item["field"]) for item in problems] == [
        ("output_missing", "/pins/shape")
    ]
    assert temporal.started == {}


async def test_outputs_come_from_an_earlier_run(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await failed_run(owner, database)
    workflow_id = temporal.started[run_id].workflow_id
    body: dict[str, Any] = {**ONLY, "run_id": run_id}
    preview = await owner.json("POST", f"/workflows/{workflow_id}/test-runs/preview", json=body)
    run = await owner.json("POST", f"/workflows/{workflow_id}/test-runs", json=body)

    assert (preview["starts_with"], preview["version"]) == (["done"], None)
    assert run["parent_run_id"] == run_id
    steps = {step["node_id"]: step for step in await owner.json("GET", f"/runs/{run['id']}/steps")}
    assert steps["shape"]["reused_from"] == run_id


async def test_an_earlier_run_of_another_workflow_is_refused(
    owner: Client, database: Database
) -> None:
    run_id = await failed_run(owner, database)
    other = await owner.add_workflow(name="Other")
    answer = await owner.ask(
        "POST", f"/workflows/{other}/test-runs", json={**ONLY, "run_id": run_id}
    )

    assert answer.status_code == 422
    assert "of another workflow" in answer.json()["detail"]


async def test_the_same_key_gives_the_same_test_run(owner: Client) -> None:
    workflow_id = await owner.add_workflow()
    path, headers = f"/workflows/{workflow_id}/test-runs", {"Idempotency-Key": "test-1"}
    body = {**ONLY, "pins": PIN}
    first = await owner.json("POST", path, json=body, headers=headers)
    again = await owner.json("POST", path, json=body, headers=headers)

    assert first["id"] == again["id"]


@pytest.mark.parametrize(
    ("path", "body"),
    [("test-runs", {**ONLY, "pins": PIN}), ("runs", {"draft": True, "input": {"id": 1}})],
)
async def test_exactly_the_revision_that_was_read_is_run_or_nothing(
    owner: Client, temporal: FakeTemporal, path: str, body: dict[str, Any]
) -> None:
    workflow_id = await owner.add_workflow()
    theirs = graph_of(2)
    await owner.save(workflow_id, theirs, 1)
    address = f"/workflows/{workflow_id}/{path}"
    late = await owner.ask("POST", address, json=body, headers={"If-Match": '"1"'})
    assert (late.status_code, temporal.started) == (409, {})
    assert late.json()["theirs"]["graph"] == theirs
    assert late.json()["theirs"]["revision"] == 2

    await owner.save(workflow_id, GRAPH, 2)
    run = await owner.json("POST", address, json=body, headers={"If-Match": '"3"'})
    assert list(temporal.started) == [run["id"]]


async def test_a_draft_of_somebody_else_can_not_be_tested(owner: Client, stranger: Client) -> None:
    workflow_id = await owner.add_workflow()

    for path in ("test-runs", "test-runs/preview"):
        answer = await stranger.ask("POST", f"/workflows/{workflow_id}/{path}", json=ONLY)
        assert answer.status_code == 404
