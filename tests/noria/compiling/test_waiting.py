"""Which loops have items that are runs of their own without saying so."""

from typing import Any

import pytest

from noria.catalog import load_catalog
from noria.compile import compile_graph
from noria.plan import Plan
from tests.noria.graphs import CATALOG, START, Document, graph, step

DELAY = step("wait", "delay", seconds=60)


def compiled(*nodes: Document, edges: tuple[str, ...] = ("start > each",)) -> Plan:
    return compile_graph(graph([START, *nodes], *edges), CATALOG).require_plan()


def own(plan: Plan) -> set[str]:
    """Loops whose items are runs of their own."""
    return {str(each.parent) for each in plan.steps if each.type == "for_each.item"}


def loop(node_id: str = "each", parent: str | None = None, **config: Any) -> Document:
    return _in(parent, step(node_id, "for_each", items="{{ [1] }}", **config))


def _in(parent: str | None, node: Document) -> Document:
    return {**node, "parent": parent} if parent else node


@pytest.mark.parametrize(
    "wait",
    [
        DELAY,
        step("wait", "wait_until", time="2030-01-01T00:00:00Z"),
        step("wait", "wait_event", key="{{ item }}"),
        step("wait", "approval", title="Ship?"),
    ],
    ids=lambda node: node["type"],
)
def test_a_body_that_waits_is_a_run_for_each_item(wait: Document) -> None:
    plan = compiled(loop(), _in("each", wait))
    [each] = [step for step in plan.steps if step.id == "each"]

    assert own(plan) == {"each"}
    assert each.config["own_runs"] is True
    assert each.batching == "never"


def test_a_body_that_does_not_wait_stays_in_the_run() -> None:
    assert own(compiled(loop(), _in("each", step("call", "test.call")))) == set()


@pytest.mark.parametrize("config", [{"own_runs": False}, {"batch_size": 5}])
def test_what_the_loop_says_counts(config: dict[str, Any]) -> None:
    assert own(compiled(loop(**config), _in("each", DELAY))) == set()


def test_a_loop_that_says_so_needs_no_wait() -> None:
    assert own(compiled(loop(own_runs=True), _in("each", step("call", "test.call")))) == {"each"}


def test_of_loops_in_each_other_the_one_around_the_wait_has_them() -> None:
    inner = loop("inner", "each")

    assert own(compiled(loop(), inner, _in("inner", DELAY))) == {"inner"}


def test_a_wait_in_another_kind_of_loop_is_one_of_the_item() -> None:
    polling = _in("each", step("poll", "until", condition="index > 3"))

    assert own(compiled(loop(), polling, _in("poll", DELAY))) == {"each"}


def test_a_wait_in_a_loop_that_stays_in_the_run_is_one_of_the_item_around_it() -> None:
    inner = loop("inner", "each", own_runs=False)

    assert own(compiled(loop(), inner, _in("inner", DELAY))) == {"each"}


def test_both_may_wait() -> None:
    plan = compiled(
        loop(),
        _in("each", {**DELAY, "id": "before"}),
        loop("inner", "each"),
        _in("inner", DELAY),
        edges=("start > each", "before > inner"),
    )

    assert own(plan) == {"each", "inner"}


@pytest.mark.parametrize(
    "other",
    [
        [step("count", "vars.set", values={"n": 1})],
        [step("told", "respond", body="{{ item }}")],
        [step("back", "test.call"), {**step("pay", "test.call"), "undo": "back"}],
    ],
    ids=["sets a variable", "answers", "can be undone"],
)
def test_a_body_that_means_something_else_in_a_run_of_its_own_stays(other: list[Document]) -> None:
    plan = compiled(loop(), _in("each", DELAY), *(_in("each", node) for node in other))

    assert own(plan) == set()


def test_loops_that_the_compiler_writes_stay_in_the_run() -> None:
    agent = step("ask", "agent", input="hi", tools=[{"node": "look_up", "approval": "always"}])
    tool = _in("ask", step("look_up", "http.request", url="https://shop.example/{{ item.id }}"))
    document = graph([START, agent, tool], "start > ask")
    plan = compile_graph(document, load_catalog()).require_plan()

    assert {"for_each", "approval"} <= {each.type for each in plan.steps}
    assert own(plan) == set()
