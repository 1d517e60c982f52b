"""Whose body a node may be in."""

import pytest

from tests.noria.graphs import START, Document, graph, only_problem, problems, step


def loop(node_id: str = "each", **fields: object) -> Document:
    return step(node_id, "for_each", items="{{ trigger }}", **fields)


def inside(
    node_id: str, type_: str = "test.call", parent: str = "each", **fields: object
) -> Document:
    return step(node_id, type_, parent=parent, **fields)


def test_a_loop_with_a_body_has_no_problems() -> None:
    document = graph(
        [START, loop(), inside("a", url="{{ item }}"), inside("b"), step("c")],
        "start > each > c",
        "a > b",
    )

    assert problems(document) == []


@pytest.mark.parametrize(
    ("nodes", "edges", "code", "node_id"),
    [
        ([inside("a", parent="nope")], "start > a", "unknown_parent", "a"),
        ([step("b"), inside("a", parent="b")], "start > b > a", "parent_not_container", "a"),
        ([loop()], "start > each", "empty_body", "each"),
        ([loop(), inside("a"), inside("end", "end")], "start > each", "end_in_body", "end"),
        ([step("b", "break")], "start > b", "outside_loop", "b"),
        ([step("b", "continue")], "start > b", "outside_loop", "b"),
    ],
)
def test_what_is_wrong_with_a_body_is_said(
    nodes: list[Document], edges: str, code: str, node_id: str
) -> None:
    problem = only_problem(graph([START, *nodes], edges))

    assert (problem.code, problem.node_id) == (code, node_id)


def test_a_body_has_no_start_node() -> None:
    found = problems(graph([START, loop(), inside("s", "start")], "start > each"))

    assert {problem.code for problem in found} == {"several_starts", "start_in_body"}


def test_a_misspelt_parent_is_guessed() -> None:
    problem = only_problem(
        graph([START, loop(), inside("a"), inside("b", parent="eahc")], "start > each > b")
    )

    assert "did you mean 'each'?" in problem.message


def test_nodes_are_not_inside_each_other() -> None:
    document = graph([START, loop("x", parent="y"), loop("y", parent="x")], "start > x")

    codes = [problem.code for problem in problems(document)]

    assert "parent_cycle" in codes


def test_an_edge_within_a_body_that_does_not_hold_is_no_cycle() -> None:
    nodes = [START, loop("a", parent="x"), loop("x", parent="a"), inside("b", parent="x")]

    codes = [problem.code for problem in problems(graph(nodes, "start > x", "b > a"))]

    assert "parent_cycle" in codes
    assert "cycle" not in codes


@pytest.mark.parametrize("depth", [10, 11])
def test_loops_nest_ten_deep(depth: int) -> None:
    loops = [loop("l0"), *(loop(f"l{n}", parent=f"l{n - 1}") for n in range(1, depth))]
    document = graph([START, *loops, inside("a", parent=f"l{depth - 1}")], "start > l0")

    assert [problem.code for problem in problems(document)] == ["nested_too_deep"] * (depth - 10)


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        ("each > a", "begins by itself"),
        ("a > each", "ends by itself"),
        ("a > c", "draw it from or to the loop itself"),
        ("start > a", "draw it from or to the loop itself"),
        ("a > z", "draw it from or to the loop itself"),
    ],
)
def test_no_edge_crosses_the_border_of_a_loop(edge: str, words: str) -> None:
    nodes = [START, loop(), inside("a"), step("c"), loop("other"), inside("z", parent="other")]

    problem = only_problem(graph(nodes, "start > each > c", "start > other", edge))

    assert problem.code == "edge_across_border"
    assert words in problem.message


def test_a_cycle_in_a_body_is_one() -> None:
    document = graph([START, loop(), inside("a"), inside("b")], "start > each", "a > b > a")

    assert "cycle" in {problem.code for problem in problems(document)}


def test_a_loop_that_nothing_leads_to_is_said_to_be_out_of_reach() -> None:
    found = problems(graph([START, loop(), inside("a")]))

    assert [(problem.code, problem.node_id) for problem in found] == [
        ("unreachable_node", "each"),
        ("unreachable_node", "a"),
    ]


@pytest.mark.parametrize(("concurrency", "codes"), [(1, []), (2, ["variables_in_parallel"])])
def test_variables_of_parallel_iterations_are_doubtful(concurrency: int, codes: list[str]) -> None:
    document = graph(
        [START, loop(concurrency=concurrency), inside("v", "vars.set", values={"x": 1})],
        "start > each",
    )

    assert [problem.code for problem in problems(document)] == codes
