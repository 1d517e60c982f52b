"""Random graphs: the engine comes to what the reference interpreter says, on every one of them."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from temporalio.client import Client

from noria.compile import compile_graph
from noria.run import RunUpdate, StepRecord
from tests.reference.answering import AnsweredWaits
from tests.reference.dice import Dice
from tests.reference.graphs import random_graph
from tests.reference.interpreter import Reference
from tests.reference.verdict import Item, Observed, differences
from tests.reference.workshop import Workshop, catalog, workshop
from tests.workflows.variants import OftenRenewed
from workflows.graph_workflow import GraphWorkflow

GRAPHS = 40
BELOW = "Below"
CHECKS = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large)


@pytest.fixture(params=[GraphWorkflow, OftenRenewed])
async def shop(temporal: Client, request: pytest.FixtureRequest) -> AsyncGenerator[Workshop]:
    """The second goes on in a new history again and again, with a snapshot of what it knows."""
    async with workshop(temporal, request.param, waits=AnsweredWaits(client=temporal)) as shop:
        yield shop


# A time-out in the middle of one graph would leave the worker of all others without an answer.
@pytest.mark.timeout(1_200)
@settings(max_examples=GRAPHS, deadline=None, suppress_health_check=CHECKS)
@given(data=st.data())
async def test_the_engine_does_what_the_reference_says(shop: Workshop, data: st.DataObject) -> None:
    dice = Dice.drawn(data)
    trigger = {"n": dice.between(0, 99), "nonce": str(uuid4())}
    below, graph = random_graph(dice), random_graph(dice, BELOW)
    for each in (below, graph):
        note(each.model_dump_json(by_alias=True, exclude_defaults=True))
    reference = Reference(graph, catalog(), {**trigger}, {BELOW: below}).run()
    shop.sub_runs.plans[BELOW] = compile_graph(below, catalog()).require_plan()

    run, steps = await shop.run(graph, {**trigger})
    seen = with_items(shop, observed(run, steps))

    assert differences(seen, reference) == []


def with_items(shop: Workshop, seen: Observed) -> Observed:
    """What the items of loops did that are runs of their own is seen in the rows of those."""
    for order in shop.items_of(seen.run_id):
        run = shop.rows.runs[order.run_id]
        seen = seen.with_item(
            Item(order.node_id, order.iteration, run.status.value),
            observed(run, shop.rows.of(order.run_id)),
        )
    return seen


def observed(run: RunUpdate, steps: list[StepRecord]) -> Observed:
    return Observed(
        run_id=run.run_id,
        status=run.status,
        output=run.output,
        failed_at=run.error.node_id if run.error else None,
        steps={
            (record.node_id, record.iteration): (record.status.value, record.output)
            for record in steps
        },
        not_undone={(each.node_id, each.iteration) for each in run.not_undone},
        started={
            (record.node_id, record.iteration): record.started_at
            for record in steps
            if record.started_at is not None
        },
    )
