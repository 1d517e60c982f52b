from typing import Any

import pytest

from tests.noria.graphs import START, compiled, graph, only_problem, problems, split, step

RETRY: dict[str, Any] = {"initial_interval_s": 10, "max_interval_s": 5}


def test_a_graph_needs_a_start() -> None:
    assert only_problem(graph([step("a"), step("b")], "a > b")).code == "no_start"
    assert only_problem({}).code == "no_start"


def test_a_graph_has_one_start() -> None:
    problem = only_problem(graph([START, step("again", "start")]))

    assert (problem.code, problem.node_id) == ("several_starts", "again")


def test_a_cycle_names_its_nodes() -> None:
    problem = only_problem(
        graph([START, step("a"), step("b"), step("c"), step("d")], "start > a > b > c > b", "c > d")
    )

    assert problem.code == "cycle"
    assert "'b' → 'c' → 'b'" in problem.message


def test_a_node_that_leads_to_itself_is_a_cycle() -> None:
    assert "'a' → 'a'" in only_problem(graph([START, step("a")], "start > a > a")).message


def test_a_long_cycle_is_cut_in_the_message() -> None:
    ids = [f"n{number}" for number in range(300)]

    problem = only_problem(graph([START, *map(step, ids)], "start > " + " > ".join([*ids, "n0"])))

    assert "(280 more)" in problem.message


def test_each_cycle_is_told() -> None:
    document = graph([START, *map(step, "abcd")], "start > a > b > a", "start > c > d > c")

    assert [problem.code for problem in problems(document)] == ["cycle", "cycle"]


def test_a_node_out_of_reach_is_told() -> None:
    problem = only_problem(graph([START, step("a"), step("b")], "start > a"))

    assert (problem.code, problem.node_id) == ("unreachable_node", "b")


def test_joining_any_of_one_edge_is_pointless() -> None:
    document = graph([START, step("a", join="any")], "start > a")

    problem = only_problem(document)

    assert (problem.severity, problem.code) == ("warning", "join_without_choice")
    assert compiled(document).plan is not None


def test_an_error_port_without_an_edge_is_a_warning() -> None:
    problem = only_problem(graph([START, step("a", policy={"on_error": "port"})], "start > a"))

    assert (problem.severity, problem.code) == ("warning", "error_port_without_edge")


@pytest.mark.parametrize("type_", ["start", "fail"])
@pytest.mark.parametrize("on_error", ["port", "continue"])
def test_a_node_that_cannot_go_on_after_an_error_must_not_try(type_: str, on_error: str) -> None:
    config = {"message": "x"} if type_ == "fail" else {}
    node = step("a", type_, policy={"on_error": on_error}, **config)
    document = graph([node]) if type_ == "start" else graph([START, node], "start > a")

    errors = [problem for problem in problems(document) if problem.severity == "error"]

    assert [problem.code for problem in errors] == ["policy_conflict"]


def test_an_end_has_no_error_port() -> None:
    document = graph([START, step("e", "end", policy={"on_error": "port"})], "start > e")

    assert only_problem(document).code == "policy_conflict"


def test_a_loop_can_not_be_held_but_the_steps_of_its_body_can() -> None:
    loop = step("each", "for_each", items=[1], policy={"on_error": "hold"})
    inner = step("a", parent="each", policy={"on_error": "hold"})

    found = problems(graph([START, loop, inner], "start > each"))

    assert [p.node_id for p in found if p.code == "policy_conflict"] == ["each"]


def test_an_output_for_errors_needs_that_errors_go_on() -> None:
    node = step("a", policy={"on_error_output": 1})

    assert only_problem(graph([START, node], "start > a")).code == "policy_without_effect"


def test_timing_of_a_node_that_takes_no_time_has_no_effect() -> None:
    node = step("a", "set", values={}, policy={"timeout_s": 5, "retry": {"max_attempts": 2}})

    problem = only_problem(graph([START, node], "start > a"))

    assert problem.code == "policy_without_effect"
    assert "timeout and retry policy" in problem.message


def test_a_step_in_the_quick_lane_is_quick() -> None:
    node = step("a", policy={"timeout_s": 30, "lane": "quick"})

    problem = only_problem(graph([START, node], "start > a"))

    assert problem.code == "policy_conflict"
    assert "may take 10 s, not 30 s" in problem.message


def test_a_control_node_has_no_lane_to_choose() -> None:
    node = step("a", "set", values={}, policy={"lane": "quick"})

    assert only_problem(graph([START, node], "start > a")).code == "policy_without_effect"


def test_the_longest_pause_is_not_shorter_than_the_first() -> None:
    node = step("a", policy={"retry": RETRY})
    once = step("a", policy={"retry": {**RETRY, "max_attempts": 1}})

    assert only_problem(graph([START, node], "start > a")).code == "policy_conflict"
    assert problems(graph([START, once], "start > a")) == []


def test_a_wrong_input_schema_is_told_with_its_place() -> None:
    start = step("start", "start", input_schema={"properties": {"a": {"type": "strin"}}})

    problem = only_problem(graph([start]))

    assert (problem.code, problem.node_id) == ("bad_input_schema", "start")
    assert problem.field == "/input_schema/properties/a/type"


def test_a_branch_may_leave_a_port_open() -> None:
    assert problems(graph([START, split("b"), step("a")], "start > b", "b.yes > a")) == []
