"""A tool that may only read has no node that may change anything."""

from typing import Any

import pytest

from noria.catalog import load_catalog
from tests.noria.compiling.test_agents import compiled, node, plan_of, steps

SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {"/orders": {"get": {"operationId": "list"}, "post": {"operationId": "add"}}},
}
CASES: list[tuple[str, dict[str, Any], bool]] = [
    ("http.request", {"url": "https://x.example"}, False),
    ("http.request", {"url": "https://x.example", "method": "POST"}, True),
    ("http.request", {"url": "https://x.example", "method": "{{ item.method }}"}, True),
    ("http.openapi", {"specification": SPEC, "operation": "list"}, False),
    ("http.openapi", {"specification": SPEC, "operation": "add"}, True),
    ("http.openapi", {"specification": SPEC, "operation": "POST /orders"}, True),
    ("http.graphql", {"url": "https://x.example", "query": "{ orders { id } }"}, False),
    ("http.graphql", {"url": "https://x.example", "query": "mutation { pay }"}, True),
    ("http.graphql", {"url": "https://x.example", "query": "{{ item.query }}"}, True),
    ("sql.query", {"database": {}, "sql": "select 1"}, False),
    ("sql.execute", {"database": {}}, True),
    ("sql.insert", {"database": {}}, True),
    ("github", {"action": {"operation": "get_issue"}}, False),
    ("github", {"action": {"operation": "create_issue"}}, True),
    ("jira", {"action": {}}, True),
    ("files.local", {"action": {"kind": "list"}}, False),
    ("files.local", {"action": {"kind": "delete"}}, True),
    ("email.send", {}, True),
    ("slack.send", {}, True),
    ("event.publish", {}, True),
    ("knowledge.search", {}, False),
    ("knowledge.add", {}, True),
    ("llm.chat", {}, False),
    ("mcp.call", {}, True),
    ("code.python", {}, False),
    ("code.python_full", {}, True),
    ("set", {}, False),
    ("workflow.run", {"workflow": "other"}, True),
]


@pytest.mark.parametrize(("type_", "config", "changes"), CASES)
def test_a_node_type_says_whether_it_may_change_anything(
    type_: str, config: dict[str, Any], changes: bool
) -> None:
    assert load_catalog().get(type_, 1).may_change(config) is changes


def codes(*nodes: dict[str, Any], edges: list[dict[str, str]] | None = None) -> list[Any]:
    problems = compiled(*nodes, edges=edges).problems
    return [(each.node_id, each.field) for each in problems if each.code == "tool_changes"]


def agent(**config: Any) -> dict[str, Any]:
    return node("helper", "agent", input="hi", **config)


READS = {"tools": [{"node": "tool", "effects": "read"}]}


@pytest.mark.parametrize("config", [READS, {"effects": "read"}])
def test_a_tool_of_any_node_type_is_held_to_reading(config: dict[str, Any]) -> None:
    insert = node("tool", "sql.insert", "helper")
    assert codes(agent(**config), insert) == [("tool", None)]
    assert codes(agent(), insert) == []


def test_a_workflow_that_such_a_tool_runs_is_held_to_reading_too() -> None:
    nodes = [
        node("tool", "for_each", "helper", items="{{ item.ids }}"),
        node("call", "workflow.run", "tool", workflow="other"),
        node("free", "workflow.run", "helper", workflow="other", only_reads=False),
    ]

    found = steps(plan_of(agent(**READS), *nodes))

    assert codes(agent(**READS), *nodes) == []
    assert found["call"].config["only_reads"] is True
    assert found["free"].config["only_reads"] is False


def test_what_follows_and_what_is_inside_a_tool_has_to_read_too() -> None:
    nodes = [
        agent(**READS),
        node("tool", "for_each", "helper", items="{{ item.ids }}"),
        node("delete", "http.request", "tool", url="https://x.example", method="DELETE"),
        node("tell", "slack.send", "helper"),
    ]

    found = codes(*nodes, edges=[{"from": "tool", "to": "tell"}])

    assert found == [("tell", None), ("delete", "/method")]


def test_servers_of_an_agent_that_is_a_tool_have_to_read_too() -> None:
    server: dict[str, Any] = {"name": "crm", "url": "https://crm.example/mcp"}
    outer = agent(**READS)

    assert codes(outer, node("tool", "agent", "helper", input="x", mcp=[server])) == [
        ("tool", "/mcp/0/effects")
    ]
    server["effects"] = "read"
    assert codes(outer, node("tool", "agent", "helper", input="x", mcp=[server])) == []
