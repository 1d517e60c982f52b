"""Everything is closed until it is opened on purpose, and foreign things do not exist."""

from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import text

from api.app import declare_app
from noria.ai.memory import NewExchange
from store import event_waits, memories, notifications
from store.database import Database
from store.knowledge_tables import KnowledgeEntity
from store.notifications import News
from tests.api.client import GRAPH, Client
from tests.api.hooks import add_trigger
from tests.api.people import id_of, invite
from tests.api.routes import BODIES, CLOSED, OPEN, all_routes, body_of, filled, permission_of, plain
from tests.api.waits import ask


def test_the_list_of_open_routes_is_complete() -> None:
    assert set(all_routes()) >= OPEN
    assert len(CLOSED) > 25


@pytest.mark.parametrize(("method", "path"), CLOSED)
async def test_a_route_without_a_token_is_closed(
    anonymous: httpx2.AsyncClient, method: str, path: str
) -> None:
    headers = {
        "X-Request-From": "internal",
        "X-Forwarded-For": "127.0.0.1",
        "X-Original-URL": "/health/live",
        "X-User": "owner@noria.example",
        "Cookie": "noria_refresh=x; session=x",
    }
    answer = await anonymous.request(method, filled(path), headers=headers)

    # A body that is missing is noticed first; with one, the door is closed all the same.
    if answer.status_code == 422:
        answer = await anonymous.request(method, filled(path), json=body_of(path))
    assert answer.status_code == 401, answer.text
    assert answer.json()["code"] == "unauthenticated"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/workflows/health/live",
        "/api/v1/workflows/",
        "/api/v1//workflows",
        "//api/v1/workflows",
        "/api/v1/workflows;/health/live",
        "/API/V1/workflows",
        "/api/v1/workflows%2f..%2f..%2fhealth/live",
        "/health/../api/v1/workflows",
        "/api/v1/%77orkflows",
        "/api/v1/workflows?x=/metrics",
        "/metrics/../api/v1/runs",
        "/api/v1/runs/.json",
    ],
)
async def test_tricks_with_the_path_open_nothing(anonymous: httpx2.AsyncClient, path: str) -> None:
    answer = await anonymous.get(path)

    assert answer.status_code in (401, 404, 503)
    assert "items" not in answer.text


def test_every_closed_route_says_what_it_needs() -> None:
    silent = [
        route.path
        for route in iter_route_contexts(declare_app().routes)
        if not getattr(route.endpoint, "open_to_all", False)
        and permission_of(route.endpoint) is None
    ]

    assert silent == []


@pytest.fixture
async def treasure(owner: Client, database: Database) -> dict[str, str]:
    """One of everything that a stranger might ask for."""
    workflow_id = await owner.publish()
    await owner.save(workflow_id, GRAPH, 1)
    run = await owner.start(workflow_id, {"id": 1, "note": "x" * 70_000})
    key = await owner.json("POST", "/api-keys", json={"name": "ci"})
    everything: dict[str, Any] = {"action": "pause", "filter": {}}
    bulk = await owner.json("POST", "/bulk-actions", json=everything)
    await owner.json("POST", "/events", json={"key": "paid", "keep_s": 0})
    async with database.sessions.begin() as session:
        await event_waits.expire_events(session)
    saved: dict[str, Any] = {"name": "x", "page": "runs", "search": {}}
    kept = await owner.json("POST", "/saved-filters", json=saved)
    folder = await owner.json("POST", "/folders", json={"name": "Shop"})
    secret = {"name": "Shop", "type": "smtp", "fields": {"host": "mail.example"}}
    credential = await owner.json("POST", "/credentials", json=secret)
    trigger = await add_trigger(
        owner, "schedule", workflow_id=workflow_id, config={"kind": "interval", "every_s": 3600}
    )
    (letter,) = (await owner.json("GET", "/dead-letters"))["items"]
    return {
        "account_id": await id_of(owner),
        "invitation_id": (await invite(owner, "guest@noria.example", "viewer"))["id"],
        "workflow_id": workflow_id,
        "run_id": run["id"],
        "digest": run["input"]["$blob"],
        "api_key_id": key["id"],
        "service_account_id": (await owner.json("POST", "/service-accounts", json=ROBOT))["id"],
        **await belongings(owner),
        **await knowledge(owner, database),
        **await remembered(owner, database),
        **await notices(owner, database, workflow_id),
        **await judged(owner, workflow_id),
        "approval_id": await ask(database, run["id"]),
        "bulk_id": bulk["id"],
        "letter_id": letter["id"],
        "folder_id": folder["id"],
        "filter_id": kept["id"],
        "credential_id": credential["id"],
        "trigger_id": trigger["id"],
        "number": "1",
        "revision": "1",
        "node_id": "start",
    }


ROBOT = {"name": "robot", "role": "viewer"}


async def belongings(owner: Client) -> dict[str, str]:
    """Of the account itself."""
    [session] = (await owner.json("GET", "/account/sessions"))["items"]
    return {"session_id": session["id"], "passkey_id": str(uuid4())}


async def knowledge(owner: Client, database: Database) -> dict[str, str]:
    base = await owner.json("POST", "/knowledge-bases", json={"name": "Handbook"})
    path = f"/knowledge-bases/{base['id']}/documents/url"
    document = await owner.json("POST", path, json={"url": "https://example.com/handbook"})
    workspace_id = UUID((await owner.json("GET", "/auth/me"))["workspace"]["id"])
    entity = KnowledgeEntity(
        id=uuid4(), workspace_id=workspace_id, base_id=UUID(base["id"]), key="ann", name="Ann"
    )
    ids = {"base_id": base["id"], "document_id": document["id"], "entity_id": str(entity.id)}
    async with database.sessions.begin() as session:
        session.add(entity)
    return ids


async def remembered(owner: Client, database: Database) -> dict[str, str]:
    """What an agent of theirs remembers."""
    workspace_id = UUID((await owner.json("GET", "/auth/me"))["workspace"]["id"])
    exchange = NewExchange("a", "", "helper__think", "Who am I?", "Ann.")
    async with database.sessions.begin() as session:
        await memories.keep(session, workspace_id=workspace_id, key="customer 7", exchange=exchange)
    [memory] = (await owner.json("GET", "/memories"))["items"]
    [kept] = (await owner.json("GET", f"/memories/{memory['id']}/entries"))["items"]
    return {"memory_id": memory["id"], "entry_id": kept["id"]}


async def notices(owner: Client, database: Database, workflow_id: str) -> dict[str, str]:
    me = await owner.json("GET", "/auth/me")
    rule = await owner.json("POST", "/notification-rules", json=BODIES["/notification-rules"])
    alert = {**BODIES["/alert-rules"], "workflow_id": workflow_id}
    news = News(workspace_id=UUID(me["workspace"]["id"]), group_key="g", type="run.failed", data={})
    async with database.sessions.begin() as session:
        await notifications.notify(session, news, [UUID(me["account"]["id"])])
    return {
        "rule_id": rule["id"],
        "alert_id": (await owner.json("POST", "/alert-rules", json=alert))["id"],
        "notification_id": (await owner.json("GET", "/notifications"))["items"][0]["id"],
    }


async def judged(owner: Client, workflow_id: str) -> dict[str, str]:
    """A data set with a case, and an evaluation of it."""
    evaluators = [{"kind": "exact", "name": "Exact"}]
    given: dict[str, Any] = {"workflow_id": workflow_id, "name": "Orders", "evaluators": evaluators}
    data_set = await owner.json("POST", "/data-sets", json=given)
    path = f"/data-sets/{data_set['id']}"
    case = await owner.json("POST", f"{path}/cases", json={"input": {"id": 1}})
    evaluation = await owner.json("POST", f"{path}/evaluations", json={})
    await owner.json("PUT", f"/workflows/{workflow_id}/gate", json={"data_set_id": data_set["id"]})
    return {
        "data_set_id": data_set["id"],
        "case_id": case["id"],
        "evaluation_id": evaluation["id"],
    }


def foreign_routes() -> list[tuple[str, str]]:
    # Every workspace may call a destination its own, and templates are everybody's.
    shared = ("destination", "slug")
    return [
        (method, path)
        for method, path in CLOSED
        if "{" in path and not any(name in path for name in shared)
    ]


@pytest.mark.parametrize(("method", "path"), foreign_routes())
async def test_what_belongs_to_others_does_not_exist(
    stranger: Client, treasure: dict[str, str], method: str, path: str
) -> None:
    headers = {"Authorization": f"Bearer {stranger.token}", "If-Match": '"1"'}
    body = None if method in ("GET", "DELETE") else body_of(path)
    answer = await stranger.http.request(
        method, plain(path).format_map(treasure), headers=headers, json=body
    )

    assert answer.status_code == 404, answer.text


async def test_lists_hold_nothing_of_others(
    stranger: Client, owner: Client, treasure: dict[str, str]
) -> None:
    queries = ["", "?search=%25", f"?search={treasure['run_id']}", "?search=*"]
    for path in ("/workflows", "/runs"):
        for query in queries:
            assert (await stranger.json("GET", path + query))["items"] == []
    by_workflow = await stranger.json("GET", f"/runs?workflow_id={treasure['workflow_id']}")
    await owner.start(treasure["workflow_id"])
    cursor = (await owner.json("GET", "/runs?limit=1"))["next_cursor"]
    crossed = await stranger.json("GET", f"/runs?cursor={cursor}")

    assert by_workflow["items"] == crossed["items"] == []
    assert (await stranger.json("GET", "/api-keys"))["items"] == []


async def test_an_account_acts_only_in_workspaces_it_is_in(
    owner: Client, stranger: Client, treasure: dict[str, str]
) -> None:
    theirs = (await owner.json("GET", "/auth/me"))["workspace"]["id"]
    for workspace in (theirs, str(uuid4()), "*", "../x"):
        answer = await stranger.ask("GET", "/workflows", headers={"X-Workspace": workspace})
        assert answer.status_code == 404


async def test_a_member_of_two_workspaces_names_the_one_meant(
    owner: Client, stranger: Client, database: Database
) -> None:
    mine = (await owner.json("GET", "/auth/me"))["workspace"]["id"]
    theirs = (await stranger.json("GET", "/auth/me"))["workspace"]["id"]
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO membership (workspace_id, account_id, role) SELECT :workspace,"
                " account_id, 'viewer' FROM membership WHERE workspace_id = :mine"
            ),
            {"workspace": theirs, "mine": mine},
        )
    await stranger.add_workflow(name="Theirs")
    there = await owner.json("GET", "/workflows", headers={"X-Workspace": theirs})
    refused = await owner.ask(
        "POST", "/workflows", headers={"X-Workspace": theirs}, json={"name": "x"}
    )

    assert [item["name"] for item in there["items"]] == ["Theirs"]
    assert (await owner.json("GET", "/workflows"))["items"] == []
    assert refused.status_code == 403


async def test_a_removed_member_is_out_at_once(owner: Client, database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM membership"))

    assert (await owner.ask("GET", "/workflows")).status_code == 401


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://noria.test.evil"])
async def test_no_other_site_may_read_answers(owner: Client, origin: str) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    asked = await owner.ask("GET", "/workflows", headers=headers)
    before = await owner.http.options("/api/v1/workflows", headers=headers)

    assert "access-control-allow-origin" not in asked.headers
    assert "access-control-allow-origin" not in before.headers
