from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.services import Services
from noria.ai.ledger import CallOrder, Usage
from noria.ai.model_work import ModelTried, Offer, Offers
from store import model_calls
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.people import add_member, id_of
from tests.api.restricted import robot, share

SERVER = {
    "name": "Own server",
    "type": "openai_compatible",
    "fields": {"base_url": "https://models.example/v1", "api_key": "sk-canary-4711"},
}


async def pay(services: Services, owner: Client, **more: Any) -> None:
    """A call outside of runs, made by the owner."""
    me = await owner.json("GET", "/auth/me")
    given: dict[str, Any] = {
        "workspace_id": me["workspace"]["id"], "account_id": me["account"]["id"], "run_id": "",
        "node_id": "models.try", "iteration": "", "attempt": 1, "key": "k", "kind": "chat",
        "model": "openai/gpt", "request_hash": "h",
    }  # fmt: skip
    async with services.database.sessions.begin() as session:
        opened = await model_calls.open_call(session, CallOrder(**{**given, **more}))
        usage = Usage(input_tokens=10, output_tokens=5, cost_usd=0.5)
        await model_calls.close_call(session, UUID(opened.call_id), usage, {})


async def test_models_are_listed_for_a_credential(owner: Client, temporal: FakeTemporal) -> None:
    await owner.json("POST", "/credentials", json=SERVER)
    temporal.offers = Offers(
        models=(Offer(model="openai_compatible/llama", input_usd=1.5, context_tokens=8_000),),
        source="server",
    )
    listed = await owner.json("GET", "/models", params={"credential": "Own server"})
    await owner.json("GET", "/models")
    temporal.offers = Offers(refusal="The server answered 401.")
    refused = await owner.ask("GET", "/models", params={"credential": "Own server"})
    unknown = await owner.ask("GET", "/models", params={"credential": "nobody's"})

    [model] = listed["items"]
    assert (listed["source"], model["model"], model["input_usd"], model["context_tokens"]) == (
        "server", "openai_compatible/llama", 1.5, 8_000,
    )  # fmt: skip
    assert [(call.provider, call.credential) for call in temporal.listed[:2]] == [
        ("openai_compatible", "Own server"), ("", ""),
    ]  # fmt: skip
    assert (refused.status_code, unknown.status_code) == (503, 404)
    assert "401" in refused.text


async def test_a_model_is_tried_and_that_is_noted(owner: Client, temporal: FakeTemporal) -> None:
    await owner.json("POST", "/credentials", json=SERVER)
    temporal.model_says = ModelTried(ok=False, message="It answered 401.", latency_ms=12)
    body = {"model": "openai_compatible/llama", "credential": "Own server"}
    tried = await owner.json("POST", "/models/test", json=body)
    trail = await owner.json("GET", "/audit", params={"target_type": "model"})

    assert (tried["ok"], tried["message"], tried["latency_ms"]) == (False, "It answered 401.", 12)
    assert temporal.tried_models[0].account_id == await id_of(owner)
    [entry] = trail["items"]
    assert (entry["action"], entry["details"]) == ("model.test", {"ok": False})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"model": "words"}, 422),
        ({"model": "nobody/words"}, 422),
        ({"model": "openai/gpt-5"}, 404),
        ({"model": "openai/gpt-5", "credential": "Own server"}, 422),
    ],
)
async def test_a_model_without_its_credential_is_not_tried(
    owner: Client, temporal: FakeTemporal, body: dict[str, str], status: int
) -> None:
    await owner.json("POST", "/credentials", json=SERVER)
    answer = await owner.ask("POST", "/models/test", json=body)

    assert answer.status_code == status, answer.text
    assert temporal.tried_models == []


async def test_a_private_credential_opens_models_for_its_maker_alone(
    app: FastAPI, owner: Client, temporal: FakeTemporal
) -> None:
    ann = await add_member(app, owner, "ann@noria.example", "editor")
    bob = await add_member(app, owner, "bob@noria.example", "editor")
    await ann.json("POST", "/credentials", json={**SERVER, "sharing": "private"})
    body = {"model": "openai_compatible/llama", "credential": "Own server"}

    assert (await ann.ask("POST", "/models/test", json=body)).status_code == 200
    assert (await bob.ask("POST", "/models/test", json=body)).status_code == 404
    listed = await bob.ask("GET", "/models", params={"credential": "Own server"})
    assert listed.status_code == 404


async def test_usage_is_told_by_who_spent_it(
    owner: Client, stranger: Client, services: Services
) -> None:
    await pay(services, owner)
    await pay(services, owner, model="mistral/small")
    by_model = await owner.json("GET", "/models/usage")
    by_account = await owner.json("GET", "/models/usage", params={"by": "account"})
    one = await owner.json("GET", "/models/usage", params={"model": "mistral/small"})
    others = await stranger.json("GET", "/models/usage")
    backwards = await owner.ask(
        "GET", "/models/usage", params={"since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}
    )  # fmt: skip

    assert (by_model["total"]["calls"], by_model["total"]["cost_usd"]) == (2, 1.0)
    assert {row["key"] for row in by_model["items"]} == {"openai/gpt", "mistral/small"}
    [account] = by_account["items"]
    assert (account["key"], account["figures"]["output_tokens"]) == (await id_of(owner), 10)
    assert account["name"]
    assert one["total"]["calls"] == 1
    assert (others["total"]["calls"], others["items"]) == (0, [])
    assert backwards.status_code == 422


async def test_budgets_are_kept_and_noted(app: FastAPI, owner: Client, stranger: Client) -> None:
    workflow_id = await owner.add_workflow()
    editor = await add_member(app, owner, "ed@noria.example", "editor")
    first = await owner.json("GET", "/model-budgets")
    saved = await owner.json("PUT", "/model-budgets/workspace", json={"month_usd": 50})
    of_workflow = await editor.json(
        "PUT", f"/model-budgets/workflows/{workflow_id}", json={"run_usd": 0.5}
    )
    refused = await editor.ask("PUT", "/model-budgets/workspace", json={"month_usd": 900})
    nothing = await owner.ask("PUT", "/model-budgets/workspace", json={"day_usd": 0})
    foreign = await stranger.ask(
        "PUT", f"/model-budgets/workflows/{workflow_id}", json={"run_usd": 5}
    )
    listed = await owner.json("GET", "/model-budgets")
    trail = await owner.json("GET", "/audit", params={"action": "workspace.model_budget"})

    assert [(row["workflow_id"], row["month_usd"]) for row in first["items"]] == [(None, None)]
    assert (saved["month_usd"], saved["day_usd"]) == (50, None)
    assert (of_workflow["workflow_id"], of_workflow["run_usd"]) == (workflow_id, 0.5)
    assert [answer.status_code for answer in (refused, nothing, foreign)] == [403, 422, 404]
    assert [(row["workflow_name"], row["month_usd"], row["run_usd"]) for row in listed["items"]] == [
        (None, 50, None), ("Order triage", None, 0.5),
    ]  # fmt: skip
    assert trail["items"][0]["details"] == {"run_usd": None, "day_usd": None, "month_usd": 50}


async def test_who_does_not_see_a_workflow_sees_none_of_its_figures_but_what_the_budget_lost(
    owner: Client, services: Services
) -> None:
    workflow_id = await owner.publish()
    run = await owner.start(workflow_id)
    await pay(services, owner, run_id=run["id"])
    await pay(services, owner)
    caller, _ = await robot(owner)

    async def seen() -> tuple[float, list[Any], list[Any]]:
        usage = await caller.json("GET", "/models/usage", params={"by": "workflow"})
        budgets = await caller.json("GET", "/model-budgets")
        keys = [each["key"] for each in usage["items"]]
        spent = [each["spent_today_usd"] for each in budgets["items"]]
        return usage["total"]["cost_usd"], keys, spent

    await owner.json("PUT", f"/model-budgets/workflows/{workflow_id}", json={"day_usd": 5})
    before = await seen()
    await share(owner, f"/workflows/{workflow_id}")
    hidden = await seen()

    assert before == (1.0, [workflow_id, None], [1.0, 0.5])
    assert hidden == (0.5, [None], [1.0])
