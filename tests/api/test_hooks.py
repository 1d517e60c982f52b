"""Webhooks: from a request to one run, or to a refusal that says why."""

import asyncio
import hmac
import io
import time
from typing import Any
from uuid import UUID

import httpx2

from api.services import Services
from noria.run import RunRequest, RunStatus, RunUpdate, StepRecord, StepStatus
from store import trigger_items
from store.projection import write_projection
from store.trigger_tables import Trigger
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.hooks import OPEN_GRAPH, add_trigger, firings_of, runs_of

ORDER = {"order": {"id": 7}}


async def test_a_request_starts_a_run_with_what_it_carries(
    owner: Client, anonymous: httpx2.AsyncClient, temporal: FakeTemporal
) -> None:
    trigger = await add_trigger(owner)
    headers = {"Authorization": "Bearer x", "X-Shop": "a", "Cookie": "b=c"}
    answer = await anonymous.post(f"{trigger['url']}?page=2", json=ORDER, headers=headers)
    [run] = await runs_of(owner, trigger)
    told = temporal.started[run["id"]].input
    [firing] = await firings_of(owner, trigger)

    assert (answer.status_code, answer.json()) == (202, {"status": "started", "run_id": run["id"]})
    assert isinstance(told, dict)
    assert (told["method"], told["body"], told["query"]) == ("POST", ORDER, {"page": "2"})
    assert isinstance(told["headers"], dict)
    assert told["headers"]["x-shop"] == "a"
    assert {"authorization", "cookie"}.isdisjoint(told["headers"])
    assert (firing["outcome"], firing["run_id"]) == ("started", run["id"])


async def test_both_addresses_are_one(owner: Client, anonymous: httpx2.AsyncClient) -> None:
    trigger = await add_trigger(owner, config={"auth": "none", "path": "shop/orders"})
    first = await anonymous.post("/hooks/shop/orders", json=ORDER)
    second = await anonymous.post("/trigger/shop/orders", json=ORDER)

    assert (first.status_code, second.status_code) == (202, 202)
    assert len(await runs_of(owner, trigger)) == 2


async def test_a_random_path_stays_and_a_taken_one_is_refused(
    owner: Client, stranger: Client
) -> None:
    trigger = await add_trigger(owner)
    changed = await owner.json(
        "PATCH", f"/triggers/{trigger['id']}", json={"config": {"auth": "none"}}
    )
    workflow_id = await stranger.publish(OPEN_GRAPH)
    body = {"type": "webhook", "name": "x", "config": trigger["config"]}
    refused = await stranger.ask("POST", f"/workflows/{workflow_id}/triggers", json=body)

    assert len(trigger["config"]["path"]) >= 24
    assert changed["url"] == trigger["url"]
    assert refused.status_code == 409


async def test_a_mailbox_is_begun_anew_in_another_folder_only(
    owner: Client, services: Services
) -> None:
    workflow_id = await owner.publish(OPEN_GRAPH)
    config = {"credential": "box", "folder": "INBOX"}
    body = {"type": "email", "name": "x", "config": config, "paused": True}
    trigger = await owner.json("POST", f"/workflows/{workflow_id}/triggers", json=body)
    began: list[int] = []
    for changed in ({"every_s": 90}, {"folder": "Orders"}):
        body = {"config": config | changed}
        await owner.json("PATCH", f"/triggers/{trigger['id']}", json=body)
        async with services.database.sessions.begin() as session:
            row = await session.get(Trigger, UUID(trigger["id"]))
        assert row is not None
        began.append(trigger_items.since(row))

    assert began == [0, 3]


async def test_what_is_wrong_with_a_trigger_is_told_at_once(owner: Client) -> None:
    workflow_id = await owner.publish(OPEN_GRAPH)
    body = {
        "type": "webhook",
        "name": "x",
        "config": {"auth": "stripe", "path": "../x"},
    }
    refused = await owner.ask("POST", f"/workflows/{workflow_id}/triggers", json=body)
    body = {"type": "webhook", "name": "x", "config": {"auth": "none"}, "mapping": {"filter": "("}}
    also = await owner.ask("POST", f"/workflows/{workflow_id}/triggers", json=body)
    body = {
        "type": "schedule",
        "name": "x",
        "config": {"kind": "interval", "every_s": 3600},
        "mapping": {"key": "{{ trigger.scheduled_for }}"},
    }
    doubled = await owner.ask("POST", f"/workflows/{workflow_id}/triggers", json=body)
    unknown = await owner.ask(
        "POST", f"/workflows/{workflow_id}/triggers", json={"type": "no", "name": "x"}
    )

    assert [each["field"] for each in refused.json()["problems"]] == ["/config/path"]
    assert [each["field"] for each in also.json()["problems"]] == ["/mapping/filter"]
    assert [each["field"] for each in doubled.json()["problems"]] == ["/mapping/key"]
    assert unknown.status_code == 404


async def test_a_webhook_takes_no_larger_bodies_than_its_server(owner: Client) -> None:
    large = {"auth": "none", "max_bytes": 2_000_000}
    body = {"type": "webhook", "name": "x", "config": large}
    workflow_id = await owner.publish(OPEN_GRAPH)
    refused = await owner.ask("POST", f"/workflows/{workflow_id}/triggers", json=body)
    trigger = await add_trigger(owner, config={"auth": "none", "max_bytes": 900_000})
    path = f"/triggers/{trigger['id']}"
    changed = await owner.ask("PATCH", path, json={"config": large})

    for answer in (refused, changed):
        [problem] = answer.json()["problems"]
        assert (answer.status_code, problem["field"]) == (422, "/config/max_bytes")
        assert "up to 1,000,000 bytes" in problem["message"]


async def test_a_mapping_filters_and_shapes_the_input(
    owner: Client, anonymous: httpx2.AsyncClient, temporal: FakeTemporal
) -> None:
    mapping = {
        "filter": "trigger.body.total > 10",
        "input": {"id": "{{ trigger.body.id }}", "text": "no {{ trigger.body.id }}"},
        "key": "order-{{ trigger.body.id }}",
    }
    trigger = await add_trigger(owner, mapping=mapping)
    passed = await anonymous.post(trigger["url"], json={"id": 7, "total": 11})
    skipped = await anonymous.post(trigger["url"], json={"id": 8, "total": 1})
    broken = await anonymous.post(trigger["url"], json={"id": 9})
    [run] = await runs_of(owner, trigger)
    read = await owner.json("GET", f"/triggers/{trigger['id']}")

    assert (passed.status_code, skipped.json()["status"]) == (202, "skipped")
    assert broken.status_code == 422
    assert temporal.started[run["id"]].input == {"id": 7, "text": "no 7"}
    assert run["key"] == "order-7"
    assert read["health"] == "failing"
    assert "trigger.body.total" in read["health_detail"]


async def test_what_the_sender_names_is_refused_by_its_schema(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    config = {"auth": "none", "body_schema": {"type": "object", "required": ["id"]}}
    trigger = await add_trigger(owner, config=config)
    answer = await anonymous.post(trigger["url"], json={"x": 1})
    [firing] = await firings_of(owner, trigger)

    assert answer.status_code == 422
    assert (firing["outcome"], await runs_of(owner, trigger)) == ("refused", [])


async def test_a_paused_trigger_starts_nothing_until_it_is_resumed(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    trigger = await add_trigger(owner)
    paused = await owner.json("POST", f"/triggers/{trigger['id']}/pause")
    refused = await anonymous.post(trigger["url"], json=ORDER)
    await owner.json("POST", f"/triggers/{trigger['id']}/resume")
    taken = await anonymous.post(trigger["url"], json=ORDER)
    audit = await owner.json("GET", f"/audit?target_id={trigger['id']}")

    assert (paused["health"], refused.status_code, taken.status_code) == ("paused", 503, 202)
    assert [each["action"] for each in audit["items"]] == [
        "trigger.resume",
        "trigger.pause",
        "trigger.create",
    ]


async def test_a_deleted_trigger_leaves_its_runs(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    trigger = await add_trigger(owner)
    await anonymous.post(trigger["url"], json=ORDER)
    await owner.json("DELETE", f"/triggers/{trigger['id']}")
    gone = await anonymous.post(trigger["url"], json=ORDER)

    assert gone.status_code == 404
    assert len(await runs_of(owner, trigger)) == 1


async def test_files_go_to_blobs(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services, temporal: FakeTemporal
) -> None:
    trigger = await add_trigger(owner)
    files = {"invoice": ("../a.pdf", io.BytesIO(b"%PDF-1"), "application/pdf")}
    answer = await anonymous.post(trigger["url"], data={"note": "hi"}, files=files)
    told: Any = temporal.started[answer.json()["run_id"]].input
    file = told["body"]["invoice"]
    workspace_id = temporal.started[answer.json()["run_id"]].workspace_id

    assert (told["body"]["note"], file["name"], file["size"]) == ("hi", "a.pdf", 6)
    assert await services.blobs.get(workspace_id, file["$blob"]) == b"%PDF-1"


async def test_samples_are_captured_and_tried_out(
    owner: Client, anonymous: httpx2.AsyncClient, temporal: FakeTemporal
) -> None:
    trigger = await add_trigger(owner)
    sample = await anonymous.post(trigger["test_url"], json=ORDER)
    before = await runs_of(owner, trigger)
    [firing] = await firings_of(owner, trigger)
    fired = await owner.json("POST", f"/triggers/{trigger['id']}/test", json={"draft": True})
    told: Any = temporal.started[fired["run_id"]].input

    assert (sample.status_code, before) == (202, [])
    assert (firing["outcome"], firing["sample"]["body"]) == ("sample", ORDER)
    assert (told["body"], fired["origin"]) == (ORDER, "captured")
    assert temporal.started[fired["run_id"]].version is None


async def test_web_pages_may_send_where_the_trigger_lets_them(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    config = {"auth": "none", "cors_origins": ["https://shop.example"]}
    trigger = await add_trigger(owner, config=config)
    asked = await anonymous.options(
        trigger["url"],
        headers={"Origin": "https://shop.example", "Access-Control-Request-Headers": "x-a"},
    )
    foreign = await anonymous.options(trigger["url"], headers={"Origin": "https://evil.example"})
    allowed = "Access-Control-Allow-Origin"

    assert asked.headers[allowed] == "https://shop.example"
    assert (asked.headers["Access-Control-Allow-Headers"], asked.status_code) == ("x-a", 204)
    assert allowed not in foreign.headers
    assert "Access-Control-Allow-Credentials" not in asked.headers


async def test_messages_a_minute_are_limited(owner: Client, anonymous: httpx2.AsyncClient) -> None:
    trigger = await add_trigger(owner, config={"auth": "none", "per_minute": 2})
    answers = [(await anonymous.post(trigger["url"], json=ORDER)).status_code for _ in range(3)]

    assert answers == [202, 202, 429]


async def test_slack_is_answered_when_it_asks_whose_address_this_is(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services
) -> None:
    trigger = await add_trigger(owner, config={"auth": "slack", "credential": "slack"})
    credentials: Any = services.credentials
    credentials.sign("slack", "s3cret")
    body = b'{"type": "url_verification", "challenge": "c1"}'
    now = str(int(time.time()))
    signature = hmac.new(b"s3cret", f"v0:{now}:".encode() + body, "sha256").hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": now,
        "X-Slack-Signature": f"v0={signature}",
    }
    answer = await anonymous.post(trigger["url"], content=body, headers=headers)

    assert (answer.status_code, answer.json()) == (200, {"challenge": "c1"})
    assert await runs_of(owner, trigger) == []


RESPONDING: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "reply", "type": "respond", "config": {"body": "{{ trigger.body }}"}},
    ],
    "edges": [{"from": "start", "to": "reply"}],
}


async def _started(temporal: FakeTemporal) -> RunRequest:
    async with asyncio.timeout(90):
        while not temporal.started:  # noqa: ASYNC110 - the fake sets no event
            await asyncio.sleep(0.01)
    [request] = temporal.started.values()
    return request


async def _reply(services: Services, temporal: FakeTemporal, output: Any) -> str:
    """As the run's worker writes it, once the run is started."""
    request = await _started(temporal)
    step = StepRecord.model_validate(
        {
            "run_id": request.run_id,
            "workspace_id": request.workspace_id,
            "node_id": "reply",
            "status": StepStatus.SUCCEEDED,
            "output": output,
        }
    )
    await write_projection(services.database, [step], [])
    return request.run_id


async def _ask_for_answer(
    owner: Client, anonymous: httpx2.AsyncClient, **more: Any
) -> tuple[Any, "asyncio.Task[httpx2.Response]"]:
    workflow_id = await owner.publish(RESPONDING)
    config = {"auth": "none", "answer": "respond", "answer_timeout_s": 5, **more}
    trigger = await add_trigger(owner, workflow_id=workflow_id, config=config)
    return trigger, asyncio.create_task(anonymous.post(trigger["url"], json=ORDER))


async def test_f8_a_run_answers_its_request(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services, temporal: FakeTemporal
) -> None:
    _, asked = await _ask_for_answer(owner, anonymous)
    html = {"status": 201, "headers": {"Content-Type": "text/html", "X-A": "b"}, "body": "<b>hi"}
    run_id = await _reply(services, temporal, html)
    answer = await asked

    assert temporal.awaited == [run_id]
    assert (answer.status_code, answer.text, answer.headers["x-a"]) == (201, "<b>hi", "b")
    assert answer.headers["content-type"] == "text/html"
    assert answer.headers["content-security-policy"].startswith("sandbox;")


async def test_a_run_that_fails_before_it_answers_is_a_bad_gateway(
    owner: Client, anonymous: httpx2.AsyncClient, services: Services, temporal: FakeTemporal
) -> None:
    _, asked = await _ask_for_answer(owner, anonymous)
    request = await _started(temporal)
    update = RunUpdate(
        run_id=request.run_id, workspace_id=request.workspace_id, status=RunStatus.FAILED
    )
    await write_projection(services.database, [], [update])
    answer = await asked

    assert (answer.status_code, answer.json()["code"]) == (502, "run_failed")


async def test_an_answer_that_takes_too_long_is_an_acceptance(
    owner: Client, anonymous: httpx2.AsyncClient
) -> None:
    _, asked = await _ask_for_answer(owner, anonymous, answer_timeout_s=0.3)
    answer = await asked

    assert (answer.status_code, answer.json()["status"]) == (202, "running")
