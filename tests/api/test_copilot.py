"""The copilot proposes; nothing is saved and nothing runs."""

from typing import Any

from fastapi import FastAPI

from noria.copilot.work import CopilotAnswer
from store.database import Database
from tests.api.client import GRAPH, Client
from tests.api.fakes import FakeTemporal
from tests.api.people import add_member
from tests.api.test_runs import report

MORE: dict[str, Any] = {
    "nodes": [*GRAPH["nodes"], {"id": "extra", "type": "set", "config": {"values": {"x": 1}}}],
    "edges": [*GRAPH["edges"], {"from": "shape", "to": "extra"}],
}


async def test_a_draft_is_proposed_and_accepted_in_parts(
    owner: Client, temporal: FakeTemporal
) -> None:
    workflow_id = await owner.add_workflow()
    temporal.proposes = CopilotAnswer(text="One more.", graph=MORE, model="demo/demo")
    body = {"words": "One more, please", "graph": GRAPH}
    told = await owner.json("POST", "/copilot/draft", json=body)
    given = {"graph": GRAPH, "proposed": told["proposed"], "node_ids": ["extra"]}
    accepted = await owner.json("POST", "/copilot/acceptance", json=given)
    draft = await owner.json("GET", f"/workflows/{workflow_id}/draft")

    assert [(each["kind"], each["node_id"]) for each in told["changes"]] == [("added", "extra")]
    assert [each["id"] for each in accepted["graph"]["nodes"]] == [
        "start", "shape", "done", "extra",
    ]  # fmt: skip
    assert draft["revision"] == 1
    assert temporal.started == {}
    assert temporal.copilot[0].words == "One more, please"
    me = (await owner.json("GET", "/auth/me"))["account"]
    assert temporal.copilot[0].account_id == me["id"]


async def test_a_graph_is_explained(owner: Client, temporal: FakeTemporal) -> None:
    temporal.proposes = CopilotAnswer(text="It gives back **what it gets**.", model="demo/demo")
    told = await owner.json("POST", "/copilot/explanation", json={"graph": GRAPH})
    [asked] = temporal.copilot

    assert (told["text"], told["changes"]) == ("It gives back **what it gets**.", [])
    assert (asked.task, len(asked.graph["nodes"])) == ("explain", 3)
    assert temporal.started == {}


async def test_a_failed_run_is_explained_and_no_other(
    owner: Client, temporal: FakeTemporal, database: Database
) -> None:
    run = await owner.start(await owner.publish())
    early = await owner.ask("POST", f"/runs/{run['id']}/explanation", json={})
    error = {"type": "node_failed", "message": "The shop said 404."}
    await report(database, owner, run["id"], [], {"status": "failed", "error": error})
    temporal.proposes = CopilotAnswer(text="The order is unknown.", graph=GRAPH)
    told = await owner.json("POST", f"/runs/{run['id']}/explanation", json={})
    asked: Any = temporal.copilot[0].run

    assert early.status_code == 409
    assert (told["text"], told["proposed"], told["changes"]) == ("The order is unknown.", None, [])
    assert asked["error"]["message"] == "The shop said 404."


async def test_a_model_that_refuses_and_a_worker_that_is_away_are_told(
    owner: Client, temporal: FakeTemporal
) -> None:
    body = {"words": "x", "graph": GRAPH}
    temporal.proposes = CopilotAnswer(refusal="The key is not accepted.")
    refused = await owner.ask("POST", "/copilot/draft", json=body)
    temporal.away = True
    away = await owner.ask("POST", "/copilot/draft", json=body)

    assert (refused.status_code, refused.json()["detail"]) == (422, "The key is not accepted.")
    assert away.status_code == 503


async def test_words_and_credentials_are_checked_before_a_model_is_asked(
    owner: Client, temporal: FakeTemporal, app: FastAPI
) -> None:
    viewer = await add_member(app, owner, "viewer@noria.example", "viewer")
    statuses = [
        (await client.ask("POST", "/copilot/draft", json=body)).status_code
        for client, body in (
            (owner, {"words": " "}),
            (owner, {"words": "x", "credential": "nowhere"}),
            (viewer, {"words": "x"}),
        )
    ]

    assert (statuses, temporal.copilot) == ([422, 422, 403], [])
