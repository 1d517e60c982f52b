"""What a conversation makes of a run."""

from typing import Any

import pytest

from noria.answers import answer_of, is_shown, shown_nodes
from noria.catalog import load_catalog
from noria.compile import compile_graph
from noria.plan import Plan


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("**Yes**", "**Yes**"),
        ({"text": "Yes", "cost": 1}, "Yes"),
        ({"answer": "From the handbook"}, "From the handbook"),
        (
            {
                "text": "Thirty days. [2]",
                "citations": [
                    {"number": 2, "document": "hand_book.pdf", "page": 3, "heading": "Leave"},
                    {"number": 4, "document": "b.md", "page": None, "heading": ""},
                ],
            },
            "Thirty days. [2]\n\n- \\[2\\] hand\\_book.pdf, p. 3, Leave\n- \\[4\\] b.md",
        ),
        (
            {"answer": "Yes. [1]", "sources": ["a.md", "[x](http://evil.example)\n# Big"]},
            "Yes. [1]\n\n- a.md\n- \\[x\\](http://evil.example) \\# Big",
        ),
        ({"text": "Hi", "sources": [], "citations": None}, "Hi"),
        (None, ""),
        ({"total": 7}, '```json\n{\n  "total": 7\n}\n```'),
        ([1], "```json\n[\n  1\n]\n```"),
    ],
)
def test_an_answer_is_the_text_of_the_output(output: Any, said: str) -> None:
    assert answer_of(output) == said


def plan_of(*nodes: dict[str, Any]) -> Plan:
    """A chain."""
    names = [node["id"] for node in nodes]
    edges = [{"from": a, "to": b} for a, b in zip(names, names[1:], strict=False)]
    graph: Any = {"nodes": list(nodes), "edges": edges}
    return compile_graph(graph, load_catalog()).require_plan()


def test_text_is_shown_of_the_steps_that_the_answer_is_made_of() -> None:
    plan = plan_of(
        {"id": "start", "type": "start"},
        {"id": "sort", "type": "llm.chat", "config": {"prompt": "{{ trigger.text }}"}},
        {"id": "write", "type": "llm.chat", "config": {"prompt": "{{ steps.sort.output.text }}"}},
        {
            "id": "shape",
            "type": "set",
            "config": {"values": {"t": "{{ steps.write.output.text }}"}},
        },
        {"id": "done", "type": "end", "config": {"output": "{{ steps.shape.output.t }}"}},
    )
    shown = shown_nodes(plan)

    assert is_shown("write", shown)
    assert not is_shown("sort", shown)


def test_the_thinking_of_an_agent_is_the_agents() -> None:
    assert is_shown("helper__think", {"helper"})
    assert not is_shown("helper_two__think", {"helper"})
