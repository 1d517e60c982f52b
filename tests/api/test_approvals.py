"""People answer approvals: those who are asked, once."""

from typing import Any

from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.waits import ask

FORM = {
    "type": "object",
    "properties": {"amount": {"type": "number", "maximum": 100}},
    "required": ["amount"],
}


async def started(owner: Client) -> str:
    return (await owner.start(await owner.publish()))["id"]


async def audit(owner: Client) -> list[tuple[str, str, Any]]:
    items = (await owner.json("GET", "/audit?target_type=approval"))["items"]
    return [(item["action"], item["result"], item["details"]) for item in items]


async def test_an_answer_wakes_the_run_and_is_noted(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    run_id = await started(owner)
    approval_id = await ask(database, run_id, form=FORM)
    [listed] = (await owner.json("GET", "/approvals"))["items"]
    answered = await owner.json(
        "POST",
        f"/approvals/{approval_id}/answer",
        json={"decision": "approved", "comment": "fine", "data": {"amount": 7}},
    )

    assert (listed["id"], listed["status"], listed["may_answer"]) == (approval_id, "open", True)
    assert (listed["run_id"], listed["workflow_name"]) == (run_id, "Order triage")
    assert (answered["status"], answered["answered_by"]) == ("approved", "owner@noria.example")
    assert (answered["comment"], answered["data"]) == ("fine", {"amount": 7})
    assert (answered["answered_via"], answered["may_answer"]) == ("api", False)
    assert temporal.woken == [approval_id]
    assert (await owner.json("GET", "/approvals"))["items"] == []
    assert len((await owner.json("GET", f"/approvals?open=false&run_id={run_id}"))["items"]) == 1
    assert await audit(owner) == [
        (
            "approval.answer",
            "done",
            {"decision": "approved", "by": "owner@noria.example", "via": "api"},
        )
    ]


async def test_data_that_breaks_the_form_is_refused_by_field(
    owner: Client, database: Database, temporal: FakeTemporal
) -> None:
    approval_id = await ask(database, await started(owner), form=FORM)
    path = f"/approvals/{approval_id}/answer"
    refused = await owner.ask("POST", path, json={"decision": "approved", "data": {"amount": 500}})

    assert refused.status_code == 422
    assert [problem["field"] for problem in refused.json()["problems"]] == ["/data/amount"]
    assert temporal.woken == []
    assert [result for _, result, _ in await audit(owner)] == ["refused"]
    rejected = await owner.json("POST", path, json={"decision": "rejected"})
    assert rejected["status"] == "rejected"


async def test_the_first_answer_counts(owner: Client, database: Database) -> None:
    approval_id = await ask(database, await started(owner))
    path = f"/approvals/{approval_id}/answer"
    await owner.json("POST", path, json={"decision": "rejected"})
    again = await owner.ask("POST", path, json={"decision": "rejected"})
    other = await owner.ask("POST", path, json={"decision": "approved"})

    assert (again.status_code, other.status_code) == (200, 409)
    assert "rejected before, by owner@noria.example" in other.json()["detail"]


async def test_only_those_who_are_asked_may_answer(owner: Client, database: Database) -> None:
    approval_id = await ask(database, await started(owner), "boss@noria.example")
    refused = await owner.ask(
        "POST", f"/approvals/{approval_id}/answer", json={"decision": "approved"}
    )
    [listed] = (await owner.json("GET", "/approvals"))["items"]

    assert refused.status_code == 403
    assert "asks boss@noria.example" in refused.json()["detail"]
    assert not listed["may_answer"]
    assert (await owner.json("GET", "/approvals?mine=true"))["items"] == []


async def test_approvals_of_other_workspaces_do_not_exist(
    owner: Client, stranger: Client, database: Database
) -> None:
    approval_id = await ask(database, await started(owner))

    assert (await stranger.json("GET", "/approvals"))["items"] == []
    for method, path, body in (
        ("GET", "", None),
        ("POST", "/answer", {"decision": "approved"}),
        ("POST", "/links", {"email": "boss@noria.example"}),
    ):
        answer = await stranger.ask(method, f"/approvals/{approval_id}{path}", json=body)
        assert answer.status_code == 404, path


async def test_a_link_is_made_for_one_of_those_who_are_asked(
    owner: Client, database: Database
) -> None:
    approval_id = await ask(database, await started(owner), "boss@noria.example")
    path = f"/approvals/{approval_id}/links"
    made = await owner.json("POST", path, json={"email": "Boss@noria.example"})
    other = await owner.ask("POST", path, json={"email": "eve@noria.example"})
    late = await owner.ask(
        "POST", path, json={"email": "boss@noria.example", "expires_at": "2020-01-01T00:00:00Z"}
    )

    assert made["url"].startswith("http://noria.test/approve?link=")
    assert (other.status_code, late.status_code) == (403, 422)
    assert [entry[:2] for entry in await audit(owner)] == [
        ("approval.link", "refused"), ("approval.link", "refused"), ("approval.link", "done"),
    ]  # fmt: skip


async def test_no_link_is_made_to_what_is_answered(owner: Client, database: Database) -> None:
    approval_id = await ask(database, await started(owner))
    await owner.json("POST", f"/approvals/{approval_id}/answer", json={"decision": "approved"})
    refused = await owner.ask(
        "POST", f"/approvals/{approval_id}/links", json={"email": "boss@noria.example"}
    )

    assert refused.status_code == 409
