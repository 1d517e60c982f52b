"""Limits on the whole platform: runs in line go one after the other, without the sweep's help."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from tests.e2e.api import Api

NAP = {
    "nodes": [
        {"id": "start", "type": "start"},
        {"id": "nap", "type": "delay", "config": {"seconds": 0.3}},
        {"id": "end", "type": "end", "config": {"output": "{{ trigger.n }}"}},
    ],
    "edges": [{"from": "start", "to": "nap"}, {"from": "nap", "to": "end"}],
}


def moment(run: dict[str, Any], name: str) -> datetime:
    return datetime.fromisoformat(run[name])


@pytest.mark.server
def test_runs_above_the_limit_follow_each_other(api: Api) -> None:
    workflow_id = api.publish("One at a time", NAP)
    api.json("PUT", f"/workflows/{workflow_id}/settings", json={"max_concurrent_runs": 1})
    run_ids = [api.start(workflow_id, {"n": n}) for n in range(5)]
    runs = [api.wait(run_id, timeout_s=20) for run_id in run_ids]

    assert [run["output"] for run in runs] == [0, 1, 2, 3, 4]
    assert all(
        moment(earlier, "finished_at") <= moment(later, "started_at")
        for earlier, later in pairwise(runs)
    )


@pytest.mark.server
def test_a_run_with_the_key_of_another_waits_for_it_and_answers(api: Api) -> None:
    workflow_id = api.publish("By key", NAP)
    path = f"/workflows/{workflow_id}/runs"
    order: dict[str, Any] = {"key": "order-1", "key_policy": "queue"}
    first = api.json("POST", path, json={"input": {"n": 1}, **order})
    second = api.request("POST", f"{path}?wait=15", json={"input": {"n": 2}, **order})
    joined = api.json("POST", path, json={"input": {"n": 3}, "key": "order-1"})

    assert first["in_line"] is False
    assert (second.status_code, second.json()["output"]) == (200, 2)
    assert joined["id"] not in {first["id"], second.json()["id"]}


@pytest.mark.server
def test_a_run_that_takes_too_long_fails_at_once(api: Api) -> None:
    workflow_id = api.publish("Too long", NAP)
    api.json("PUT", f"/workflows/{workflow_id}/settings", json={"run_timeout_s": 0.1})
    run = api.json("POST", f"/workflows/{workflow_id}/runs?wait=15", json={"input": {"n": 1}})

    assert (run["status"], run["error"]["type"]) == ("failed", "run_timed_out")
