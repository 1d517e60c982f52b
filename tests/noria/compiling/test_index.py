import pytest

from noria.errors import Problem
from tests.noria.graphs import START, Document, graph, only_problem, problems, split, step


def test_an_unknown_type_gets_a_hint() -> None:
    problem = only_problem(graph([START, step("a", "test.cal")], "start > a"))

    assert (problem.code, problem.node_id) == ("unknown_node_type", "a")
    assert "did you mean 'test.call'?" in problem.message


def test_an_unknown_version_of_a_type_names_those_there_are() -> None:
    problem = only_problem(graph([START, step("a", type_version=7)], "start > a"))

    assert (problem.code, problem.node_id) == ("unknown_type_version", "a")
    assert "version 7" in problem.message
    assert "has 1:" in problem.message


def test_a_bad_config_says_which_field_of_which_node() -> None:
    problem = only_problem(graph([START, step("a", seconds=-1)], "start > a"))

    assert (problem.code, problem.node_id, problem.field) == ("bad_config", "a", "/seconds")


def test_an_id_may_be_used_once() -> None:
    problem = only_problem(graph([START, step("a"), step("a")], "start > a"))

    assert (problem.code, problem.node_id) == ("duplicate_node_id", "a")


BRANCHED: list[Document] = [START, split("b", "yes"), step("a"), step("end", "end")]


@pytest.mark.parametrize(
    ("edge", "code", "field"),
    [
        ("a > nowhere", "unknown_node", "/edges/4/to"),
        ("nowhere > a", "unknown_node", "/edges/4/from"),
        ("b.yse > a", "unknown_port", "/edges/4/port"),
        ("a.error > end", "unknown_port", "/edges/4/port"),
        ("b.yes > a", "duplicate_edge", "/edges/4"),
        ("a > start", "edge_into_start", "/edges/4/to"),
        ("end > a", "edge_after_end", "/edges/4/from"),
    ],
)
def test_an_edge_that_does_not_hold_is_told(edge: str, code: str, field: str) -> None:
    problem = only_problem(graph(BRANCHED, "start > b", "b.yes > a", "b.no > end", "a > end", edge))

    assert (problem.code, problem.field) == (code, field)


def test_an_unknown_port_lists_those_there_are() -> None:
    found = problems(graph(BRANCHED, "start > b", "b.maybe > a", "b.no > end"))

    assert [problem.message for problem in found] == [
        "Node 'b' has no port 'maybe': it has 'yes', 'no'."
    ]


def test_the_ports_of_a_bad_config_are_not_guessed_at() -> None:
    document = graph(
        [START, step("b", "branch", default="no"), step("a")], "start > b", "b.yes > a"
    )

    assert only_problem(document).field == "/cases"


def test_no_port_of_a_config_may_be_called_error() -> None:
    problem = only_problem(graph([START, split("b", "error")], "start > b"))

    assert (problem.code, problem.node_id) == ("reserved_port", "b")


def test_a_node_may_lead_to_another_by_two_ports() -> None:
    assert problems(graph(BRANCHED[:3], "start > b", "b.yes > a", "b.no > a")) == []


def test_every_problem_says_what_to_do() -> None:
    found: list[Problem] = problems(
        graph([*BRANCHED, step("x", "nope"), START], "start > b", "b > a", "a > q", "end > a")
    )

    assert len(found) >= 5
    assert all(problem.message.endswith((".", "?")) for problem in found)
    assert all(":" in problem.message for problem in found)
