"""Random graphs on the whole platform, whose workers are killed all the time."""

from typing import Any

import pytest

from noria.model import Graph
from tests.e2e.api import Api
from tests.e2e.killer import killing
from tests.e2e.stack import Stack
from tests.reference.dice import Dice
from tests.reference.graphs import random_graph
from tests.reference.interpreter import Reference
from tests.reference.verdict import Observed, differences
from tests.reference.workshop import catalog

SEEDS = range(40)
KILL_EVERY_S = 1.0
KILLS = 15
"""A slow machine needs seconds for a new worker: this must end for the runs to end."""


def start(api: Api, seed: int, graph: Graph) -> str:
    workflow_id = api.publish(f"Random {seed}", graph.to_json())
    return api.start(workflow_id, {"n": seed})


def observed(run: dict[str, Any], steps: list[dict[str, Any]]) -> Observed:
    error: dict[str, Any] = run["error"] or {}
    return Observed(
        status=run["status"],
        output=run["output"],
        failed_at=error.get("node_id"),
        steps={
            (step["node_id"], step["iteration"]): (step["status"], step["output"]) for step in steps
        },
        not_undone={(each["node_id"], each["iteration"]) for each in run["not_undone"]},
    )


@pytest.mark.server
@pytest.mark.timeout(240)
def test_random_graphs_come_out_right_though_workers_die(stack: Stack, api: Api) -> None:
    graphs = {seed: random_graph(Dice.seeded(seed)) for seed in SEEDS}
    wrong: dict[int, list[str]] = {}

    with killing(stack, every_s=KILL_EVERY_S, at_most=KILLS) as killer:
        run_ids = {seed: start(api, seed, graph) for seed, graph in graphs.items()}
        runs = {seed: api.wait(run_id) for seed, run_id in run_ids.items()}
    for seed, run in runs.items():
        steps = api.json("GET", f"/runs/{run['id']}/steps")
        reference = Reference(graphs[seed], catalog(), {"n": seed}).run()
        if found := differences(observed(run, steps), reference):
            wrong[seed] = found
    print(f"\n{len(graphs)} random graphs, {killer.kills['worker']} workers killed")

    assert wrong == {}
    assert killer.kills["worker"] >= 5
