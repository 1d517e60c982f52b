from itertools import pairwise
from typing import Any

import pytest

from noria.catalog import load_catalog
from noria.compile import Compiled, compile_graph
from noria.plan import Plan, PlanStep


def node(node_id: str, type_: str, parent: str | None = None, **config: Any) -> dict[str, Any]:
    placed = {"id": node_id, "type": type_, "config": config}
    return placed if parent is None else {**placed, "parent": parent}


def compiled(*nodes: dict[str, Any], edges: list[dict[str, str]] | None = None) -> Compiled:
    """`start`, an agent `helper`, `end`, and these."""
    graph: Any = {
        "nodes": [
            node("start", "start"),
            *nodes,
            node("end", "end", output="{{ steps.helper.output.text }}"),
        ],
        "edges": [
            {"from": "start", "to": "helper"},
            {"from": "helper", "to": "end"},
            *(edges or []),
        ],
    }
    return compile_graph(graph, load_catalog())


def plan_of(*nodes: dict[str, Any], edges: list[dict[str, str]] | None = None) -> Plan:
    result = compiled(*nodes, edges=edges)
    assert result.plan is not None, result.problems
    assert result.problems == []
    return result.plan


def steps(plan: Plan) -> dict[str, PlanStep]:
    return {step.id: step for step in plan.steps}


LOOK_UP = node("look_up", "http.request", "helper", url="https://shop.example/{{ item.id }}")


def test_an_agent_without_tools_only_thinks() -> None:
    plan = plan_of(node("helper", "agent", input="{{ trigger.question }}"))

    found = steps(plan)
    assert [step.id for step in plan.steps] == ["start", "helper", "helper__think", "end"]
    think = found["helper__think"]
    assert (think.queue, think.lane, think.parent) == ("ai", "activity", "helper")
    assert think.reads.trigger == (("question",),)
    assert "input" not in found["helper"].config


def test_each_node_of_the_body_that_no_edge_leads_to_is_a_tool() -> None:
    plan = plan_of(
        node("helper", "agent", input="hi"),
        LOOK_UP,
        node("shorten", "set", "helper", values={"title": "{{ steps.look_up.output.body.title }}"}),
        node(
            "note", "set", "helper", values={"text": "{{ item.text ?? '' }}", "all": "{{ item }}"}
        ),
        edges=[{"from": "look_up", "to": "shorten"}],
    )

    found = steps(plan)
    assert {step.id: step.parent for step in plan.steps if step.parent} == {
        "helper__calls": "helper",
        "helper__route": "helper__calls",
        "look_up": "helper__calls",
        "shorten": "helper__calls",
        "note": "helper__calls",
        "helper__think": "helper",
    }
    tools: Any = found["helper__think"].config["tools"]
    assert [tool["name"] for tool in tools] == ["look_up", "note"]
    assert tools[0]["parameters"]["required"] == ["id"]
    assert tools[0]["parameters"]["additionalProperties"] is False
    assert tools[1]["parameters"]["required"] == []
    assert tools[1]["parameters"]["additionalProperties"] is True
    assert [(source.node_id, source.port) for source in found["look_up"].sources] == [
        ("helper__route", "to_look_up")
    ]


def test_an_agent_may_be_the_tool_of_another() -> None:
    plan = plan_of(
        node("helper", "agent", input="hi"),
        node("expert", "agent", "helper", input="{{ item.question }}"),
        node("look_up", "http.request", "expert", url="https://shop.example/{{ item.id }}"),
    )

    parents = {str(step.id): step.parent for step in plan.steps}
    assert parents["expert"] == "helper__calls"
    assert parents["expert__think"] == "expert"
    assert parents["look_up"] == "expert__calls"


def test_calls_that_need_a_person_are_reviewed_first() -> None:
    policy = {"node": "look_up", "approval": "when", "approval_when": "item.id > 7"}
    plan = plan_of(node("helper", "agent", input="hi", tools=[policy]), LOOK_UP)

    found = steps(plan)
    assert found["helper__ask_look_up"].parent == "helper__review"
    assert found["helper__calls"].sources[0].node_id == "helper__review"
    assert "item.id > 7" in str(found["helper__gate"].config["value"])


@pytest.mark.parametrize(
    ("policy", "asked"),
    [
        ({"approval": "always"}, "(true)"),
        ({"approval": "changes"}, "(!item.reads)"),
        (
            {"approval": "when", "approval_when": "item.tool === 'refund'"},
            "(item.tool === 'refund')",
        ),
    ],
)
def test_people_are_asked_about_calls_of_a_servers_tools(
    policy: dict[str, Any], asked: str
) -> None:
    crm = {"name": "crm", "url": "https://crm.example/mcp", "assignees": ["a@x.example"], **policy}
    found = steps(plan_of(node("helper", "agent", input="hi", mcp=[crm])))

    gate = str(found["helper__gate"].config["value"])
    assert f'tool === "@mcp" && item.server === "crm" && {asked} ? "mcp:crm" :' in gate
    ask = found["helper__ask_mcp__crm"]
    assert (ask.parent, ask.config["assignees"]) == ("helper__review", ["a@x.example"])
    assert found["helper__calls"].sources[0].node_id == "helper__review"


def test_an_agent_waits_before_its_calls_where_a_tool_has_a_rate() -> None:
    policy = {"node": "look_up", "approval": "always", "max_calls_per_minute": 5}
    found = steps(plan_of(node("helper", "agent", input="hi", tools=[policy]), LOOK_UP))

    order = ["helper__review", "helper__pace", "helper__calls", "helper__think"]
    for before, after in pairwise(order):
        assert [source.node_id for source in found[after].sources] == [before]
    assert (found["helper__pace"].type, found["helper__pace"].parent) == ("wait_until", "helper")
    tools: Any = found["helper__think"].config["tools"]
    assert tools[0]["max_calls_per_minute"] == 5


def test_an_agent_waits_before_its_calls_where_a_server_of_tools_has_a_rate() -> None:
    crm: dict[str, Any] = {"name": "crm", "url": "https://crm.example/mcp"}
    free = steps(plan_of(node("helper", "agent", input="hi", mcp=[crm])))
    crm["max_calls_per_minute"] = 5
    rated = steps(plan_of(node("helper", "agent", input="hi", mcp=[crm])))

    assert "helper__pace" not in free
    assert [each.node_id for each in rated["helper__calls"].sources] == ["helper__pace"]


def test_a_tool_is_held_to_its_hosts() -> None:
    policy = {"node": "look_up", "hosts": ["shop.example"]}
    plan = plan_of(node("helper", "agent", input="hi", tools=[policy]), LOOK_UP)

    assert steps(plan)["look_up"].policy.hosts == ("shop.example",)


def test_a_hold_is_the_rounds_and_other_ways_are_the_agents() -> None:
    held = {**node("helper", "agent", input="hi"), "policy": {"on_error": "hold"}}
    found = steps(plan_of(held))
    assert found["helper"].policy.on_error == "fail"
    assert found["helper__think"].policy.on_error == "hold"

    goes_on = {**node("helper", "agent", input="hi"), "policy": {"on_error": "continue"}}
    found = steps(plan_of(goes_on))
    assert found["helper"].policy.on_error == "continue"
    assert found["helper__think"].policy.on_error == "fail"


@pytest.mark.parametrize(
    ("nodes", "code", "node_id", "field"),
    [
        ([node("helper", "agent", temperature=9)], "bad_config", "helper", "/temperature"),
        ([node("helper", "agent", nonsense=1)], "bad_config", "helper", "/nonsense"),
        ([node("helper", "agent", input="{{ steps.gone.output }}")], "unknown_step", "helper", "/input"),
        ([node("helper", "agent", tools=[{"node": "gone"}])], "unknown_tool", "helper", "/tools/0/node"),
        (
            [node("helper", "agent", tools=[{"node": "look_up", "effects": "read"}]),
             {**LOOK_UP, "config": {**LOOK_UP["config"], "method": "DELETE"}}],
            "tool_changes", "look_up", "/method",
        ),
        (
            [node("helper", "agent", tools=[{"node": "look_up", "approvall": "always"}]), LOOK_UP],
            "bad_config", "helper", "/tools/0/approvall",
        ),
        ([node("helper", "agent", modle="{{ trigger.model }}")], "bad_config", "helper", "/modle"),
        ([node("helper", "agent"), node("a__b", "set", "helper", values={})], "agent_id", "a__b", None),
    ],
)  # fmt: skip
def test_problems_are_told_of_what_people_have_drawn(
    nodes: list[dict[str, Any]], code: str, node_id: str, field: str | None
) -> None:
    problems = compiled(*nodes).problems

    assert (code, node_id, field) in [(each.code, each.node_id, each.field) for each in problems]
    assert {each.node_id for each in problems} <= {"helper", "look_up", "a__b"}


def test_a_problem_names_the_node_type_that_people_know() -> None:
    [problem] = compiled(node("helper", "agent", modle="{{ trigger.model }}")).problems

    assert problem.message == "There is no field '/modle' in agent: did you mean 'model'?"
