"""Group E of the attack catalogue: doing what one has no right to."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from api.permissions import ROLES, Role
from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.people import accept, add_member, id_of
from tests.api.routes import body_of, filled, matrix


@pytest.mark.parametrize("role", ROLES)
async def test_E1_a_role_may_do_exactly_what_the_table_says(
    owner: Client, database: Database, role: Role
) -> None:
    wrong: list[tuple[str, str, int]] = []
    for permission, method, path in matrix():
        if path.endswith("/events") and method == "GET":
            continue  # streams: test_E8
        # Again for each: some routes change it.
        async with database.engine.begin() as connection:
            await connection.execute(text("UPDATE membership SET role = :role"), {"role": role})
        answer = await owner.http.request(
            method,
            filled(path),
            headers={"Authorization": f"Bearer {owner.token}"},
            json=None if method in ("GET", "DELETE") else body_of(path),
        )
        if (answer.status_code != 403) != (permission in ROLES[role]):
            wrong.append((method, path, answer.status_code))

    assert wrong == []


GUESSES = ["*", "~", "%", "_", "all", "null", "undefined", "../..", "' OR '1'='1", "0", "-1"]


async def workspace_of(client: Client) -> str:
    return (await client.json("GET", "/auth/me"))["workspace"]["id"]


def calling(workflow_id: str) -> dict[str, Any]:
    return {
        "nodes": [
            {"id": "start", "type": "start"},
            {"id": "sub", "type": "workflow.run", "config": {"workflow": workflow_id}},
            {"id": "done", "type": "end", "config": {"output": "{{ steps.sub.output }}"}},
        ],
        "edges": [{"from": "start", "to": "sub"}, {"from": "sub", "to": "done"}],
    }


async def test_E2_a_foreign_id_nested_in_a_graph_is_not_found(
    owner: Client, stranger: Client
) -> None:
    theirs = await owner.publish()
    graph = calling(theirs)
    workflow_id = await stranger.add_workflow(graph)
    published = await stranger.ask("POST", f"/workflows/{workflow_id}/publish")
    own = await owner.ask("POST", f"/workflows/{await owner.add_workflow(graph)}/publish")

    # What it answers must not tell whether the id exists elsewhere.
    other_id = await stranger.add_workflow(calling(str(uuid4())))
    other = await stranger.ask("POST", f"/workflows/{other_id}/publish")
    assert published.status_code == other.status_code
    assert own.status_code == 200
    assert (await owner.json("GET", "/runs"))["items"] == []


@pytest.mark.parametrize("guess", GUESSES)
async def test_E4_lists_show_nothing_of_others_whatever_is_asked(
    owner: Client, stranger: Client, guess: str
) -> None:
    await owner.start(await owner.publish())
    await owner.json("POST", "/api-keys", json={"name": "theirs"})
    theirs = await workspace_of(owner)
    for path in ("/workflows", "/runs", "/api-keys", "/members", "/invitations", "/audit"):
        for name in ("search", "workspace_id", "workspace", "account_id", "cursor", "projectId"):
            for value in (guess, theirs):
                answer = await stranger.ask("GET", path, params={name: value})
                assert answer.status_code in (200, 422), (path, name, answer.text)
                assert "owner@noria.example" not in answer.text
                assert "Order triage" not in answer.text


@pytest.mark.parametrize(
    "extra",
    [
        {"role": "owner"}, {"workspace_id": str(uuid4())}, {"owner": True}, {"is_admin": True},
        {"account_id": str(uuid4())}, {"sso": True}, {"id": str(uuid4())}, {"kind": "service"},
    ],
)  # fmt: skip
async def test_E5_fields_that_are_not_ours_to_set_are_refused(
    owner: Client, extra: dict[str, Any]
) -> None:
    answers = [
        await owner.ask("POST", "/workflows", json={"name": "x", **extra}),
        await owner.ask("POST", "/workspaces", json={"name": "x", **extra}),
        await owner.ask("PATCH", "/account", json={"name": "x", **extra}),
        await owner.ask("POST", "/api-keys", json={"name": "x", **extra}),
    ]

    assert {answer.status_code for answer in answers} == {422}


async def test_E6_a_viewer_takes_hold_of_no_run(app: FastAPI, owner: Client) -> None:
    run = await owner.start(await owner.publish())
    viewer = await add_member(app, owner, "v@noria.example", "viewer")
    acts = ("cancel", "terminate", "pause", "resume", "step", "retry", "fork")
    answers = [
        await viewer.ask("POST", f"/runs/{run['id']}/{act}", json=body_of(f"/{act}"))
        for act in acts
    ]
    event = await viewer.ask("POST", "/events", json={"key": "paid"})

    assert {answer.status_code for answer in (*answers, event)} == {403}


async def test_E8_streams_of_foreign_runs_are_not_found(owner: Client, stranger: Client) -> None:
    run = await owner.start(await owner.publish())

    assert (await stranger.ask("GET", f"/runs/{run['id']}/events")).status_code == 404


async def test_E9_values_of_others_are_not_found_by_their_hash(
    owner: Client, stranger: Client
) -> None:
    run = await owner.start(await owner.publish(), {"id": 1, "note": "x" * 70_000})
    digest = run["input"]["$blob"]

    assert (await owner.ask("GET", f"/blobs/{digest}")).status_code == 200
    assert (await stranger.ask("GET", f"/blobs/{digest}")).status_code == 404


async def test_E10_who_was_removed_is_out_with_keys_and_sessions(
    app: FastAPI, owner: Client
) -> None:
    admin = await add_member(app, owner, "a@noria.example", "admin")
    key = (await admin.json("POST", "/api-keys", json={"name": "mine"}))["key"]
    link = (await admin.json("POST", "/invitations", json=NEWCOMER))["token"]
    await owner.json("DELETE", f"/members/{await id_of(admin)}")
    out = [
        await admin.ask("GET", "/runs"),
        await admin.ask("GET", "/auth/me"),
        await Client(owner.http, key).ask("GET", "/runs"),
    ]
    refreshed = await admin.http.post("/api/v1/auth/refresh")
    # What they invited others to stays good: it was right when it was done.
    joined = await accept(admin.http, link)

    assert {answer.status_code for answer in out} == {401}
    assert refreshed.status_code == 403
    assert joined.status_code == 200


NEWCOMER = {"email": "new@noria.example", "role": "viewer"}


async def test_E11_names_that_begin_alike_are_not_the_same(owner: Client, stranger: Client) -> None:
    await owner.json("POST", "/api-keys", json={"name": "dag_a"})
    mine = await owner.add_workflow(name="dag_a")
    for other in (mine[:-1], mine + "0", mine.upper() + "x", mine.replace("-", "")[:31]):
        assert (await owner.ask("GET", f"/workflows/{other}")).status_code in (404, 422)
    assert (await stranger.ask("GET", f"/workflows/{mine}")).status_code == 404


async def test_E12_a_guessed_run_id_reaches_temporal_for_its_own_workspace_only(
    owner: Client, stranger: Client, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish())
    for run_id in (run["id"], f"run-{run['id']}"):
        for act in ("cancel", "terminate", "pause", "resume"):
            answer = await stranger.ask("POST", f"/runs/{run_id}/{act}", json={})
            assert answer.status_code in (404, 422)

    assert (temporal.cancelled, temporal.terminated, temporal.acts) == ([], [], [])
