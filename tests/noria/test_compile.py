import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from noria.catalog import load_catalog
from noria.compile import MAX_EDGES, compile_graph
from noria.errors import GraphInvalid
from noria.expressions import ENGINE_ID
from noria.model import MAX_NODES, Graph
from noria.plan import Plan, PlanSource
from tests.noria.graphs import CATALOG, START, Document, compiled, graph, only_problem, split, step

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
GOLDEN = Path(__file__).parent / "golden"


def plan_of(document: Any) -> Plan:
    return compiled(document).require_plan()


def test_the_smallest_graph_is_a_start() -> None:
    plan = plan_of(graph([START]))

    assert [planned.id for planned in plan.steps] == ["start"]
    assert plan.start == "start"
    assert plan.engine == ENGINE_ID
    assert plan.input_schema is None


def test_a_plan_has_all_that_a_run_needs() -> None:
    schema = {"type": "object"}
    document = graph(
        [
            step("start", "start", input_schema=schema),
            step("a", url="http://x/{{ trigger.id }}", policy={"on_error": "port"}, name="Ask"),
            split("b"),
            step("end", "end", output="{{ steps.a.output }}", join="any"),
        ],
        "start > a > b",
        "b.yes > end",
        "a.error > end",
    )

    plan = plan_of(document)
    a, b, end = plan.steps[1:]

    assert plan.input_schema == schema
    assert (a.name, a.lane, a.ports) == ("Ask", "activity", ("out", "error"))
    assert a.config == {"url": "http://x/{{ trigger.id }}"}
    assert [e.pointer for e in a.expressions] == ["/url"]
    assert (b.name, b.lane, b.ports) == ("Branch", "control", ("yes", "no"))
    assert b.expressions[0].bare
    assert (end.join, end.ports) == ("any", ())
    assert end.sources == (
        PlanSource(node_id=b.id, port=b.ports[0]),
        PlanSource(node_id=a.id, port=a.ports[1]),
    )


def test_ties_in_the_order_go_by_the_order_of_the_graph() -> None:
    plan = plan_of(graph([step("z"), step("y"), START, step("x")], "start > x", "start > y > z"))

    assert [planned.id for planned in plan.steps] == ["start", "y", "z", "x"]


def test_a_graph_and_its_json_give_the_same_plan() -> None:
    document = graph([START, step("a", url="{{ trigger }}")], "start > a")

    assert plan_of(Graph.model_validate(document)) == plan_of(document)


def test_errors_leave_no_plan_and_warnings_do() -> None:
    wrong = compiled(graph([START, step("a", "nope")], "start > a"))
    doubtful = compiled(graph([START, step("a", join="any")], "start > a"))

    assert wrong.plan is None
    with pytest.raises(GraphInvalid) as caught:
        wrong.require_plan()
    assert list(caught.value.problems) == wrong.problems
    assert doubtful.plan is not None
    assert doubtful.problems


def test_all_problems_come_at_once() -> None:
    document = graph(
        [
            START,
            step("a", url="{{ 1 + }}", seconds="x"),
            step("b", url="{{ steps.nope.output }}"),
            step("c", "nope"),
            step("d", parent="a"),
            step("e"),
        ],
        "start > a > b > c > d > c",
        "a.no > b",
    )

    codes = {problem.code for problem in compiled(document).problems}

    assert codes == {
        "bad_config",
        "bad_expression",
        "cycle",
        "parent_not_container",
        "unknown_node_type",
        "unknown_step",
        "unreachable_node",
    }


def test_braces_in_a_condition_are_named() -> None:
    document = graph(
        [START, step("again", "while", condition="{{ loop.index < 30 }}")], "start > again"
    )

    [problem] = [each for each in compiled(document).problems if each.code == "bad_expression"]

    assert (problem.node_id, problem.field) == ("again", "/condition")
    assert "leave out the double braces" in problem.message


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({"nodes": [1] * (MAX_NODES + 1)}, "too_many_nodes"),
        ({"nodes": [], "edges": [1] * (MAX_EDGES + 1)}, "too_many_edges"),
    ],
)
def test_a_graph_over_its_limit_is_not_looked_at(document: Document, code: str) -> None:
    problem = only_problem(document)

    assert problem.code == code
    assert "split it" in problem.message


def test_a_graph_with_too_many_expressions_is_refused() -> None:
    document = graph([START, step("a", body=["{{ x }}"] * 10_001)], "start > a")

    assert only_problem(document).code == "too_many_expressions"


@pytest.mark.timeout(60)
def test_a_graph_full_of_mistakes_takes_no_longer_than_others() -> None:
    ids = [f"{'node_' * 11}{number}" for number in range(1_000)]
    nodes = [step(node_id, url=f"{{{{ steps.{node_id}x.output }}}}") for node_id in ids]

    found = compiled(graph([START, *nodes], *[f"start > {node_id}y" for node_id in ids] * 5))

    assert len(found.problems) > 3_000


def test_a_graph_at_its_limit_compiles() -> None:
    ids = [f"n{number}" for number in range(MAX_NODES - 1)]

    plan = plan_of(graph([START, *map(step, ids)], "start > " + " > ".join(ids)))

    assert len(plan.steps) == MAX_NODES


def test_a_plan_too_large_to_start_a_run_with_is_refused() -> None:
    random = Random(7)
    noise = [step(f"n{k}", body=random.randbytes(10_000).hex()) for k in range(200)]
    text = [step(f"n{k}", body="0123456789" * 2_000) for k in range(200)]
    edges = [f"start > n{k}" for k in range(200)]

    assert only_problem(graph([START, *noise], *edges)).code == "plan_too_large"
    assert compiled(graph([START, *text], *edges)).plan is not None


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*/workflow.json")), ids=lambda p: p.parent.name
)
def test_the_examples_have_no_problems(path: Path) -> None:
    document = json.loads(path.read_text())

    assert compile_graph(document["graph"], load_catalog()).problems == []


def test_the_same_graph_gives_the_same_plan_to_the_byte() -> None:
    """A change here changes what published versions mean: raise PLAN_VERSION if it must be."""
    document = json.loads((GOLDEN / "graph.json").read_text())

    plan = compile_graph(document, CATALOG).require_plan()

    text = plan.model_dump_json(indent=1, exclude={"engine"}, exclude_defaults=True) + "\n"
    assert text == (GOLDEN / "plan.json").read_text()


IDS = ["start", "a", "b", "c", "d"]
TYPES = ["start", "end", "set", "vars.set", "branch", "delay", "fail", "test.call", "nope"]
LOOP_TYPES = ["for_each", "while", "until", "break", "continue", "merge", "switch"]
SOURCES = [
    "plain",
    "{{ steps.a.output.x }}",
    "{{ steps.b.error }}",
    "{{ vars.x + trigger.y }}",
    "{{ steps[trigger.k] }}",
    "{{ 1 + }}",
    "{{ nope }}",
    "{{ [item, loop.outer.prev] }}",
]
CONFIGS: st.SearchStrategy[Document] = st.fixed_dictionaries(
    {},
    optional={
        "url": st.sampled_from(SOURCES),
        "values": st.dictionaries(st.sampled_from(["x", "y z"]), st.sampled_from(SOURCES)),
        "cases": st.lists(
            st.fixed_dictionaries(
                {"port": st.sampled_from(["yes", "error"]), "when": st.sampled_from(["1", "x"])}
            ),
            max_size=2,
        ),
        "default": st.just("no"),
        "seconds": st.sampled_from([1, -1, "{{ trigger.s }}"]),
        "items": st.sampled_from(SOURCES),
        "result": st.sampled_from(SOURCES),
        "condition": st.sampled_from(["loop.prev", "steps.a.output"]),
        "mode": st.sampled_from(["list", "first"]),
    },
)
NODES: st.SearchStrategy[Document] = st.fixed_dictionaries(
    {"id": st.sampled_from(IDS), "type": st.sampled_from(TYPES + LOOP_TYPES)},
    optional={
        "config": CONFIGS,
        "join": st.sampled_from(["all", "any"]),
        "parent": st.sampled_from(IDS),
        "policy": st.fixed_dictionaries(
            {"on_error": st.sampled_from(["fail", "port", "continue"])}
        ),
    },
)
EDGES: st.SearchStrategy[Document] = st.fixed_dictionaries(
    {"from": st.sampled_from(IDS), "to": st.sampled_from(IDS)},
    optional={"port": st.sampled_from(["out", "yes", "no", "error"])},
)
GRAPHS: st.SearchStrategy[Document] = st.fixed_dictionaries(
    {"nodes": st.lists(NODES, max_size=6), "edges": st.lists(EDGES, max_size=8)}
)
SLOW_IS_FINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW_IS_FINE
@given(GRAPHS)
def test_no_graph_breaks_the_compiler(document: Document) -> None:
    found = compiled(document)

    assert (found.plan is None) == any(p.severity == "error" for p in found.problems)
    assert compiled(document) == found


RIGHT = st.integers(1, 7).flatmap(
    lambda size: st.lists(
        st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=12
    ).map(lambda pairs: (size, pairs))
)


@SLOW_IS_FINE
@given(RIGHT, st.randoms(use_true_random=False))
def test_the_order_of_a_plan_puts_sources_first(
    drawn: tuple[int, list[tuple[int, int]]], random: Any
) -> None:
    size, pairs = drawn
    chain = [("start", f"n{k}") for k in range(size)]
    edges = dict.fromkeys([*chain, *((f"n{min(p)}", f"n{max(p)}") for p in pairs if p[0] != p[1])])
    nodes = [START, *(step(f"n{k}") for k in range(size))]
    random.shuffle(nodes)

    plan = plan_of({"nodes": nodes, "edges": [{"from": a, "to": b} for a, b in edges]})

    seen: set[str] = set()
    for planned in plan.steps:
        assert {source.node_id for source in planned.sources} <= seen
        seen.add(planned.id)
    assert seen == {node["id"] for node in nodes}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["nodes", "edges", "id", "type", "config", "from", "to", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@SLOW_IS_FINE
@given(JSON)
def test_no_garbage_breaks_the_compiler(document: JsonValue) -> None:
    assert compiled(document).plan is None


@pytest.mark.parametrize("depth", [100, 1_000, 100_000])
def test_deep_nesting_does_not_break_the_compiler(depth: int) -> None:
    deep: Any = "{{ trigger }}"
    for _ in range(depth):
        deep = [deep]

    found = compiled(graph([START, step("a", body=deep)], "start > a"))

    assert found.plan is not None or found.problems
