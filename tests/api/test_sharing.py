"""Workflows and folders that some members see only: each route, each list, each level."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.access import caller_of, check_shared
from api.permissions import Permission, level_of
from api.services import Services
from noria.errors import Forbidden, NotFound
from noria.sub_runs import SubRunOrder
from store import bulk, sub_runs
from store.bulk_tables import BulkAction
from store.database import Database
from store.dead_letter_tables import DeadLetter
from store.ids import new_id
from store.row_security import ROLE
from store.sharing import EDIT, LEVELS, PLACES, VIEW
from store.tables import Run
from tests.api.client import GRAPH, Client
from tests.api.people import add_member, id_of
from tests.api.routes import all_routes, body_of, filled, matrix
from tests.api.test_mcp_server import speaking
from tests.api.waits import ask

FREE = {
    "account_id", "api_key_id", "base_id", "bulk_id", "credential_id", "destination", "digest",
    "document_id", "entry_id", "filter_id", "invitation_id", "memory_id", "node_id", "number", "passkey_id", "path",
    "service_account_id", "session_id", "slug", "action",
}  # fmt: skip
"""Places in paths that lead to nothing that may be restricted."""


async def robot(owner: Client, role: str = "editor", name: str = "robot") -> tuple[Client, str]:
    """A service account: a member that needs no password."""
    made = await owner.json("POST", "/service-accounts", json={"name": name, "role": role})
    allowed = ["read", "run"] if role == "operator" else ["read", "edit", "run", "credentials"]
    body = {"name": name, "service_account_id": made["id"], "permissions": allowed}
    key = await owner.json("POST", "/api-keys", json=body)
    return Client(owner.http, key["key"]), made["id"]


async def share(owner: Client, path: str, **levels: str) -> Any:
    """Restrict it to these accounts, each with a level."""
    shares = [{"account_id": id_, "level": level} for id_, level in levels.items()]
    return await owner.json("PUT", f"{path}/sharing", json={"restricted": True, "shares": shares})


@dataclass(frozen=True)
class Thing:
    """A workflow, and all that belongs to it."""

    ids: dict[str, str]

    @property
    def workflow(self) -> str:
        return self.ids["workflow_id"]

    def path(self, path: str) -> str:
        for name, id_ in self.ids.items():
            path = path.replace(f"{{{name}}}", id_).replace(f"{{{name}:uuid}}", id_)
        return filled(path)


async def build(owner: Client, database: Database) -> Thing:
    folder = await owner.json("POST", "/folders", json={"name": "Payroll"})
    workflow_id = await owner.publish()
    await owner.json(
        "PATCH", f"/workflows/{workflow_id}", json={"folder_id": folder["id"], "tags": ["secret"]}
    )
    run = await owner.start(workflow_id)
    trigger = await owner.json(
        "POST",
        f"/workflows/{workflow_id}/triggers",
        json={"type": "webhook", "name": "x", "config": {"auth": "none"}},
    )
    approval_id = await ask(database, run["id"])
    workspace_id = UUID((await owner.json("GET", "/auth/me"))["workspace"]["id"])
    letter = DeadLetter(
        id=new_id(), workspace_id=workspace_id, kind="run", status="open", run_id=UUID(run["id"]),
        workflow_id=UUID(workflow_id), error_type="Failed",
    )  # fmt: skip
    letter_id = str(letter.id)
    async with database.sessions.begin() as session:
        session.add(letter)
    return Thing(
        {
            "workflow_id": workflow_id,
            "run_id": run["id"],
            "trigger_id": trigger["id"],
            "approval_id": approval_id,
            "letter_id": letter_id,
            "folder_id": folder["id"],
        }
    )


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
        elif path.endswith(("/versions/{number}", "/logs", "/times")) or "{node_id}" in path:
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
    "/node-types/usage", "/bulk-actions",
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


async def test_no_graph_is_a_way_around_it(owner: Client, database: Database) -> None:
    thing = await build(owner, database)
    caller, id_ = await robot(owner)
    await share(owner, f"/workflows/{thing.workflow}", **{id_: "view"})
    calls = [
        *GRAPH["nodes"],
        {"id": "sub", "type": "workflow.run", "config": {"workflow": "Order triage"}},
    ]
    mine = await caller.add_workflow(
        {"nodes": calls, "edges": [*GRAPH["edges"], {"from": "start", "to": "sub"}]}, "Mine"
    )

    published = await caller.ask("POST", f"/workflows/{mine}/publish")
    # A draft is not asked what it calls: its run is, by who started it.
    run = await caller.start(mine, draft=True)
    order = SubRunOrder.model_validate(
        {
            "run_id": str(new_id()),
            "parent_run_id": run["id"],
            "workspace_id": (await owner.json("GET", "/auth/me"))["workspace"]["id"],
            "node_id": "sub",
            "workflow": thing.workflow,
        }
    )
    async with database.sessions.begin() as session:
        with pytest.raises(NotFound):
            await sub_runs.find_called(session, order=order)
    await share(owner, f"/workflows/{thing.workflow}", **{id_: "run"})
    async with database.sessions.begin() as session:
        found, _, _ = await sub_runs.find_called(session, order=order)

    assert (published.status_code, published.json()["problems"][0]["code"]) == (
        422,
        "restricted_workflow",
    )
    assert str(found.id) == thing.workflow


async def test_a_bulk_action_is_done_to_what_its_author_may_run(
    owner: Client, database: Database
) -> None:
    thing = await build(owner, database)
    _, id_ = await robot(owner)
    workspace_id = UUID((await owner.json("GET", "/auth/me"))["workspace"]["id"])
    action = BulkAction(
        id=new_id(), workspace_id=workspace_id, account_id=UUID(id_), action="cancel",
        status="running", filter={}, arguments={}, total=1,
    )  # fmt: skip
    async with database.sessions.begin() as session:
        session.add(action)
        await session.flush()
        await session.refresh(action)

    async def targets(level: str) -> int:
        await share(owner, f"/workflows/{thing.workflow}", **{id_: level})
        async with database.sessions.begin() as session:
            return len(await bulk.next_targets(session, action, 10))

    assert (await targets("view"), await targets("run")) == (0, 1)


async def test_without_row_security_nothing_can_be_restricted(
    owner: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow_id = await owner.add_workflow()
    caller, _ = await robot(owner)
    await share(owner, f"/workflows/{workflow_id}")
    known: dict[str, bool] = database.engine.sync_engine.__dict__["noria_walls"]
    monkeypatch.setitem(known, ROLE, False)

    refused = await caller.ask("GET", "/workflows")
    more = await owner.ask("PUT", f"/workflows/{workflow_id}/sharing", json={"restricted": True})

    assert (refused.status_code, more.status_code) == (403, 409)
