"""Taking over from a run that is still under way."""

from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import Api

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]


def waiting_for(key: str) -> dict[str, Any]:
    """A graph that waits for an event after its first step."""
    nodes = [
        {"id": "start", "type": "start"},
        {"id": "order", "type": "set", "config": {"values": {"number": "{{ trigger.number }}"}}},
        {"id": "paid", "type": "wait_event", "config": {"key": f"{key}-{{{{ trigger.number }}}}"}},
        {
            "id": "end",
            "type": "end",
            "config": {
                "output": {
                    "asked": "{{ trigger.number }}",
                    "number": "{{ steps.order.output.number }}",
                    "paid": "{{ steps.paid.output }}",
                }
            },
        },
    ]
    ids = [node["id"] for node in nodes]
    edges = [{"from": one, "to": other} for one, other in zip(ids, ids[1:], strict=False)]
    return {"nodes": nodes, "edges": edges}


def waits(run: dict[str, Any]) -> bool:
    return run["status"] == "waiting"


def test_a_run_that_waits_is_forked_and_both_go_on(api: Api) -> None:
    key = uuid4().hex
    first = api.start(api.publish(f"Payment {key}", waiting_for(key)), {"number": 1})
    api.until(first, waits)

    changed = {"node_id": "paid", "input": {"number": 2}}
    second = api.json("POST", f"/runs/{first}/fork", json=changed)["id"]
    api.until(second, waits)
    for number in (2, 1):
        api.json("POST", "/events", json={"key": f"{key}-{number}", "payload": 10 * number})
    ended = {run_id: api.wait(run_id) for run_id in (first, second)}

    assert ended[first]["output"] == {"asked": 1, "number": 1, "paid": 10}
    assert ended[second]["output"] == {"asked": 2, "number": 1, "paid": 20}
    assert (ended[second]["parent_run_id"], ended[second]["relation"]) == (first, "fork")
    steps = {step["node_id"]: step for step in api.json("GET", f"/runs/{second}/steps")}
    assert (steps["order"]["reused_from"], steps["paid"]["reused_from"]) == (first, None)
