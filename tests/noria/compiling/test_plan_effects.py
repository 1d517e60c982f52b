"""What a plan may change is read from its steps, by the nodes that people know."""

from typing import Any

import pytest

from noria.catalog import load_catalog
from noria.compiling.plan_effects import calls_in, changing_in
from tests.noria.compiling.test_agents import node, plan_of

SERVER: dict[str, Any] = {"name": "crm", "url": "https://crm.example/mcp"}
ONLY_READS = {**SERVER, "effects": "read"}


def helper(**config: Any) -> dict[str, Any]:
    return node("helper", "agent", input="hi", **config)


@pytest.mark.parametrize(
    ("nodes", "told"),
    [
        ([helper(), node("look", "http.request", "helper", url="https://x.example")], None),
        (
            [
                helper(),
                node("send", "http.request", "helper", url="https://x.example", method="PUT"),
            ],
            ("send", "http.request"),
        ),
        ([helper(mcp=[ONLY_READS])], None),
        ([helper(mcp=[SERVER], effects="read")], None),
        ([helper(mcp=[ONLY_READS, {**SERVER, "name": "shop"}])], ("helper", "mcp.call")),
        ([node("helper", "multi_agent", input="x"), node("ann", "agent", "helper")], None),
        ([helper(), node("call", "workflow.run", "helper", workflow="other")], None),
    ],
)
def test_the_first_node_that_may_change_something_is_named(
    nodes: list[dict[str, Any]], told: tuple[str, str] | None
) -> None:
    found = changing_in("Stock", plan_of(*nodes), load_catalog())

    assert (None if found is None else (found.node_id, found.type)) == told


def test_workflows_that_it_runs_are_to_be_asked_too() -> None:
    call = node("call", "workflow.run", "helper", workflow="other", version=3)

    [found] = calls_in(plan_of(helper(effects="read"), call))

    assert (found.node_id, found.workflow, found.version, found.only_reads) == (
        "call",
        "other",
        3,
        True,
    )
