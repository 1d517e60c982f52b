"""Proposed graphs, accepted node by node."""

from typing import Any

from noria.copilot.proposals import accept, changes_of


def node(node_id: str, **more: Any) -> dict[str, Any]:
    return {"id": node_id, "type": "set", **more}


def edge(source: str, target: str) -> dict[str, Any]:
    return {"from": source, "to": target}


BASE = {
    "nodes": [
        node("a", position={"x": 1, "y": 2}, config={"values": {}}),
        node("b", config={"values": {"n": 1}}),
        node("c"),
    ],
    "edges": [edge("a", "b"), edge("b", "c")],
    "groups": [],
}
PROPOSED = {
    "nodes": [
        node("a"),
        node("b", config={"values": {"n": 2}}, position={"x": 9, "y": 9}),
        node("d", parent="e"),
    ],
    "edges": [edge("a", "b"), edge("b", "d")],
}


def test_a_proposal_is_told_node_by_node() -> None:
    told = [(each.kind, each.node_id) for each in changes_of(BASE, PROPOSED)]

    # Neither where a node stands nor what is empty makes a difference.
    assert told == [("changed", "a"), ("changed", "b"), ("added", "d"), ("removed", "c")]


def test_what_is_not_accepted_stays_as_it_was() -> None:
    assert accept(BASE, PROPOSED, set()) == BASE


def test_one_node_comes_with_its_edges() -> None:
    graph = accept(BASE, PROPOSED, {"d"})

    assert [each["id"] for each in graph["nodes"]] == ["a", "b", "c", "d"]
    assert graph["edges"] == [edge("a", "b"), edge("b", "c"), edge("b", "d")]
    # Its container was not accepted.
    assert "parent" not in graph["nodes"][3]


def test_a_node_goes_with_its_edges_and_a_changed_one_stays_where_it_was() -> None:
    graph = accept(BASE, PROPOSED, {"b", "c"})
    names = {each["id"]: each for each in graph["nodes"]}

    assert list(names) == ["a", "b"]
    assert names["b"]["config"] == {"values": {"n": 2}}
    assert "position" not in names["b"]
    assert names["a"]["position"] == {"x": 1, "y": 2}
    assert graph["edges"] == [edge("a", "b")]


def test_all_of_it_is_the_proposal() -> None:
    graph = accept(BASE, PROPOSED, {"a", "b", "c", "d"})

    assert [each["id"] for each in graph["nodes"]] == ["a", "b", "d"]
    assert graph["edges"] == PROPOSED["edges"]


def test_what_is_no_graph_breaks_nothing() -> None:
    odd: dict[str, Any] = {
        "nodes": [{"id": "a", "parent": {}}, 7],
        "edges": [{"from": {}, "to": []}, {"from": "a"}],
    }

    assert accept(odd, odd, {"a", "None"})["nodes"] == [{"id": "a"}]


def test_a_node_keeps_what_its_proposal_leaves_out() -> None:
    kept = {
        "name": "Charge",
        "policy": {"retry": {"max_attempts": 1, "backoff": 3}, "on_error": "hold"},
        "join": "any",
        "undo": "refund",
        "type_version": 2,
    }
    base = {"nodes": [node("a", config={"url": "old"}, **kept)], "edges": []}
    proposed: dict[str, Any] = {"nodes": [node("a", config={"url": "new"})], "edges": []}

    assert accept(base, proposed, {"a"})["nodes"] == [node("a", config={"url": "new"}, **kept)]
    [change] = changes_of(base, proposed)
    assert change.after == node("a", config={"url": "new"}, **kept)


def test_a_node_loses_what_its_proposal_takes_away_or_another_type_never_had() -> None:
    policy = {"timeout_s": 5, "retry": {"max_attempts": 1, "backoff": 3}}
    base = {"nodes": [node("a", undo="b", policy=policy), node("b", join="any")]}
    said = {"on_error": "hold", "retry": {"max_attempts": 2}}
    proposed = {"nodes": [node("a", undo="", policy=said), {"id": "b", "type": "fail"}]}
    nodes = accept(base, proposed, {"a", "b"})["nodes"]

    whole = {"timeout_s": 5, "on_error": "hold", "retry": {"max_attempts": 2, "backoff": 3}}
    assert nodes == [node("a", policy=whole), {"id": "b", "type": "fail"}]
