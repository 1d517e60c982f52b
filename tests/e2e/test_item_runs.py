"""Items of a loop that are runs of their own, on the whole platform, whose workers are killed."""

from random import Random
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import FINAL, Api
from tests.e2e.killer import killing
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]
ITEMS = 12


def paid_for(key: str) -> dict[str, Any]:
    """Each item waits for its payment; one that is refused fails the loop."""
    refused = "steps.paid.output.refused ? steps.paid.output.refused.no.reason : 1"
    body = {"parent": "each"}
    nodes = [
        {"id": "start", "type": "start"},
        {
            "id": "each",
            "type": "for_each",
            "config": {
                "items": "{{ trigger.items }}",
                "concurrency": ITEMS,
                "own_runs": True,
                "result": "{{ [item, steps.total.output.sum] }}",
            },
        },
        {"id": "paid", "type": "wait_event", "config": {"key": f"{key}-{{{{ item }}}}"}, **body},
        {
            "id": "total",
            "type": "set",
            "config": {"values": {"sum": f"{{{{ steps.paid.output.amount + ({refused}) }}}}"}},
            **body,
        },
        {"id": "end", "type": "end", "config": {"output": "{{ steps.each.output }}"}},
    ]
    pairs = [("start", "each"), ("each", "end"), ("paid", "total")]
    return {"nodes": nodes, "edges": [{"from": one, "to": other} for one, other in pairs]}


def items_of(api: Api, run_id: str) -> dict[str, dict[str, Any]]:
    found = api.json("GET", f"/runs?parent_run_id={run_id}&limit=200")["items"]
    return {run["parent_iteration"]: run for run in found if run["relation"] == "item"}


def steps_of(api: Api, run_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.json("GET", f"/runs/{run_id}/steps")
    return found


def all_wait(api: Api, run_id: str, count: int = ITEMS) -> None:
    api.until(run_id, lambda _: _waiting(api, run_id) == count)


def _waiting(api: Api, run_id: str) -> int:
    return sum(item["status"] == "waiting" for item in items_of(api, run_id).values())


def pay(api: Api, key: str, item: int, **payload: Any) -> None:
    api.json("POST", "/events", json={"key": f"{key}-{item}", "payload": payload})


def test_items_wait_for_themselves_though_workers_die(stack: Stack, api: Api) -> None:
    key = uuid4().hex
    workflow_id = api.publish(f"Payments {key}", paid_for(key))
    with killing(stack, every_s=1.5, at_most=5, dice=Random(7)) as killer:
        run_id = api.start(workflow_id, {"items": list(range(ITEMS))})
        all_wait(api, run_id)
        for item in reversed(range(ITEMS)):
            pay(api, key, item, amount=item * 10)
        run = api.wait(run_id)

    items = items_of(api, run_id)
    assert run["output"] == [[item, item * 10 + 1] for item in range(ITEMS)]
    assert {item["status"] for item in items.values()} == {"succeeded"}
    assert len(items) == ITEMS
    assert killer.kills["worker"] >= 1


def test_items_that_did_not_end_well_go_on_in_a_retry_and_a_fork(api: Api) -> None:
    key = uuid4().hex
    run_id = api.start(api.publish(f"Refused {key}", paid_for(key)), {"items": [0, 1, 2, 3]})
    all_wait(api, run_id, 4)
    for item in (0, 2):
        pay(api, key, item, amount=item)
    all_wait(api, run_id, 2)
    pay(api, key, 1, refused={})
    failed = api.wait(run_id)
    before = items_of(api, run_id)

    # What was paid is not asked for again, so that the item fails as before.
    retry = api.json("POST", f"/runs/{run_id}/retry")["id"]
    failed_again = api.wait(retry)
    retried = items_of(api, retry)
    steps = {step["node_id"]: step for step in steps_of(api, retried["1"]["id"])}
    # In the fork it is.
    place = {"node_id": "paid", "iteration": "1"}
    fork = api.json("POST", f"/runs/{retry}/fork", json=place)["id"]
    all_wait(api, fork, 2)
    for item in (1, 3):
        pay(api, key, item, amount=item)
    run = api.wait(fork)

    assert (failed["status"], failed["error"]["node_id"]) == ("failed", "total")
    assert [before[at]["status"] for at in "0123"] == [
        "succeeded", "failed", "succeeded", "cancelled",
    ]  # fmt: skip
    assert failed_again["error"]["node_id"] == "total"
    assert set(retried) == {"1", "3"}
    assert (steps["paid"]["reused_from"], steps["total"]["reused_from"]) == (
        before["1"]["id"],
        None,
    )
    assert run["output"] == [[item, item + 1] for item in range(4)]
    assert set(items_of(api, fork)) == {"1", "3"}


def test_a_cancelled_run_cancels_its_items(api: Api) -> None:
    key = uuid4().hex
    run_id = api.start(api.publish(f"Cancelled {key}", paid_for(key)), {"items": [0, 1, 2]})
    all_wait(api, run_id, 3)

    api.json("POST", f"/runs/{run_id}/cancel")
    api.wait(run_id)
    api.until(run_id, lambda _: all(i["status"] in FINAL for i in items_of(api, run_id).values()))

    assert {item["status"] for item in items_of(api, run_id).values()} == {"cancelled"}
