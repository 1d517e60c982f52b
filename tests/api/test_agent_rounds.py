"""What an agent did is told round by round, and a run begins again at one of its rounds."""

from typing import Any
from uuid import UUID

import orjson

from api.services import Services
from noria.ai.ledger import CallOrder, Usage
from store import model_calls
from store.database import Database
from tests.api.client import Client
from tests.api.fakes import FakeTemporal
from tests.api.test_runs import report
from tests.api.test_runs_of_items import item_of
from tests.noria.ai.transcripts import FIRST, SECOND

NOON = "2026-11-21T12:00:00Z"
DONE = {"status": "succeeded", "port": "out", "started_at": NOON, "finished_at": NOON}
ERROR = {
    "type": "NodeFailed",
    "code": "node_failed",
    "message": "The model refuses.",
    "retryable": False,
}
FAILED = {"status": "failed", "error": ERROR, "started_at": NOON, "finished_at": NOON}
GRAPH: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "helper", "type": "agent", "config": {"input": "Where is A17?"}},
        {
            "id": "look_up",
            "type": "http.request",
            "parent": "helper",
            "config": {"url": "https://shop.example/{{ item.id }}"},
        },
        {"id": "end", "type": "end", "config": {"output": "{{ steps.helper.output.text }}"}},
    ],
    "edges": [{"from": "start", "to": "helper"}, {"from": "helper", "to": "end"}],
}


def thought(rounds: int, transcript: Any, **more: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "done": False, "text": "", "model": "demo/demo", "rounds": rounds, "input_tokens": 10 * rounds,
        "output_tokens": rounds, "cost_usd": 0.0, "began_at": 1.0, "calls": {}, "asked": [],
    }  # fmt: skip
    return {**facts, "transcript": transcript, **more}


async def run_of_agent(owner: Client, services: Services, *, fails: bool = False) -> str:
    """Two rounds, of which the second's conversation is stored by reference, or the second fails."""
    workflow_id = await owner.publish(GRAPH)
    run = await owner.start(workflow_id)
    workspace_id = (await owner.json("GET", "/auth/me"))["workspace"]["id"]
    stored = await services.blobs.put(workspace_id, orjson.dumps(SECOND), "application/json")
    asked = {"id": "c1", "name": "look_up", "key": "0:look_up", "arguments": {"id": "A17"}}
    first = thought(1, FIRST, asked=[asked])
    second = thought(2, stored.to_json(), done=True, text="It is on its way.")
    think = {"node_id": "helper__think", **DONE}
    given = {"state": first, "results": {"0:look_up": "sent"}}
    last: list[dict[str, Any]] = [
        {**think, "iteration": "1", "input": given, "output": second},
        {"node_id": "helper", "output": second, **DONE},
    ]
    if fails:
        last = [
            {**think, "iteration": "1", "input": given, **FAILED},
            {"node_id": "helper", **FAILED},
        ]
    await report(
        services.database,
        owner,
        run["id"],
        [
            {"node_id": "start", "output": {"id": 1}, **DONE},
            {**think, "iteration": "0", "input": {"state": None}, "output": first},
            *last,
        ],
        {"status": "failed" if fails else "succeeded", "finished_at": NOON},
    )
    await pay(services.database, workspace_id, run["id"], "0")
    return run["id"]


async def pay(database: Database, workspace_id: str, run_id: str, iteration: str) -> None:
    order = CallOrder(
        workspace_id=workspace_id, run_id=run_id, node_id="helper__think", iteration=iteration,
        attempt=1, key=f"k{iteration}", kind="chat", model="demo/demo", request_hash="h",
    )  # fmt: skip
    async with database.sessions.begin() as session:
        opened = await model_calls.open_call(session, order)
        usage = Usage(input_tokens=10, output_tokens=1, cost_usd=0.5, latency_ms=70)
        await model_calls.close_call(session, UUID(opened.call_id), usage, {})


async def test_rounds_are_told_with_their_calls_and_costs(
    owner: Client, services: Services
) -> None:
    run_id = await run_of_agent(owner, services)
    path = f"/runs/{run_id}/agents/helper/rounds"
    first, second = (await owner.json("GET", path))["items"]
    page = await owner.json("GET", path, params={"limit": 1})
    rest = await owner.json("GET", path, params={"limit": 1, "cursor": page["next_cursor"]})

    assert [(each["role"], each["text"]) for each in first["told"]] == [
        ("system", "Help."), ("user", "Where is A17?"),
    ]  # fmt: skip
    [call] = first["asked"]
    assert (call["name"], call["arguments"], call["result"]) == ("look_up", {"id": "A17"}, "sent")
    assert (first["number"], first["input_tokens"], first["cost_usd"], first["latency_ms"]) == (
        1, 10, 0.5, 70,
    )  # fmt: skip
    assert (second["number"], second["text"], second["cost_usd"]) == (2, "It is on its way.", None)
    assert [each["index"] for each in second["told"]] == [3]
    assert page["items"] == [first], "a result that the next page tells is there too"
    assert (rest["items"], rest["next_cursor"]) == ([second], None)


async def test_others_see_no_rounds(owner: Client, stranger: Client, services: Services) -> None:
    run_id = await run_of_agent(owner, services)

    for path in (f"/runs/{run_id}/agents/helper/rounds", f"/runs/{run_id}/graph"):
        assert (await stranger.ask("GET", path)).status_code == 404
    replay = await stranger.ask("POST", f"/runs/{run_id}/agents/helper/replay", json={"round": 1})
    assert replay.status_code == 404
    assert (await owner.ask("GET", f"/runs/{run_id}/agents/look_up/rounds")).status_code == 404


async def test_a_round_is_made_again_with_another_prompt(
    owner: Client, services: Services, temporal: FakeTemporal
) -> None:
    run_id = await run_of_agent(owner, services)
    path = f"/runs/{run_id}/agents/helper/replay"
    body = {"round": 2, "edits": [{"index": 3, "text": "lost"}], "add": "Be brief."}
    key = {"Idempotency-Key": "again"}
    answer = await owner.ask("POST", path, json=body, headers=key)
    once = await owner.json("POST", path, json=body, headers=key)
    trail = await owner.json("GET", f"/runs/{run_id}/audit")

    assert answer.status_code == 202, answer.text
    run = answer.json()
    assert (once["id"], run["relation"], run["parent_run_id"]) == (run["id"], "fork", run_id)
    request = temporal.started[run["id"]]
    [helper] = [step for step in request.plan.steps if step.id == "helper"]
    resume: Any = helper.config["resume"]
    assert [message["content"] for message in resume["transcript"]] == [
        "Help.", "Where is A17?", None, "lost", "Be brief.",
    ]  # fmt: skip
    assert (resume["rounds"], resume["input_tokens"], resume["done"]) == (1, 10, False)
    assert resume["began_at"] > 1
    assert request.snapshot is not None
    assert set(request.snapshot.states) == {"start"}, "the agent runs again"
    assert trail["items"][0]["action"] == "run.replay"


async def test_only_rounds_that_have_ended_are_made_again(
    owner: Client, services: Services
) -> None:
    run_id = await run_of_agent(owner, services)
    path = f"/runs/{run_id}/agents/helper/replay"
    later = await owner.ask("POST", path, json={"round": 3})
    own_words = {"round": 2, "edits": [{"index": 2, "text": "I said so."}]}

    assert (later.status_code, "has not ended round 3" in later.text) == (409, True)
    assert (await owner.ask("POST", path, json=own_words)).status_code == 422


async def test_a_round_that_failed_is_shown_and_made_again_with_another_prompt(
    owner: Client, services: Services, temporal: FakeTemporal
) -> None:
    run_id = await run_of_agent(owner, services, fails=True)
    path = f"/runs/{run_id}/agents/helper"
    _, failed = (await owner.json("GET", f"{path}/rounds"))["items"]
    body = {"round": 2, "edits": [{"index": 3, "text": "lost"}, {"index": 0, "text": "Be brief."}]}
    run = await owner.json("POST", f"{path}/replay", json=body)

    assert (failed["status"], failed["number"]) == ("failed", 2)
    assert [(each["index"], each["text"]) for each in failed["told"]] == [(3, "sent")]
    [helper] = [step for step in temporal.started[run["id"]].plan.steps if step.id == "helper"]
    resume: Any = helper.config["resume"]
    assert [message["content"] for message in resume["transcript"]] == [
        "Be brief.", "Where is A17?", None, "lost",
    ]  # fmt: skip
    assert (resume["rounds"], resume["input_tokens"]) == (1, 10), "what it failed with is not known"


def listed(**config: Any) -> dict[str, Any]:
    """The agent in a loop over two items."""
    each = {"id": "each", "type": "for_each", "config": {"items": "{{ [1, 2] }}", **config}}
    start, helper, tool, _ = GRAPH["nodes"]
    ends = {"id": "end", "type": "end", "config": {"output": "{{ steps.each.output }}"}}
    return {
        "nodes": [start, each, {**helper, "parent": "each"}, tool, ends],
        "edges": [{"from": "start", "to": "each"}, {"from": "each", "to": "end"}],
    }


async def test_in_an_item_with_a_run_of_its_own_a_round_is_made_again_in_that_item(
    owner: Client, services: Services, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish(listed(own_runs=True)))
    item = await item_of(owner, services.database, run, "1")
    made = thought(1, [*FIRST[:2], {"role": "assistant", "content": "Sent."}], done=True)
    think = {"node_id": "helper__think", "iteration": "1/0", "input": {"state": None}}
    helper = {"node_id": "helper", "iteration": "1", "output": made}
    ended = {"status": "succeeded", "finished_at": NOON}
    rows = [{**think, "output": made, **DONE}, {**helper, **DONE}]
    await report(services.database, owner, item, rows, ended)
    items = [{"node_id": "each__item", "iteration": at, "output": "Sent.", **DONE} for at in "01"]
    first = {"node_id": "start", "output": {"id": 1}, **DONE}
    last = {"node_id": "each", "output": ["Sent.", "Sent."], **DONE}
    await report(services.database, owner, run["id"], [first, *items, last], ended)
    body = {"round": 1, "iteration": "1", "edits": [{"index": 1, "text": "Where is B9?"}]}
    again = await owner.json("POST", f"/runs/{item}/agents/helper/replay", json=body)

    request = temporal.started[again["id"]]
    assert again["parent_run_id"] == run["id"]
    assert request.snapshot is not None
    assert set(request.snapshot.states) == {"start", "each__item[0]"}
    [agent] = [step for step in request.plan.steps if step.id == "helper"]
    resume: Any = agent.config["resume"]
    assert (resume["at"], resume["state"]["transcript"][-1]["content"]) == ("1", "Where is B9?")


async def test_in_a_list_a_round_is_made_again_for_its_item(
    owner: Client, services: Services, temporal: FakeTemporal
) -> None:
    run = await owner.start(await owner.publish(listed()))
    rows: list[dict[str, Any]] = [{"node_id": "start", "output": {"id": 1}, **DONE}]
    for at in "01":
        made = thought(1, [*FIRST[:2], {"role": "assistant", "content": "Sent."}], done=True)
        think = {"node_id": "helper__think", "iteration": f"{at}/0", "input": {"state": None}}
        rows.append({**think, "output": made, **DONE})
        rows.append({"node_id": "helper", "iteration": at, "output": made, **DONE})
    rows.append({"node_id": "each", "output": ["Sent.", "Sent."], **DONE})
    await report(
        services.database, owner, run["id"], rows, {"status": "succeeded", "finished_at": NOON}
    )
    body = {"round": 1, "iteration": "1", "edits": [{"index": 1, "text": "Where is B9?"}]}
    again = await owner.json("POST", f"/runs/{run['id']}/agents/helper/replay", json=body)

    request = temporal.started[again["id"]]
    assert request.snapshot is not None
    assert set(request.snapshot.states) == {"start", "helper[0]", "helper__think[0/0]"}
    [agent] = [step for step in request.plan.steps if step.id == "helper"]
    resume: Any = agent.config["resume"]
    assert (resume["at"], resume["state"]["transcript"][-1]["content"]) == ("1", "Where is B9?")


async def test_a_long_conversation_goes_along_by_reference(
    owner: Client, services: Services, temporal: FakeTemporal
) -> None:
    run_id = await run_of_agent(owner, services)
    path = f"/runs/{run_id}/agents/helper/replay"
    run = await owner.json("POST", path, json={"round": 1, "add": "x" * 5_000})

    [helper] = [step for step in temporal.started[run["id"]].plan.steps if step.id == "helper"]
    resume: Any = helper.config["resume"]
    assert "$blob" in resume["transcript"]


async def test_the_graph_says_where_the_compiler_has_put_steps(
    owner: Client, services: Services
) -> None:
    run_id = await run_of_agent(owner, services)
    places = (await owner.json("GET", f"/runs/{run_id}/graph"))["places"]
    plain = await owner.start(await owner.publish())

    assert {place["node_id"]: place["parent"] for place in places} == {
        "helper__calls": "helper",
        "helper__route": "helper__calls",
        "look_up": "helper__calls",
        "helper__think": "helper",
    }
    assert (await owner.json("GET", f"/runs/{plain['id']}/graph"))["places"] == []
