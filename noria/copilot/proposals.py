"""A proposed graph beside the one there is: what is different, and what comes of accepting parts of it."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal, cast

from noria.run import Record

Document = dict[str, Any]
Kind = Literal["added", "changed", "removed"]
_OURS = ("position",)
"""Where a node stands is not for a model to say."""
_KEPT = ("type_version", "name", "policy", "join", "undo", "disabled")
"""What a node keeps that a proposal says nothing about: models leave out what they don't mean to change."""


class Change(Record):
    """One node that would be different."""

    kind: Kind
    node_id: str
    type: str
    name: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


def filled(base: Document, proposed: Document) -> Document:
    """The proposal, with what its nodes leave out of those there are; not where their type is another."""
    before = _nodes(base)
    nodes = [
        _with_kept(each, before.get(str(each.get("id"))))
        for each in _objects(proposed.get("nodes"))
    ]
    return {**proposed, "nodes": nodes}


def _with_kept(node: Document, before: Document | None) -> Document:
    if before is None or before.get("type") != node.get("type"):
        return node
    known = {name: before[name] for name in _KEPT if name in before}
    whole = _over(known, node)
    if not whole.get("undo"):
        whole.pop("undo", None)
    return whole


def _over(known: Document, said: Document) -> Document:
    """What is said, and what was known where nothing is; in a policy and its retry too."""
    both = {
        name: _over(known[name], said[name])
        for name in known.keys() & said.keys() & {"policy", "retry"}
        if isinstance(known[name], dict) and isinstance(said[name], dict)
    }
    left_out = {name: value for name, value in known.items() if name not in said}
    return {**said, **left_out, **both}


def changes_of(base: Document, proposed: Document) -> list[Change]:
    """Node by node: added and changed ones in the order of the proposal, then the removed."""
    before, after = _nodes(base), _nodes(filled(base, proposed))
    found: list[Change] = []
    for node_id, node in after.items():
        known = before.get(node_id)
        if known is None:
            found.append(_change("added", node, None, node))
        elif _plain(known) != _plain(node):
            found.append(_change("changed", node, known, node))
    found += [
        _change("removed", node, node, None)
        for node_id, node in before.items()
        if node_id not in after
    ]
    return found


def accept(base: Document, proposed: Document, accepted: Collection[str]) -> Document:
    """The graph with the changes of these nodes, and of no other.

    Edges follow their nodes: one is as proposed where a node at its ends was accepted, as it was
    where none was; an edge to a node that is not there goes.
    """
    before, after = _nodes(base), _nodes(filled(base, proposed))
    nodes: dict[str, Document] = {}
    for node_id in [*before, *(each for each in after if each not in before)]:
        node = after.get(node_id) if node_id in accepted else before.get(node_id)
        if node is not None:
            nodes[node_id] = _placed(node, before.get(node_id))
    _let_go(nodes)
    edges = [edge for edge in _edges(base) if not _touches(edge, accepted)]
    edges += [edge for edge in _edges(proposed) if _touches(edge, accepted)]
    kept = [edge for edge in edges if {str(edge.get("from")), str(edge.get("to"))} <= nodes.keys()]
    return {**base, "nodes": list(nodes.values()), "edges": _once(kept)}


def _let_go(nodes: Mapping[str, Document]) -> None:
    """A node whose container was not accepted stands outside."""
    for node in nodes.values():
        if node.get("parent") is not None and str(node["parent"]) not in nodes:
            del node["parent"]


def _placed(node: Document, before: Document | None) -> Document:
    kept = {name: before[name] for name in _OURS if before and name in before}
    return {**{name: value for name, value in node.items() if name not in _OURS}, **kept}


def _touches(edge: Mapping[str, Any], accepted: Collection[str]) -> bool:
    return str(edge.get("from")) in accepted or str(edge.get("to")) in accepted


def _once(edges: Iterable[Document]) -> list[Document]:
    known: dict[tuple[str, ...], Document] = {}
    for edge in edges:
        named = (edge.get("from"), edge.get("port") or "out", edge.get("to"))
        known.setdefault(tuple(map(str, named)), edge)
    return list(known.values())


def _change(kind: Kind, node: Document, before: Any, after: Any) -> Change:
    return Change(
        kind=kind,
        node_id=str(node.get("id")),
        type=str(node.get("type")),
        name=str(node.get("name") or ""),
        before=_plain(before) if before else None,
        after=_plain(after) if after else None,
    )


def _plain(node: Mapping[str, Any]) -> Document:
    """What a node is, without where it stands and what is empty."""
    return {
        name: value
        for name, value in node.items()
        if name not in _OURS and value not in ("", None, {})
    }


def _nodes(graph: Mapping[str, Any]) -> dict[str, Document]:
    return {str(each.get("id")): each for each in _objects(graph.get("nodes"))}


def _edges(graph: Mapping[str, Any]) -> list[Document]:
    return _objects(graph.get("edges"))


def _objects(value: Any) -> list[Document]:
    items = cast("list[Any]", value) if isinstance(value, list) else []
    return [cast("Document", each) for each in items if isinstance(each, dict)]
