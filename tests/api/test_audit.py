"""Who took hold of what, as people read it."""

import csv
import io
import json
from typing import Any

import pytest

from api.audit_export import harmless
from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_forks import failed_run


async def test_a_cancel_is_noted_with_who_did_it(owner: Client) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)

    await owner.json("POST", f"/runs/{run['id']}/cancel")
    entry, started = (await owner.json("GET", f"/runs/{run['id']}/audit"))["items"]

    assert (entry["action"], started["action"]) == ("run.cancel", "run.start")
    assert (entry["target_type"], entry["target_id"]) == ("run", run["id"])
    assert entry["result"] == "done"
    assert entry["account"]["email"] == "owner@noria.example"


@pytest.mark.parametrize(
    ("path", "body", "action", "details"),
    [
        ("resume", {}, "run.resume", {}),
        ("terminate", {"reason": "too dear"}, "run.terminate", {"reason": "too dear"}),
        ("step", {"node_id": "shape"}, "run.step", {"step": "shape"}),
        (
            "steps/shape/fail",
            {"reason": "no"},
            "run.fail_step",
            {"node_id": "shape", "iteration": "", "reason": "no"},
        ),
    ],
)
async def test_each_act_on_a_run_leaves_its_entry(
    owner: Client, path: str, body: Any, action: str, details: Any
) -> None:
    run = await owner.start(await owner.publish())

    await owner.json("POST", f"/runs/{run['id']}/{path}", json=body)
    newest, _ = (await owner.json("GET", f"/runs/{run['id']}/audit"))["items"]

    assert (newest["action"], newest["result"]) == (action, "done")
    assert newest["details"] == details


async def test_a_fork_leaves_its_entry_at_the_run_that_was_forked(
    owner: Client, database: Database
) -> None:
    run_id = await failed_run(owner, database)
    fork = await owner.json("POST", f"/runs/{run_id}/fork", json={"node_id": "shape"})
    newest, _ = (await owner.json("GET", f"/runs/{run_id}/audit"))["items"]

    assert (newest["action"], newest["result"]) == ("run.fork", "done")
    assert newest["details"] == {"node_id": "shape", "new_run_id": fork["id"]}


async def test_a_refused_act_is_noted_with_its_reason(owner: Client) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)
    await owner.json("POST", f"/runs/{run['id']}/terminate", json={"reason": "too dear"})

    refused = await owner.ask("POST", f"/runs/{run['id']}/pause")
    newest, oldest, _ = (await owner.json("GET", "/audit?target_type=run"))["items"]

    assert refused.status_code == 409
    assert (newest["action"], newest["result"]) == ("run.pause", "refused")
    assert newest["details"] == {"code": "cannot_apply"}
    assert (oldest["action"], oldest["result"]) == ("run.terminate", "done")
    assert oldest["details"] == {"reason": "too dear"}


async def test_an_act_whose_end_is_not_known_is_noted_as_failed(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)
    temporal.away = True

    answer = await owner.ask("POST", f"/runs/{run['id']}/cancel")
    (entry,) = (await owner.json("GET", "/audit?action=run.cancel"))["items"]

    assert answer.status_code == 503
    assert (entry["result"], entry["details"]) == ("failed", {"code": "unavailable"})


async def test_the_list_is_filtered(owner: Client) -> None:
    workflow_id = await owner.publish()
    first, second = [await owner.start(workflow_id) for _ in range(2)]
    for run in (first, second):
        await owner.json("POST", f"/runs/{run['id']}/cancel")

    found = await owner.json("GET", f"/audit?target_type=run&target_id={first['id']}")
    nothing = await owner.json("GET", "/audit?action=run.pause")

    assert {entry["target_id"] for entry in found["items"]} == {first["id"]}
    assert nothing == {"items": [], "next_cursor": None}


async def test_who_started_a_run_is_noted_once(owner: Client) -> None:
    workflow_id = await owner.publish()
    once = {"headers": {"Idempotency-Key": "s1"}, "json": {"input": {"id": 1}}}
    run, same = [
        await owner.json("POST", f"/workflows/{workflow_id}/runs", **once) for _ in range(2)
    ]
    waits = await owner.start(workflow_id, key="o-1")
    joined = await owner.start(workflow_id, key="o-1")

    entries = (await owner.json("GET", "/audit?action=run.start"))["items"]

    assert (same["id"], joined["id"]) == (run["id"], waits["id"])
    assert [entry["target_id"] for entry in entries] == [waits["id"], run["id"]]
    assert entries[1]["account"]["email"] == "owner@noria.example"
    assert entries[1]["address"] is not None
    assert entries[1]["details"] == {"workflow_id": workflow_id, "version": 1}


async def test_nothing_is_noted_of_a_run_that_does_not_exist(
    owner: Client, stranger: Client
) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)

    answer = await stranger.ask("POST", f"/runs/{run['id']}/cancel")

    assert answer.status_code == 404
    assert (await stranger.json("GET", "/audit"))["items"] == []


async def test_what_is_done_to_workflows_and_keys_is_told(owner: Client) -> None:
    workflow_id = await owner.publish()
    await owner.json("POST", f"/workflows/{workflow_id}/publish")
    await owner.json("POST", f"/workflows/{workflow_id}/archive")
    await owner.json("POST", f"/workflows/{workflow_id}/unarchive")
    await owner.json("DELETE", f"/workflows/{workflow_id}")
    key = await owner.json("POST", "/api-keys", json={"name": "ci", "permissions": ["read"]})
    await owner.json("DELETE", f"/api-keys/{key['id']}")

    told = [
        (entry["action"], entry["target_id"], entry["details"])
        for entry in (await owner.json("GET", "/audit"))["items"][::-1]
    ]

    assert told == [
        ("workflow.publish", workflow_id, {"version": 1}),
        ("workflow.archive", workflow_id, {}),
        ("workflow.unarchive", workflow_id, {}),
        ("workflow.archive", workflow_id, {}),
        ("api_key.create", key["id"], {"name": "ci", "permissions": ["read"]}),
        ("api_key.revoke", key["id"], {}),
    ]


async def test_entries_are_found_by_time_and_result_and_tell_from_where(owner: Client) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)
    await owner.json("POST", f"/runs/{run['id']}/terminate")
    await owner.ask("POST", f"/runs/{run['id']}/pause")

    (refused,) = (await owner.json("GET", "/audit?result=refused"))["items"]
    ahead = await owner.json("GET", "/audit?since=2200-01-01T00:00:00Z")
    before = await owner.json("GET", "/audit?until=2000-01-01T00:00:00Z")

    assert (refused["action"], refused["address"]) == ("run.pause", "127.0.0.1")
    assert (ahead["items"], before["items"]) == ([], [])


async def test_the_trail_is_exported_and_nothing_in_it_is_a_formula(owner: Client) -> None:
    name = '=HYPERLINK("https://evil.example")'
    made = await owner.json("POST", "/api-keys", json={"name": name, "permissions": ["read"]})
    await owner.json("POST", "/folders", json={"name": "+1"})

    lines = (await owner.ask("GET", "/audit/export")).text.splitlines()
    answer = await owner.ask("GET", "/audit/export?format=csv&target_type=api_key")
    head, *rows = csv.reader(io.StringIO(answer.text))

    entries = [json.loads(line) for line in lines]
    assert [entry["seq"] for entry in entries] == list(range(len(entries), 0, -1))
    assert {entry["account"] for entry in entries} == {"owner@noria.example"}
    assert len({entry["hash"] for entry in entries}) == len(entries)
    assert answer.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    (row,) = (dict(zip(head, row, strict=True)) for row in rows)
    assert (row["action"], row["target_id"]) == ("api_key.create", made["id"])
    assert json.loads(row["details"])["name"] == name
    assert [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []
    assert harmless("=1+1") == "'=1+1"
    assert harmless("plain") == "plain"
    exports = await owner.json("GET", "/audit?action=audit.export")
    assert [entry["details"]["format"] for entry in exports["items"]] == ["csv", "ndjson"]


async def test_the_chain_is_checked(owner: Client, stranger: Client) -> None:
    await owner.json("POST", "/folders", json={"name": "Shop"})

    checked = await owner.json("POST", "/audit/check")
    elsewhere = await stranger.json("POST", "/audit/check")

    assert (checked["whole"], checked["wrong"], checked["entries"]) == (True, None, 1)
    assert checked["head"].startswith("1:")
    assert elsewhere["entries"] == 0
