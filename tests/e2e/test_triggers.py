"""What starts runs, through all of the platform: a request that waits, and a schedule's times."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from tests.e2e.api import Api
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

ANSWERED_S = 60


def graph(node: dict[str, Any]) -> dict[str, Any]:
    return {
        "nodes": [{"id": "start", "type": "start"}, node],
        "edges": [{"from": "start", "to": node["id"]}],
    }


def test_a_run_answers_the_request_that_started_it(stack: Stack, api: Api) -> None:
    config = {
        "status": 201,
        "headers": {"X-Order": "{{ trigger.body.order }}"},
        "body": {"doubled": "{{ trigger.body.order * 2 }}"},
    }
    workflow_id = api.publish("Answers", graph({"id": "say", "type": "respond", "config": config}))
    hook = {"auth": "none", "answer": "respond", "answer_timeout_s": ANSWERED_S}
    trigger = {"type": "webhook", "name": "Answers", "config": hook}
    path = api.json("POST", f"/workflows/{workflow_id}/triggers", json=trigger)["url"]

    answer = httpx2.post(
        stack.url + path, json={"order": 21}, trust_env=False, timeout=2 * ANSWERED_S
    )

    assert (answer.status_code, answer.headers["X-Order"], answer.json()) == (
        201,
        "21",
        {"doubled": 42},
    )


def test_the_times_of_a_schedule_become_runs(api: Api) -> None:
    """By Temporal's own schedule, for a period that is over; asked for twice, they come once, one after
    the other."""
    workflow_id = api.publish("Hourly", graph({"id": "end", "type": "end"}))
    hourly = {"kind": "interval", "every_s": 3_600}
    trigger = {"type": "schedule", "name": "Hourly", "config": hourly}
    trigger_id = api.json("POST", f"/workflows/{workflow_id}/triggers", json=trigger)["id"]
    until = datetime.now(UTC).replace(minute=30, second=0, microsecond=0) - timedelta(hours=2)
    period = {"since": (until - timedelta(hours=3)).isoformat(), "until": until.isoformat()}

    due = [api.json("POST", f"/triggers/{trigger_id}/backfill", json=period) for _ in range(2)]
    firings = api.json("GET", f"/triggers/{trigger_id}/firings")["items"]
    until_s = time.monotonic() + ANSWERED_S
    while len(firings) < 3 and time.monotonic() < until_s:
        time.sleep(0.5)
        firings = api.json("GET", f"/triggers/{trigger_id}/firings")["items"]
    runs = [api.wait(firing["run_id"]) for firing in firings]

    assert [len(each["times"]) for each in due] == [3, 3]
    assert [run["status"] for run in runs] == ["succeeded"] * 3
    assert {run["trigger"] for run in runs} == {"schedule"}
