"""Whoever watches a run sees all of it, whatever dies meanwhile."""

import json
import time
from typing import Any

import httpx2
import pytest

from tests.e2e.stack import OWNER_EMAIL, OWNER_PASSWORD, Stack

STEPS = 12
STEP_S = 0.5
KILL_AFTER = 6
"""Events."""
GIVE_UP_S = 120


def _chain() -> dict[str, Any]:
    names = [f"wait_{number}" for number in range(STEPS)]
    nodes: list[dict[str, Any]] = [{"id": "start", "type": "start"}]
    nodes += [{"id": name, "type": "delay", "config": {"seconds": STEP_S}} for name in names]
    places = ["start", *names]
    edges = [{"from": a, "to": b} for a, b in zip(places, names, strict=False)]
    return {"nodes": nodes, "edges": edges}


@pytest.mark.server
@pytest.mark.timeout(300)
def test_a_watcher_misses_nothing_when_the_api_is_killed_in_the_middle(stack: Stack) -> None:
    """As the browser does: it comes back with the id of the last event that it has seen."""
    with httpx2.Client(base_url=f"{stack.url}/api/v1", trust_env=False, timeout=30) as http:
        _watch_through_a_kill(stack, http)


def _watch_through_a_kill(stack: Stack, http: httpx2.Client) -> None:
    owner = {"email": OWNER_EMAIL, "password": OWNER_PASSWORD}
    token = http.post("/auth/sign-in", json=owner).raise_for_status().json()["access_token"]
    http.headers["Authorization"] = f"Bearer {token}"
    body = {"name": "Watched", "graph": _chain()}
    workflow_id = http.post("/workflows", json=body).raise_for_status().json()["id"]
    started = http.post(f"/workflows/{workflow_id}/runs", json={"input": {}, "draft": True})
    run_id = started.raise_for_status().json()["id"]
    seen: list[dict[str, Any]] = []
    killed = False
    until = time.monotonic() + GIVE_UP_S

    while not _is_over(seen):
        assert time.monotonic() < until, "the run did not end"
        headers = {"Last-Event-ID": str(seen[-1]["seq"])} if seen else {}
        try:
            with http.stream("GET", f"/runs/{run_id}/events", headers=headers) as stream:
                for line in stream.iter_lines():
                    if line.startswith("data:"):
                        seen.append(json.loads(line.removeprefix("data:")))
                    if len(seen) >= KILL_AFTER and not killed:
                        killed = stack.kill("api")
        except httpx2.TransportError:
            time.sleep(0.2)

    steps = http.get(f"/runs/{run_id}/steps").raise_for_status().json()
    told = {
        event["step"]["node_id"]: event["step"]["status"]
        for event in seen
        if event["kind"] == "step"
    }
    assert killed
    assert told == {step["node_id"]: step["status"] for step in steps}
    assert len(told) == STEPS + 1
    numbers = [event["seq"] for event in seen]
    assert numbers == sorted(numbers)


def _is_over(seen: list[dict[str, Any]]) -> bool:
    return bool(seen) and seen[-1]["kind"] == "run" and seen[-1]["run"]["status"] == "succeeded"
