from typing import Any

from noria.catalog import Catalog, load_catalog
from noria.compile import Compiled, compile_graph
from tests.brought.nodes import RESEARCH

CATALOG = Catalog([*load_catalog(), RESEARCH])


def compiled(**node: Any) -> Compiled:
    placed = {
        "id": "research",
        "type": "test.research",
        "config": {"question": "{{ trigger.about }}", "url": "https://a.example"},
        **node,
    }
    graph: Any = {
        "nodes": [
            {"id": "start", "type": "start"},
            placed,
            {
                "id": "end",
                "type": "end",
                "config": {"output": "{{ steps.research.output.output }}"},
            },
        ],
        "edges": [{"from": "start", "to": "research"}, {"from": "research", "to": "end"}],
    }
    return compile_graph(graph, CATALOG)


def test_a_graph_becomes_a_loop_whose_nodes_are_steps() -> None:
    result = compiled(policy={"timeout_s": 7, "retry": {"max_attempts": 9}, "on_error": "hold"})

    assert result.plan is not None, result.problems
    assert result.problems == []
    steps = {str(step.id): step for step in result.plan.steps}
    assert [*steps] == [
        "start", "research", "research__calls", "research__call", "research__advance", "end",
    ]  # fmt: skip
    call, advance = steps["research__call"], steps["research__advance"]
    assert (steps["research"].type, call.type, call.queue) == ("while", "graph.call", "ai")
    assert (call.policy.timeout_s, call.policy.retry.max_attempts) == (7, 9)
    assert (call.policy.on_error, steps["research"].policy.on_error) == ("hold", "fail")
    assert call.config["graph"] == {"type": "test.research", "version": 1}
    assert advance.reads.trigger == (("about",),)


def test_what_is_wrong_with_its_config_is_told_of_the_node() -> None:
    result = compiled(config={"question": "", "colour": "red"})

    assert result.plan is None
    found = {(problem.node_id, problem.field) for problem in result.problems}
    assert {("research", "/question"), ("research", "/url"), ("research", "/colour")} <= found
