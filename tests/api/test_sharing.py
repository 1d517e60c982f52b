"""Workflows and folders that some members see only: each route, each list, each level."""

from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.access import caller_of, check_shared
from api.permissions import Permission, level_of
from api.services import Services
from noria.errors import Forbidden, NotFound
from store.database import Database
from store.ids import new_id
from store.sharing import EDIT, LEVELS, PLACES, VIEW
from store.tables import Run
from tests.api.client import Client
from tests.api.hooks import add_trigger
from tests.api.people import add_member, id_of
from tests.api.restricted import build, robot, share
from tests.api.routes import all_routes, body_of, matrix
from tests.api.test_mcp_server import speaking
from tests.api.waits import ask

FREE = {
    "account_id", "api_key_id", "base_id", "bulk_id", "credential_id", "destination", "digest",
    # These lie below a data set or a chat, whose own ids are asked for.
    "case_id", "conversation_id", "turn_id",
    # Of the address that Slack calls, whose signature says who may.
    "workspace_id", "credential",
    "document_id", "entity_id", "entry_id", "filter_id", "invitation_id", "memory_id", "node_id", "notification_id", "number", "passkey_id", "path", "revision", "rule_id",
    "service_account_id", "session_id", "slug", "action",
}  # fmt: skip
"""Places in paths that lead to nothing that may be restricted."""


def test_each_id_in_a_path_is_known_to_lead_to_something_restricted_or_not() -> None:
    named = {
        part.strip("{}").partition(":")[0]
        for _, path in all_routes()
        for part in path.split("/")
        if part.startswith("{")
    }

    assert named - FREE == set(PLACES)


@pytest.mark.parametrize("level", ["none", "view", "run"])
async def test_each_route_asks_for_the_level_that_its_permission_needs(
    owner: Client, database: Database, level: str
) -> None:
    thing = await build(owner, database)
    caller, id_ = await robot(owner)
    levels = {} if level == "none" else {id_: level}
    await share(owner, f"/folders/{thing.ids['folder_id']}", **levels)
    wrong: list[tuple[str, str, int]] = []
    asked = 0
    for permission, method, path in matrix():
        if permission in ("members", "manage", "own") or not any(each in path for each in PLACES):
            continue
        enough = LEVELS.index(level) >= level_of(_permission(permission))
        if enough and (method != "GET" or path.endswith(("/events", "/pieces"))):
            continue  # It would be done, and change what the others are asked of.
        asked += 1
        answer = await caller.http.request(
            method,
            thing.path(path),
            headers={"Authorization": f"Bearer {caller.token}"},
            json=None if method in ("GET", "DELETE") else body_of(path),
        )
        expected = answer.status_code < 500 and answer.status_code not in (403, 404)
        if level == "none":
            expected = answer.status_code == 404
        elif not enough:
            expected = answer.status_code == 403 and "some members only" in answer.text
        elif (
            path.endswith(("/{number}", "/{revision}", "/logs", "/times", "/comparison"))
            or "{node_id}" in path
        ):
            expected = answer.status_code != 403
        if not expected:
            wrong.append((method, path, answer.status_code))

    assert wrong == []
    assert asked > 30


def _permission(name: str) -> Permission:
    return name  # pyright: ignore[reportReturnType] - the matrix names no other


LISTS = (
    "/workflows", "/workflows?starred=true", "/workflow-tags", "/folders", "/runs",
    "/runs?search=Order", "/runs?error=boom", "/approvals", "/dead-letters", "/triggers",
    "/node-types/usage", "/bulk-actions", "/data-sets",
)  # fmt: skip


async def test_no_list_count_search_or_export_shows_it_to_those_who_are_not_named(
    owner: Client, database: Database, app: FastAPI
) -> None:
    thing = await build(owner, database)
    caller, id_ = await robot(owner)
    async with database.sessions.begin() as session:
        run = await session.get_one(Run, UUID(thing.ids["run_id"]))
        run.status, run.error = "failed", {"message": "boom", "type": "Failed"}
    await ask(database, (await owner.start(thing.workflow))["id"])
    await caller.json("PUT", f"/workflows/{thing.workflow}/star")
    await owner.json("POST", "/bulk-actions", json={"action": "retry", "filter": {}})

    async def seen(client: Client) -> dict[str, Any]:
        lists = {path: len(await _items(client, path)) for path in LISTS}
        board = await client.json("GET", "/dashboard")
        bulk = await client.json(
            "POST", "/bulk-actions/preview", json={"action": "retry", "filter": {}}
        )
        export = await client.ask("GET", f"/export?workflow_id={thing.workflow}")
        async with speaking(app, client.token) as mcp:
            tools = len((await mcp.list_tools()).tools)
        return {
            **lists,
            "runs": board["runs"]["total"],
            "failures": len(board["failures_by_workflow"]),
            "approvals": board["now"]["approvals"],
            "bulk": bulk["count"],
            "export": export.status_code,
            "tools": tools,
        }

    before = await seen(caller)
    await share(owner, f"/workflows/{thing.workflow}")
    await owner.json("PUT", f"/folders/{thing.ids['folder_id']}/sharing", json={"restricted": True})
    hidden = await seen(caller)
    await share(owner, f"/workflows/{thing.workflow}", **{id_: "view"})
    await share(owner, f"/folders/{thing.ids['folder_id']}", **{id_: "view"})
    shown = await seen(caller)

    assert all(before.values())
    assert hidden == {**dict.fromkeys(before, 0), "export": 404}
    # Who may look on has nothing to run; whoever's bulk actions are not theirs.
    rest = {"bulk": 0, "tools": 0, "/bulk-actions": 0}
    assert shown == {**before, **rest}
    assert (await seen(owner)).items() >= {**before, "/workflows?starred=true": 0}.items()


async def test_who_may_not_run_a_workflow_does_not_talk_with_it(owner: Client) -> None:
    chat = await add_trigger(owner, "chat", config={"title": "Ask us"})
    caller, id_ = await robot(owner)
    place = f"/chats/{chat['id']}/conversations"
    free = await caller.ask("POST", place)
    await share(owner, f"/workflows/{chat['workflow_id']}", **{id_: "view"})
    looking = await caller.ask("POST", place)
    await share(owner, f"/workflows/{chat['workflow_id']}")
    hidden = await caller.ask("GET", place)
    listed = await _items(caller, "/chats")

    assert (free.status_code, looking.status_code, hidden.status_code) == (201, 403, 404)
    assert listed == []


async def _items(client: Client, path: str) -> list[Any]:
    return (await client.json("GET", path))["items"]


async def test_a_folder_gives_its_rights_to_what_is_in_it_unless_that_has_its_own(
    owner: Client, database: Database
) -> None:
    thing = await build(owner, database)
    inner = await owner.json(
        "POST", "/folders", json={"name": "Inner", "parent_id": thing.ids["folder_id"]}
    )
    deep = await owner.add_workflow(name="Deep")
    await owner.json("PATCH", f"/workflows/{deep}", json={"folder_id": inner["id"]})
    caller, id_ = await robot(owner)

    async def levels() -> dict[str, str]:
        return {each["name"]: each["level"] for each in await _items(caller, "/workflows")}

    await share(owner, f"/folders/{thing.ids['folder_id']}", **{id_: "run"})
    inherited = await levels()
    told = await caller.json("GET", f"/workflows/{deep}/sharing")
    await share(owner, f"/workflows/{thing.workflow}", **{id_: "edit"})
    await share(owner, f"/folders/{inner['id']}")
    own = await levels()
    folders = {each["name"]: each["level"] for each in await _items(caller, "/folders")}

    assert inherited == {"Order triage": "run", "Deep": "run"}
    assert (told["restricted"], told["inherited_from"]["name"]) == (False, "Payroll")
    assert own == {"Order triage": "edit"}
    assert folders == {"Payroll": "run"}


async def test_nothing_comes_out_of_a_restricted_folder_by_removing_it_or_by_whom_it_is_not_for(
    owner: Client, database: Database
) -> None:
    thing = await build(owner, database)
    folder = f"/folders/{thing.ids['folder_id']}"
    caller, id_ = await robot(owner)
    await share(owner, folder, **{id_: "run"})
    loose = await caller.add_workflow(name="Loose")

    removed = await owner.ask("DELETE", folder)
    into = await caller.ask(
        "PATCH", f"/workflows/{loose}", json={"folder_id": thing.ids["folder_id"]}
    )
    out = await caller.ask("PATCH", f"/workflows/{thing.workflow}", json={"folder_id": None})
    many = await caller.json(
        "POST",
        "/workflows/arrange",
        json={"workflow_ids": [thing.workflow, loose], "action": "move", "folder_id": None},
    )
    brought = await caller.ask(
        "POST", "/import", json={"text": "{nodes: []}", "folder_id": thing.ids["folder_id"]}
    )

    assert (removed.status_code, out.status_code) == (409, 403)
    assert (into.status_code, brought.status_code) == (404, 404)
    assert many["workflow_ids"] == [loose]
    await owner.json("PUT", f"{folder}/sharing", json={"restricted": False})
    assert (await owner.ask("DELETE", folder)).status_code == 204


async def test_a_level_gives_nothing_that_the_role_does_not(
    owner: Client, database: Database
) -> None:
    thing = await build(owner, database)
    operator, id_ = await robot(owner, "operator")
    path = f"/workflows/{thing.workflow}"
    await share(owner, path, **{id_: "edit"})

    renamed = await operator.ask("PATCH", path, json={"name": "Mine"})
    started = await operator.ask("POST", f"{path}/runs", json={"input": {"id": 1}})

    assert (renamed.status_code, started.status_code) == (403, 202)


async def test_who_shares_stays_in_and_the_trail_tells_how_many_are_named(
    owner: Client, database: Database
) -> None:
    thing = await build(owner, database)
    caller, id_ = await robot(owner)
    _, other = await robot(owner, name="other")
    path = f"/workflows/{thing.workflow}"
    ours = await share(caller, path, **{other: "view"})
    again = await share(caller, path)
    unknown = await caller.ask(
        "PUT",
        f"{path}/sharing",
        json={"restricted": True, "shares": [{"account_id": str(new_id()), "level": "view"}]},
    )
    newest, oldest = (await owner.json("GET", "/audit?action=workflow.share"))["items"]
    copy = await caller.json("POST", f"{path}/duplicate", json={})

    assert {each["account_id"]: each["level"] for each in ours["shares"]} == {
        id_: "edit",
        other: "view",
    }
    assert [each["account_id"] for each in again["shares"]] == [id_]
    assert (unknown.status_code, unknown.json()["problems"][0]["field"]) == (422, "/shares")
    assert oldest["details"] == {"restricted": True, "view": 1, "run": 0, "edit": 1}
    assert newest["details"]["view"] == 0
    assert (copy["restricted"], copy["level"]) == (True, "edit")


async def test_a_share_ends_with_the_membership_and_a_stream_with_the_share(
    owner: Client, database: Database, app: FastAPI, services: Services
) -> None:
    thing = await build(owner, database)
    person = await add_member(app, owner, "ed@noria.example", "editor")
    id_ = await id_of(person)
    await share(owner, f"/workflows/{thing.workflow}", **{id_: "view"})
    caller = await caller_of(services, person.token, None)
    run_id = UUID(thing.ids["run_id"])
    await check_shared(services, caller, "run_id", run_id, VIEW)

    with pytest.raises(Forbidden, match="with you to view"):
        await check_shared(services, caller, "run_id", run_id, EDIT)
    await share(owner, f"/workflows/{thing.workflow}")
    with pytest.raises(NotFound):
        await check_shared(services, caller, "run_id", run_id, VIEW)
    await share(owner, f"/workflows/{thing.workflow}", **{id_: "view"})
    await owner.json("DELETE", f"/members/{id_}")
    left = await owner.json("GET", f"/workflows/{thing.workflow}/sharing")

    assert left["shares"] == []
