"""The whole catalog: what people are told of each node type before they use it."""

import re
from pathlib import Path

import pytest
from pydantic import JsonValue

from noria.catalog import load_catalog
from noria.config import check_config, find_expressions
from noria.config_schema import schema_of
from noria.node_type import AnyNodeType
from noria.ports import NO_PORTS

ICONS = (Path(__file__).parents[2] / "frontend/src/features/editor/node-icon.tsx").read_text()
ACTIVITIES = [each for each in load_catalog() if each.lane == "activity"]
# Of those that only the compiler places.
EXAMPLES: dict[str, list[dict[str, JsonValue]]] = {
    "agent.think": [{"input": "Where is my order?", "model": "demo/demo"}],
    "multi_agent.advance": [{"input": "Write about tides.", "members": []}],
    "graph.advance": [{"graph": {"type": "acme.research"}, "input": {"question": "Why?"}}],
    "graph.call": [{"graph": {"type": "acme.research"}, "node": "plan"}],
}
ANY_OUTPUT = {
    # What the run, an event or another workflow was given.
    "start", "wait_event", "workflow.run",
    # What the author writes into it, or leads to it.
    "set", "vars.set", "merge", "for_each", "while", "until",
    # What the code or the tool gives.
    "code.python", "code.python_full", "code.javascript", "code.javascript_full", "mcp.call",
}  # fmt: skip
"""Of these nobody can know it before."""

each_activity = pytest.mark.parametrize(
    "node_type", ACTIVITIES, ids=[node_type.name for node_type in ACTIVITIES]
)


@pytest.mark.parametrize("node_type", list(load_catalog()), ids=lambda each: each.name)
def test_its_icon_is_one_that_the_web_app_has(node_type: AnyNodeType) -> None:
    assert re.search(rf"^  '?{node_type.icon}'?: \w+,$", ICONS, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "node_type",
    [each for each in load_catalog() if each.lane == "activity" or each.changes is not False],
    ids=lambda each: each.name,
)
def test_it_says_what_happens_on_a_repeat(node_type: AnyNodeType) -> None:
    """An attempt may run twice."""
    words = r"\brepeat" if not node_type.internal else r"\brepeat|\btwice\b|\bonce\b"

    assert re.search(words, node_type.docs, re.IGNORECASE), node_type.docs


@pytest.mark.parametrize(
    "node_type", [each for each in load_catalog() if not each.internal], ids=lambda each: each.name
)
def test_there_is_an_example_of_it(node_type: AnyNodeType) -> None:
    schema = schema_of(node_type.config)

    assert not schema.get("properties") or schema["examples"][-1]


@pytest.mark.parametrize(
    "node_type",
    [each for each in load_catalog() if not each.internal and each.ports is not NO_PORTS],
    ids=lambda each: each.name,
)
def test_it_says_what_it_gives(node_type: AnyNodeType) -> None:
    assert (node_type.output is None) == (node_type.name in ANY_OUTPUT)


@each_activity
def test_its_example_can_be_used_as_it_stands(node_type: AnyNodeType) -> None:
    examples = schema_of(node_type.config).get("examples") or EXAMPLES.get(node_type.name)

    assert examples
    # One that is empty is what a step begins with in the builder.
    for example in filter(None, examples):
        found = find_expressions(node_type, example)
        assert check_config(node_type, example, found) == []


@each_activity
def test_every_field_is_explained(node_type: AnyNodeType) -> None:
    bare = [
        name
        for name, field in schema_of(node_type.config).get("properties", {}).items()
        if not field.get("title") and not field.get("description")
    ]

    assert bare == []
