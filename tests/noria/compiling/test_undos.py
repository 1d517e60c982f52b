"""Which node undoes which, checked with all problems."""

from typing import Any

import pytest

from noria.catalog import load_catalog
from noria.compile import Compiled, compile_graph

URL = {"url": "https://hotel.example/"}


def graph(**nodes: dict[str, Any]) -> dict[str, Any]:
    """start → book → end, and a node that frees what was booked."""
    base: dict[str, dict[str, Any]] = {
        "start": {"type": "start"},
        "book": {"type": "http.request", "config": URL, "undo": "free"},
        "end": {"type": "end"},
        "free": {
            "type": "http.request",
            "config": {"url": "https://hotel.example/{{ steps.book.output.body.id }}"},
        },
    }
    merged = {name: {**base.get(name, {}), **nodes.get(name, {})} for name in {**base, **nodes}}
    return {
        "nodes": [{"id": name, **node} for name, node in merged.items()],
        "edges": [{"from": "start", "to": "book"}, {"from": "book", "to": "end"}],
    }


def compiled(document: dict[str, Any]) -> Compiled:
    return compile_graph(document, load_catalog())


def told(document: dict[str, Any]) -> str:
    return " ".join(problem.message for problem in compiled(document).problems)


def test_a_compensation_stands_apart_and_reads_what_it_undoes() -> None:
    result = compiled(graph())

    assert result.problems == []
    steps = {step.id: step for step in result.require_plan().steps}
    assert (steps["book"].undo, steps["free"].undoes) == ("free", "book")  # pyright: ignore[reportArgumentType]
    assert steps["free"].sources == ()  # pyright: ignore[reportArgumentType]
    assert steps["end"].sources[0].node_id == "book"  # pyright: ignore[reportArgumentType]


def test_what_may_not_have_run_before_is_out_of_its_sight() -> None:
    later = graph(free={"config": {"url": "https://x.example/{{ steps.end.output }}"}})

    assert "Step `end` may run at the same time as `free`" in told(later)


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ({"book": {"undo": "fre"}}, "did you mean 'free'?"),
        ({"book": {"undo": "book"}}, "can't be undone itself"),
        ({"free": {"undo": "end"}}, "can't be undone itself"),
        ({"free": {"type": "set", "config": {"values": {}}}}, "which undoes nothing outside"),
        ({"end": {"undo": "free"}}, "undoes 'book' already"),
        ({"book": {"undo": "end"}}, "which undoes nothing outside"),
    ],
)
def test_what_can_not_undo_is_refused(nodes: dict[str, Any], message: str) -> None:
    assert message in told(graph(**nodes))


def test_no_edge_leads_to_a_compensation() -> None:
    document = graph()
    document["edges"].append({"from": "book", "to": "free"})

    assert "no edge may lead to it" in told(document)


def test_both_are_in_the_same_body() -> None:
    document = graph(each={"type": "for_each", "config": {"items": []}}, book={"parent": "each"})

    assert "place both in the same body" in told(document)


def test_a_body_with_compensations_never_goes_in_batches() -> None:
    document = graph(
        each={"type": "for_each", "config": {"items": [], "batch_size": 10}},
        book={"parent": "each"},
        free={"parent": "each"},
    )
    document["edges"] = [{"from": "start", "to": "each"}, {"from": "each", "to": "end"}]
    result = compiled(document)

    assert [problem for problem in result.problems if problem.severity == "error"] == []
    steps = {step.id: step for step in result.require_plan().steps}
    assert steps["each"].batching == "never"  # pyright: ignore[reportArgumentType]
