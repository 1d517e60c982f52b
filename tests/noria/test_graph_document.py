from typing import Any

import pytest

from noria.graph_document import read_graph
from noria.model import Graph
from tests.noria.graphs import START, graph, problems, step


def fields(document: Any) -> list[str | None]:
    return [problem.field for problem in read_graph(document).problems]


def test_a_sound_document_is_read_whole() -> None:
    document = graph([START, step("a")], "start > a")

    read = read_graph(document)

    assert read.problems == []
    assert read.graph == Graph.model_validate(document)


@pytest.mark.parametrize("garbage", [None, 5, "graph", [], [1], True, {"nodes": 5}, {"edges": {}}])
def test_what_is_no_graph_is_one_problem(garbage: Any) -> None:
    read = read_graph(garbage)

    assert [problem.code for problem in read.problems] == ["invalid_document"]
    assert read.graph.nodes == []


def test_an_unknown_field_is_named_with_its_node() -> None:
    [problem] = read_graph(graph([{**START, "colour": "red"}])).problems

    assert problem.field == "/nodes/0/colour"
    assert problem.message == (
        "'colour' of node 'start' is not a field that graphs have: correct its name or remove it."
    )


def test_everything_unreadable_is_told_at_once() -> None:
    document = {
        "nodes": [
            {"id": "Bad Id", "type": "set"},
            {"id": "a"},
            {"id": "b", "type": "set", "policy": {"timeout_s": -1, "retries": 3}},
            7,
        ],
        "edges": [{"from": "a"}],
        "version": 2,
    }

    assert fields(document) == [
        "/nodes/0/id",
        "/nodes/1/type",
        "/nodes/2/policy/timeout_s",
        "/nodes/2/policy/retries",
        "/nodes/3",
        "/edges/0/to",
        "/version",
    ]


def test_the_rest_of_a_broken_document_is_still_checked() -> None:
    document = graph(
        [START, {**step("a", nope=1), "colour": "red"}, step("b", "nope")], "start > a > b > c"
    )

    codes = [problem.code for problem in problems(document)]

    assert codes == ["invalid_document", "bad_config", "unknown_node_type", "unknown_node"]


def test_a_node_that_cannot_be_read_is_not_missed_elsewhere() -> None:
    document = graph(
        [START, {"id": "a", "type": 7}, step("b", url="{{ steps.a.output }}")], "start > a > b"
    )

    assert [problem.code for problem in problems(document)] == ["invalid_document"]


def test_edges_keep_their_place_in_the_document() -> None:
    document = graph([START, step("a")], "start > a")
    document["edges"] = [{"from": 1}, *document["edges"], {"from": "a", "to": "x"}]

    assert [problem.field for problem in problems(document)] == [
        "/edges/0/from",
        "/edges/0/to",
        "/edges/2/to",
    ]
