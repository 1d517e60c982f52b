"""Data sets, evaluations over them, comparing, and the gate before publishing."""

from typing import Any
from uuid import UUID

import pytest

from noria.evaluation.evaluators import Score
from store import evaluations
from store.database import Database
from tests.api.client import GRAPH, Client
from tests.api.fakes import FakeTemporal
from tests.api.test_runs import report, workspace_of

EXACT = {"kind": "exact", "name": "Exact"}


@pytest.fixture
async def workflow_id(owner: Client) -> str:
    return await owner.publish()


@pytest.fixture
async def data_set(owner: Client, workflow_id: str) -> Any:
    body = {"workflow_id": workflow_id, "name": "Orders", "evaluators": [EXACT]}
    made = await owner.json("POST", "/data-sets", json=body)
    text = '[{"input": {"id": 1}, "expected": {"b": 1}, "name": "one"}, {"input": {"id": 2}, "name": "two"}]'
    upload = {"format": "json", "text": text}
    added = await owner.json("POST", f"/data-sets/{made['id']}/cases/upload", json=upload)
    assert added["added"] == 2
    return added["data_set"]


async def evaluate(
    owner: Client, database: Database, data_set: Any, *passed: bool, version: int | None = None
) -> Any:
    """What the workers would make of it."""
    begun = await owner.json(
        "POST", f"/data-sets/{data_set['id']}/evaluations", json={"version": version}
    )
    async with database.sessions.begin() as session:
        row = await evaluations.get_evaluation(
            session,
            workspace_id=UUID(await workspace_of(owner)),
            evaluation_id=UUID(begun["id"]),
        )
        for case, is_good in zip(await evaluations.list_cases(session, row), passed, strict=True):
            score = Score(evaluator="Exact", passed=is_good, score=float(is_good))
            case.status, case.passed, case.scores = "scored", is_good, [score.model_dump()]
            session.add(case)
        await session.flush()
        assert await evaluations.count_up(session, row)
        await evaluations.end(session, row, "succeeded")
    return begun


async def test_cases_come_from_files_and_from_past_runs(
    owner: Client, database: Database, data_set: Any, workflow_id: str
) -> None:
    run = await owner.start(workflow_id, {"id": 7})
    place = f"/data-sets/{data_set['id']}/cases"
    open_ = await owner.ask("POST", f"{place}/of-runs", json={"run_ids": [run["id"]]})
    await report(database, owner, run["id"], [], {"status": "succeeded", "output": {"b": 7}})
    await owner.json("POST", f"{place}/of-runs", json={"run_ids": [run["id"]]})
    cases = (await owner.json("GET", place))["items"]
    changed = {"input": {"id": 3}, "expected": 4, "name": "three"}
    await owner.json("PUT", f"{place}/{cases[0]['id']}", json=changed)
    await owner.json("DELETE", f"{place}/{cases[1]['id']}")
    after = (await owner.json("GET", place))["items"]
    edition = (await owner.json("GET", f"/data-sets/{data_set['id']}"))["edition"]

    assert open_.status_code == 404
    assert [case["name"] for case in cases] == ["one", "two", ""]
    assert (cases[2]["input"], cases[2]["expected"], cases[2]["run_id"]) == (
        {"id": 7}, {"b": 7}, run["id"],
    )  # fmt: skip
    assert [case["input"] for case in after] == [{"id": 3}, {"id": 7}]
    assert edition == data_set["edition"] + 3


async def test_an_evaluation_is_recorded_and_given_to_temporal(
    owner: Client, data_set: Any, temporal: FakeTemporal
) -> None:
    begun = await owner.json("POST", f"/data-sets/{data_set['id']}/evaluations", json={})
    temporal.away = True
    behind = await owner.json(
        "POST", f"/data-sets/{data_set['id']}/evaluations", json={"version": 1}
    )
    listed = (await owner.json("GET", f"/data-sets/{data_set['id']}/evaluations"))["items"]
    cases = (await owner.json("GET", f"/evaluations/{begun['id']}/cases"))["items"]
    stopped = await owner.json("POST", f"/evaluations/{begun['id']}/cancel")

    assert [call.evaluation_id for call in temporal.evaluations] == [begun["id"]]
    assert [(each["id"], each["version"], each["status"]) for each in listed] == [
        (behind["id"], 1, "queued"),
        (begun["id"], None, "queued"),
    ]
    assert [case["status"] for case in cases] == ["queued", "queued"]
    assert stopped["status"] == "cancelled"


async def test_a_data_set_without_cases_or_evaluators_is_not_evaluated(
    owner: Client, workflow_id: str
) -> None:
    body = {"workflow_id": workflow_id, "name": "Empty"}
    empty = await owner.json("POST", "/data-sets", json=body)
    answer = await owner.ask("POST", f"/data-sets/{empty['id']}/evaluations", json={})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("evaluators", "field"),
    [
        ([EXACT, EXACT], "/evaluators/1/name"),
        ([{"kind": "rule", "name": "R", "expression": "item."}], "/evaluators/0/expression"),
        (
            [{"kind": "judge", "name": "J", "instructions": "x", "credential": "nowhere"}],
            "/evaluators/0/credential",
        ),
    ],
)
async def test_evaluators_are_checked(
    owner: Client, workflow_id: str, evaluators: Any, field: str
) -> None:
    body = {"workflow_id": workflow_id, "name": "Orders", "evaluators": evaluators}
    answer = await owner.ask("POST", "/data-sets", json=body)

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == field


async def test_regressions_come_first_in_a_comparison(
    owner: Client, database: Database, data_set: Any
) -> None:
    before = await evaluate(owner, database, data_set, False, True)
    after = await evaluate(owner, database, data_set, True, False)
    found = await owner.json("GET", f"/evaluations/{after['id']}/comparison?before={before['id']}")

    assert (found["regressions"], found["improvements"]) == (1, 1)
    assert [(case["change"], case["after"]["name"]) for case in found["cases"]] == [
        ("regression", "two"),
        ("improvement", "one"),
    ]


async def save(owner: Client, workflow_id: str, note: str) -> None:
    draft = await owner.json("GET", f"/workflows/{workflow_id}/draft")
    graph = {**GRAPH, "nodes": [{**GRAPH["nodes"][0], "name": note}, *GRAPH["nodes"][1:]]}
    answer = await owner.save(workflow_id, graph, draft["revision"])
    assert answer.status_code == 200, answer.text


async def test_a_draft_that_is_not_good_enough_is_not_published(
    owner: Client, database: Database, data_set: Any, workflow_id: str
) -> None:
    gate = {"data_set_id": data_set["id"], "min_pass_rate": 0.5}
    await owner.json("PUT", f"/workflows/{workflow_id}/gate", json=gate)
    await evaluate(owner, database, data_set, False, True, version=1)
    await save(owner, workflow_id, "Second")
    told: list[str] = []
    for passed in (None, (False, False), (True, False), (False, True)):
        if passed is not None:
            await evaluate(owner, database, data_set, *passed)
        answer = await owner.ask("POST", f"/workflows/{workflow_id}/publish")
        told.append(answer.json().get("detail", f"version {answer.json().get('version')}"))

    assert "start one first" in told[0]
    assert "0 of 2 cases" in told[1]
    assert "1 cases passed with version 1" in told[2]
    assert "two" in told[2]
    assert told[3] == "version 2"


async def test_a_version_that_was_not_evaluated_can_not_be_compared_with(
    owner: Client, database: Database, data_set: Any, workflow_id: str
) -> None:
    gate = {"data_set_id": data_set["id"], "min_pass_rate": 0.5}
    await owner.json("PUT", f"/workflows/{workflow_id}/gate", json=gate)
    await save(owner, workflow_id, "Second")
    await evaluate(owner, database, data_set, True, False)
    place = f"/workflows/{workflow_id}/publish"
    refused = await owner.ask("POST", place)
    shown = await owner.json("GET", f"/workflows/{workflow_id}/gate")
    await evaluate(owner, database, data_set, True, False, version=1)
    published = await owner.json("POST", place)

    assert refused.status_code == 409
    assert "version 1, which was not evaluated" in refused.json()["detail"]
    assert shown["refusal"] == refused.json()["detail"]
    assert published["version"] == 2


async def test_a_gate_says_whether_the_draft_passes_and_can_be_taken_away(
    owner: Client, data_set: Any, workflow_id: str, stranger: Client
) -> None:
    place = f"/workflows/{workflow_id}/gate"
    none = await owner.ask("GET", place)
    gate = {"data_set_id": data_set["id"]}
    made = await owner.json("PUT", place, json=gate)
    foreign = await stranger.ask("GET", f"/data-sets/{data_set['id']}")
    await save(owner, workflow_id, "Second")
    await owner.json("DELETE", place)
    published = await owner.json("POST", f"/workflows/{workflow_id}/publish")

    assert (none.status_code, foreign.status_code) == (404, 404)
    assert "start one first" in made["refusal"]
    assert published["version"] == 2
