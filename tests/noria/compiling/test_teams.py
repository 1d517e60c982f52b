from typing import Any

import pytest

from noria.catalog import load_catalog
from noria.compile import Compiled, compile_graph
from noria.plan import Plan, PlanStep


def node(node_id: str, type_: str, parent: str | None = None, **config: Any) -> dict[str, Any]:
    placed = {"id": node_id, "type": type_, "config": config}
    return placed if parent is None else {**placed, "parent": parent}


def compiled(*nodes: dict[str, Any], within: tuple[str, str] | None = None) -> Compiled:
    """`start`, a `team` among these, `end`."""
    output = node("end", "end", output="{{ steps.team.output.text }}")
    graph: Any = {
        "nodes": [node("start", "start"), *nodes, output],
        "edges": [{"from": "start", "to": "team"}, {"from": "team", "to": "end"}],
    }
    if within:
        graph["edges"].append({"from": within[0], "to": within[1]})
    return compile_graph(graph, load_catalog())


def steps_of(*nodes: dict[str, Any]) -> dict[str, PlanStep]:
    plan: Plan | None = compiled(*nodes).plan
    assert plan is not None, compiled(*nodes).problems
    assert compiled(*nodes).problems == []
    return {step.id: step for step in plan.steps}


FINDER = node("finder", "agent", "team", instructions="Find.")
WRITER = node("writer", "agent", "team", instructions="Write.", input="About {{ item.task }}")


def test_members_are_written_out_in_the_loop_of_whose_turn_it_is() -> None:
    steps = steps_of(node("team", "multi_agent", input="{{ trigger.task }}"), FINDER, WRITER)

    assert {name: step.parent for name, step in steps.items() if step.parent} == {
        "team__calls": "team",
        "team__route": "team__calls",
        "finder": "team__calls",
        "finder__think": "finder",
        "writer": "team__calls",
        "writer__think": "writer",
        "team__decide": "team__calls",
        "team__advance": "team",
    }
    assert steps["finder__think"].config["input"] == "{{ item.task }}"
    assert steps["writer__think"].config["input"] == "About {{ item.task }}"
    assert steps["team__decide"].type == "llm.chat"
    schema: Any = steps["team__decide"].config["output_schema"]
    assert schema["properties"]["next"] == {"enum": ["finder", "writer", "finish"]}
    assert steps["team__advance"].reads.trigger == (("task",),)


def test_what_a_member_spends_without_saying_so_is_asked_of_the_ledger() -> None:
    plan = compiled(
        node("team", "multi_agent", input="Add up"),
        node("sums", "workflow.run", "team", workflow="0190aaaa-0000-7000-8000-000000000000"),
        node("draft", "llm.chat", "team", prompt="x"),
        node("tidy", "set", "team", values={"text": "{{ steps.draft.output.text }}"}),
        within=("draft", "tidy"),
    ).plan
    assert plan is not None
    [advance] = [step for step in plan.steps if step.id == "team__advance"]
    members: Any = advance.config["members"]

    assert advance.config["spenders"] == ["sums", "draft"]
    assert [each.get("is_counted") for each in members] == [True, None]


def test_members_that_may_hand_over_say_so_in_their_answer() -> None:
    steps = steps_of(node("team", "multi_agent", strategy="hand_off"), FINDER, WRITER)

    assert "team__decide" not in steps
    schema: Any = steps["finder__think"].config["output_schema"]
    assert schema["properties"]["hand_to"]["enum"] == ["writer", None]
    assert "- writer: Agent" in str(steps["finder__think"].config["instructions"])


@pytest.mark.parametrize("strategy", ["supervisor", "vote", "debate", "plan"])
def test_only_those_who_need_a_model_that_leads_have_one(strategy: str) -> None:
    steps = steps_of(node("team", "multi_agent", strategy=strategy), FINDER, WRITER)

    assert ("team__decide" in steps) == (strategy != "vote")


def test_any_node_may_be_a_member_and_a_team_one_of_another() -> None:
    steps = steps_of(
        node("team", "multi_agent"),
        node("look", "http.request", "team", url="https://a.example/{{ item.task }}"),
        node("inner", "multi_agent", "team", strategy="vote", input="{{ item.task }}"),
        node("finder", "agent", "inner"),
    )

    assert steps["inner"].parent == "team__calls"
    assert steps["finder"].parent == "inner__calls"
    assert steps["inner__advance"].config["input"] == "{{ item.task }}"


def test_what_is_wrong_with_a_team_is_told() -> None:
    members = [{"node": "nobody"}]

    problems = compiled(node("team", "multi_agent", members=members)).problems

    found = {(problem.code, problem.node_id) for problem in problems}
    assert {("unknown_member", "team"), ("team_size", "team")} <= found
    problems = compiled(node("team", "multi_agent"), node("decide", "agent", "team")).problems
    assert "agent_id" in {problem.code for problem in problems}
