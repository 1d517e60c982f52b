"""A caller who waits for a graph of pure steps: the API process computes its run at once."""

import asyncio
from typing import Any

import pytest

from noria.run import RunStatus
from tests.e2e.api import Api
from tests.e2e.stack import Stack
from tests.e2e.test_deploys import history_of, reach

PURE: dict[str, Any] = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "sum", "type": "set", "config": {"values": {"n": "{{ trigger.n + 1 }}"}}},
        {"id": "end", "type": "end", "config": {"output": "{{ steps.sum.output.n }}"}},
    ],
    "edges": [{"from": "start", "to": "sum"}, {"from": "sum", "to": "end"}],
}


@pytest.mark.server
def test_its_run_is_begun_and_ended_by_the_api(api: Api, stack: Stack) -> None:
    workflow_id = api.publish("Pure", PURE)
    path = f"/workflows/{workflow_id}/runs?wait=30"
    runs = [api.json("POST", path, json={"input": {"n": n}}) for n in range(20)]
    steps = api.json("GET", f"/runs/{runs[0]['id']}/steps")

    assert [run["output"] for run in runs] == list(range(1, 21))
    assert {step["status"] for step in steps} == {RunStatus.SUCCEEDED}
    assert asyncio.run(was_begun_by_the_api(stack, runs[-1]["id"]))


@pytest.mark.server
def test_one_that_nobody_waits_for_is_begun_by_a_worker(api: Api, stack: Stack) -> None:
    workflow_id = api.publish("Pure", PURE)
    run = api.json("POST", f"/workflows/{workflow_id}/runs", json={"input": {"n": 1}})

    assert api.wait(run["id"])["output"] == 2
    assert not asyncio.run(was_begun_by_the_api(stack, run["id"]))


async def was_begun_by_the_api(stack: Stack, run_id: str) -> bool:
    events = (await history_of(await reach(stack), run_id)).events
    return events[0].workflow_execution_started_event_attributes.eager_execution_accepted
