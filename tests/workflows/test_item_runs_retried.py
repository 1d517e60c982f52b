"""Loops whose items are runs of their own: what a retry takes over of them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import JsonValue

from noria.compiling.item_runs import write_item_runs_out
from noria.forks.fork import Wish, plan_fork
from noria.forks.past import Past
from noria.model import NodeId
from noria.plan import Plan, PlanStep
from noria.run import RunStatus
from tests.noria.forks.test_fork import row
from tests.workflows.engine import Engine, dig
from tests.workflows.loop_plans import for_each, looped
from tests.workflows.plans import plan, step
from workflows import client as runs


def items(over: JsonValue, *body: PlanStep, **facts: Any) -> Plan:
    return looped(for_each(over, own_runs=True, **facts), *body)


async def test_a_retry_goes_on_in_an_item_where_it_had_failed(engine: Engine) -> None:
    body = [
        step("ask", "test.emit", parent="each", config={"value": "asked"}),
        step("rate", "vars.set", "ask", parent="each", config={"values": {"limit": 1}}),
        step("pay", "test.echo", "rate", parent="each", reads={"ask": ["output"]}, vars=("limit",)),
    ]
    of = items([1, 2], *body, concurrency=2)
    done = {"iteration": "1", "run_id": "earlier"}
    rows = [
        row("start", output={}),
        row("each__item", iteration="0"),
        row("ask", **done, output="asked before"),
        row("rate", **done, output={"limit": 7}),
    ]
    past = Past(of, rows, {"earlier": (NodeId("each__item"), "1")})
    fork = plan_fork(past, Wish(of, None), datetime.now(UTC))
    run_id = await engine.start(of, snapshot=fork.snapshot)
    result = await runs.wait_for_run(engine.client, run_id)

    [order] = engine.worker.sub_runs.items
    scope = engine.worker.calls["pay[1]"].scope
    assert result.status is RunStatus.SUCCEEDED
    assert list(engine.worker.calls) == ["pay[1]"]
    assert (order.iteration, order.taken_over) == ("1", ("ask[1]", "rate[1]"))
    assert dig(scope.steps, "ask", "output") == "asked before"
    assert scope.vars == {"limit": 7}


async def test_what_an_inner_item_has_set_stays_in_it_in_a_retry(engine: Engine) -> None:
    of = write_item_runs_out(
        plan(
            step("start", "start"),
            for_each([1], own_runs=True),
            step("mine", "vars.set", parent="each", config={"values": {"x": "outer"}}),
            for_each([1, 2], "mine", node_id="inner", parent="each", own_runs=True),
            step("theirs", "vars.set", parent="inner", config={"values": {"x": "inner"}}),
            step("done", "test.emit", "theirs", parent="inner", config={"value": 1}),
            step("seen", "test.echo", "inner", parent="each", vars=("x",)),
        )
    )
    rows = [
        row("start", output={}),
        row("mine", iteration="0", run_id="outer", output={"x": "outer"}),
        row("inner__item", iteration="0/0", run_id="outer"),
        row("theirs", iteration="0/1", run_id="inner", output={"x": "inner"}),
    ]
    runs_of = {
        "outer": (NodeId("each__item"), "0"),
        "inner": (NodeId("inner__item"), "0/1"),
    }
    fork = plan_fork(Past(of, rows, runs_of), Wish(of, None), datetime.now(UTC))
    run_id = await engine.start(of, snapshot=fork.snapshot)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.calls["seen[0]"].scope.vars == {"x": "outer"}
    assert [order.taken_over for order in engine.worker.sub_runs.items] == [
        ("mine[0]", "inner__item[0/0]", "theirs[0/1]"),
        ("theirs[0/1]",),
    ]


async def test_variables_that_a_retry_has_by_reference_are_opened_for_their_item(
    engine: Engine,
) -> None:
    seen = step("pay", "test.echo", "rate", parent="each", vars=("limit", "name"))
    of = items([1], step("rate", "vars.set", parent="each", config={"values": {}}), seen)
    values: dict[str, JsonValue] = {"limit": "x" * 100_000, "name": "Ada"}
    ref = engine.worker.put(values)
    rows = [
        row("start", output={}),
        row("rate", iteration="0", run_id="i", output=ref),
    ]
    past = Past(of, rows, {"i": (NodeId("each__item"), "0")})
    fork = plan_fork(past, Wish(of, None), datetime.now(UTC))
    run_id = await engine.start(of, snapshot=fork.snapshot)
    result = await runs.wait_for_run(engine.client, run_id)

    assert result.status is RunStatus.SUCCEEDED
    assert engine.worker.calls["pay[0]"].scope.vars == values


def leaving(leave: str) -> Plan:
    return items(
        [1, 2, 3],
        step(
            "odd",
            "branch",
            parent="each",
            config={"cases": [{"port": "yes", "when": ""}], "default": "no"},
            expressions={"/cases/0/when": "item === 1"},
            inside=("item",),
            ports=("yes", "no"),
        ),
        step("leave", leave, "odd.yes", parent="each", ports=()),
        step("give", "test.emit", "odd.no", parent="each", config={"value": "given"}),
    )


@pytest.mark.parametrize(("leave", "output"), [("continue", ["given", "given"]), ("break", [])])
async def test_a_retry_takes_over_how_an_item_had_left_the_loop(
    engine: Engine, leave: str, output: JsonValue
) -> None:
    of = leaving(leave)
    first = await engine.run(of)
    [left] = [order for order in engine.worker.sub_runs.items if order.iteration == "0"]
    state = engine.worker.steps["each__item[0]"]
    rows = [row("start", output={}), row("each__item", iteration="0", port=leave)]
    fork = plan_fork(Past(of, rows), Wish(of, None), datetime.now(UTC))
    run_id = await engine.start(of, snapshot=fork.snapshot)
    again = await runs.wait_for_run(engine.client, run_id)

    assert (first.output, again.output) == (output, output)
    assert state.port == leave
    begun = [order.iteration for order in engine.worker.sub_runs.items]
    assert begun.count(left.iteration) == 1, "it is not done twice"
