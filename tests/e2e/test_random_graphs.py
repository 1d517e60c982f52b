"""Random graphs on the whole platform, whose workers are killed all the time.

Other graphs each time: a failure names the seeds, and NORIA_TEST_SEED begins with one of them.
"""

import os
import secrets
import time
from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from noria.model import Graph
from tests.e2e.api import FINAL, Api
from tests.e2e.killer import killing
from tests.e2e.stack import Stack
from tests.reference.answers import answer_for
from tests.reference.dice import Dice
from tests.reference.graphs import random_graph
from tests.reference.interpreter import Reference
from tests.reference.verdict import Item, Observed, differences
from tests.reference.workshop import catalog

GRAPHS = 30
KILL_EVERY_S = 1.0
KILLS = 15
"""A slow machine needs seconds for a new worker: this must end for the runs to end."""
ALL_END_WITHIN_S = 180


class RandomRun:
    """One graph, one run of it, and what is to come of that."""

    def __init__(self, seed: int) -> None:
        dice = Dice.seeded(seed)
        self._name = f"Below {seed}"
        self._below, self._graph = random_graph(dice), random_graph(dice, self._name)
        self._trigger = {"n": seed % 100, "nonce": str(uuid4())}
        self.reference = Reference(
            self._graph, catalog(), {**self._trigger}, {self._name: self._below}
        ).run()
        self.id = ""
        self.ended: dict[str, Any] = {}

    def start(self, api: Api) -> None:
        if any(node.type == "workflow.run" for node in self._graph.nodes):
            api.publish(self._name, _json(self._below))
        self.id = api.start(api.publish(f"Random {self._name}", _json(self._graph)), self._trigger)

    def send_events(self, api: Api) -> None:
        """All that it may wait for; those that were sent before, too: a stopped step takes one along."""
        for key, payload in self.reference.events:
            api.json("POST", "/events", json={"key": key, "payload": payload})

    def look(self, api: Api) -> bool:
        """Whether it has ended."""
        if not self.ended and (run := api.json("GET", f"/runs/{self.id}"))["status"] in FINAL:
            self.ended = run
        return bool(self.ended)

    def differences(self, api: Api) -> list[str]:
        return differences(with_items(api, observe(api, self.ended)), self.reference)


def observe(api: Api, run: Mapping[str, Any]) -> Observed:
    return observed(run, api.json("GET", f"/runs/{run['id']}/steps"))


def with_items(api: Api, seen: Observed) -> Observed:
    """What the items of loops did that are runs of their own is seen in the rows of those."""
    below = api.json("GET", f"/runs?parent_run_id={seen.run_id}&limit=200")
    assert below["next_cursor"] is None
    for run in below["items"]:
        if run["relation"] == "item":
            item = Item(run["parent_node_id"], run["parent_iteration"], run["status"])
            whole = api.json("GET", f"/runs/{run['id']}")
            seen = seen.with_item(item, with_items(api, observe(api, whole)))
    return seen


def observed(run: Mapping[str, Any], steps: list[dict[str, Any]]) -> Observed:
    error: dict[str, Any] = run["error"] or {}
    return Observed(
        run_id=run["id"],
        status=run["status"],
        output=run["output"],
        failed_at=error.get("node_id"),
        steps={
            (step["node_id"], step["iteration"]): (step["status"], step["output"]) for step in steps
        },
        not_undone={(each["node_id"], each["iteration"]) for each in run["not_undone"]},
        started={
            (step["node_id"], step["iteration"]): datetime.fromisoformat(step["started_at"])
            for step in steps
            if step["started_at"]
        },
    )


def answer_approvals(api: Api) -> None:
    for approval in api.json("GET", "/approvals?limit=200")["items"]:
        if answer := answer_for(approval["title"]):
            # Refused where its run has ended meanwhile.
            api.request("POST", f"/approvals/{approval['id']}/answer", json=answer)


def _json(graph: Graph) -> dict[str, Any]:
    return graph.to_json()


@pytest.mark.server
@pytest.mark.timeout(360)
def test_random_graphs_come_out_right_though_workers_die(stack: Stack, api: Api) -> None:
    first = int(os.environ.get("NORIA_TEST_SEED") or secrets.randbelow(1_000_000_000))
    runs = {seed: RandomRun(seed) for seed in range(first, first + GRAPHS)}

    with killing(stack, every_s=KILL_EVERY_S, at_most=KILLS, dice=Random(first)) as killer:
        for seed, run in runs.items():
            if seed % 2:
                run.send_events(api)
            run.start(api)
        deadline = time.monotonic() + ALL_END_WITHIN_S
        rounds = 0
        while left := {seed: run for seed, run in runs.items() if not run.look(api)}:
            assert time.monotonic() < deadline, f"these did not end: {list(left)}"
            answer_approvals(api)
            for run in left.values() if rounds % 5 == 0 else ():
                run.send_events(api)
            rounds += 1
            time.sleep(1)
    wrong = {seed: found for seed, run in runs.items() if (found := run.differences(api))}
    print(f"\n{GRAPHS} random graphs from {first}, {killer.kills['worker']} workers killed")

    assert wrong == {}
    assert killer.kills["worker"] >= 5
